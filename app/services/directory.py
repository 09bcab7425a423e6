"""Looking for somebody to meet: who fits best, why, and how much they are asked already."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.errors import ForbiddenError
from app.domain.matching import Match
from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import MeetingRequest, Registration
from app.services.free_time import FreeTime, free_times
from app.services.match_scores import EditionMatches
from app.services.partners import Partner, companies_of, hubs_of

PAGE = 24


@dataclass(frozen=True)
class Wanted:
    """What a person looks for; an empty value asks for nothing."""

    text: str = ""
    technology: str = ""
    function: str = ""
    country: str = ""
    language: str = ""
    shared_time: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everybody is shown."""
        return self == Wanted()


@dataclass(frozen=True)
class Choice:
    """One organisation one may ask.

    `openings` is how many more meetings its people have room for, `asked` how many living
    requests it sent and received, `shared` how many free slots it has in common with the person.
    `state` is that of a living request between the two organisations.
    """

    partner: Partner
    match: Match | None
    openings: int
    asked: int
    shared: int
    people: int
    state: RequestState | None


@dataclass(frozen=True)
class ChoicePage:
    """One page of the list, the best first; the codes are those of the whole list."""

    choices: tuple[Choice, ...]
    number: int
    pages: int
    found: int
    total: int
    technologies: tuple[str, ...]
    functions: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]


def hubs_for(registration: Registration, wanted: Wanted, number: int = 1) -> ChoicePage:
    """Page `number` of the hubs, the best match first."""
    return _page(registration, hubs_of(registration.edition), wanted, number)


def companies_for(registration: Registration, wanted: Wanted, number: int = 1) -> ChoicePage:
    """Page `number` of the companies that a hub may ask, the best match first.

    They agreed to be seen by participants, so ForbiddenError for who is not approved.
    """
    if registration.state is not RegistrationState.APPROVED:
        raise ForbiddenError("You see the companies once the organisers have approved you.")
    return _page(registration, companies_of(registration.edition), wanted, number)


def choices_among(registration: Registration, partners: Iterable[Partner]) -> tuple[Choice, ...]:
    """All of `partners` but the person's own organisation, the best match first.

    Equals come in an order of chance that is the person's own, so that no hub gains by its name.
    """
    others = [one for one in partners if one.organisation_id != registration.organisation_id]
    ids = [one.organisation_id for one in others]
    edition = registration.edition
    times = free_times(edition, [*ids, registration.organisation_id])
    mine = next(
        (
            time
            for time in times.get(registration.organisation_id, ())
            if time.registration_id == registration.id
        ),
        None,
    )
    matches = EditionMatches(edition.id)
    asked = _asked(edition.id)
    states = _states(registration)
    choices = [
        _choice(
            one,
            matches.between(registration.organisation_id, one.organisation_id),
            times.get(one.organisation_id, ()),
            mine,
            asked[one.organisation_id],
            states.get(one.organisation_id),
        )
        for one in others
    ]
    return tuple(sorted(choices, key=lambda choice: _rank(choice, registration)))


def _page(
    registration: Registration, partners: tuple[Partner, ...], wanted: Wanted, number: int
) -> ChoicePage:
    every = choices_among(registration, partners)
    found = [choice for choice in every if _matches(choice, wanted)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), pages)
    listed = [choice.partner for choice in every]
    return ChoicePage(
        choices=tuple(found[(number - 1) * PAGE : number * PAGE]),
        number=number,
        pages=pages,
        found=len(found),
        total=len(every),
        technologies=_codes(one.technologies for one in listed),
        functions=_codes(one.functions for one in listed),
        countries=_codes([one.country] for one in listed),
        languages=_codes(one.languages for one in listed),
    )


def _choice(
    partner: Partner,
    match: Match | None,
    times: tuple[FreeTime, ...],
    mine: FreeTime | None,
    asked: int,
    state: RequestState | None,
) -> Choice:
    theirs = {slot for time in times for slot in time.blocks}
    return Choice(
        partner=partner,
        match=match,
        openings=sum(time.openings for time in times),
        asked=asked,
        shared=len(theirs & set(mine.blocks)) if mine else 0,
        people=len(times),
        state=state,
    )


def _rank(choice: Choice, registration: Registration) -> tuple[bool, int, str]:
    excluded = choice.match is not None and choice.match.excluded is not None
    score = choice.match.score if choice.match else 0
    text = f"{registration.public_id}/{choice.partner.slug}"
    return (excluded, -score, hashlib.sha256(text.encode()).hexdigest())


def _matches(choice: Choice, wanted: Wanted) -> bool:
    """Every word typed is somewhere in the name, the title or the city."""
    one = choice.partner
    text = f"{one.name} {one.title} {one.city}".casefold()
    return (
        all(word in text for word in wanted.text.casefold().split())
        and (not wanted.technology or wanted.technology in one.technologies)
        and (not wanted.function or wanted.function in one.functions)
        and (not wanted.country or wanted.country == one.country)
        and (not wanted.language or wanted.language in one.languages)
        and (not wanted.shared_time or choice.shared > 0)
    )


def _codes(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({code for group in groups for code in group}))


def _asked(edition_id: int) -> Counter[int]:
    """Organisation → its living requests in both directions."""
    pairs = db.session.execute(
        select(MeetingRequest.first_organisation_id, MeetingRequest.second_organisation_id).where(
            MeetingRequest.edition_id == edition_id,
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
    )
    return Counter(organisation for pair in pairs for organisation in pair)


def _states(registration: Registration) -> Mapping[int, RequestState]:
    """Partner organisation → the state of the living request with it; none to the unapproved."""
    if registration.state is not RegistrationState.APPROVED:
        return {}
    own = registration.organisation_id
    rows = db.session.execute(
        select(
            MeetingRequest.first_organisation_id,
            MeetingRequest.second_organisation_id,
            MeetingRequest.state,
        ).where(
            MeetingRequest.edition_id == registration.edition_id,
            (MeetingRequest.first_organisation_id == own)
            | (MeetingRequest.second_organisation_id == own),
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
    )
    return {(second if first == own else first): state for first, second, state in rows}


def is_hub(registration: Registration) -> bool:
    """Whether the person comes for a hub, and so may look for companies."""
    return registration.organisation.kind is OrganisationKind.HUB
