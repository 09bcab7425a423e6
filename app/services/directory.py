"""Looking for somebody to meet: who fits best, why, and how much they are asked already.

The filters come first, then the scores, and only the page that is shown is looked up in full:
the same number of queries for ten and for thousands.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.domain.errors import ForbiddenError
from app.domain.match_text import TextIndex
from app.domain.matching import Match
from app.domain.states import RegistrationState, RequestState
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, Organisation, Registration
from app.services import listings as rows
from app.services.free_time import FreeTime, free_times, organisations_free_with
from app.services.listings import Listing, Partner
from app.services.match_scores import explained, index_of, need_and_offer, scored
from app.services.met_before import met_before
from app.services.request_states import LIVING

PAGE = 24


@dataclass(frozen=True)
class Wanted:
    """What a person looks for; an empty value asks for nothing. `region` is a NUTS-2 code."""

    text: str = ""
    technology: str = ""
    function: str = ""
    sector: str = ""
    country: str = ""
    region: str = ""
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
    `state` is that of a living request between the two organisations; `met` names the latest
    edition at which they met.
    """

    partner: Partner
    match: Match | None
    openings: int
    asked: int
    shared: int
    people: int
    state: RequestState | None
    met: str


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
    sectors: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]


def hubs_for(registration: Registration, wanted: Wanted, number: int = 1) -> ChoicePage:
    """Page `number` of the hubs, the best match first."""
    directory = Directory(registration, rows.shown_hubs(registration.edition_id))
    return directory.page(wanted, number)


def companies_for(registration: Registration, wanted: Wanted, number: int = 1) -> ChoicePage:
    """Page `number` of the other organisations that agreed to be asked, the best match first.

    They agreed to be seen by participants, so ForbiddenError for who is not approved.
    """
    if registration.state is not RegistrationState.APPROVED:
        raise ForbiddenError(later("You see the companies once the organisers have approved you."))
    directory = Directory(registration, rows.shown_companies(registration.edition_id))
    return directory.page(wanted, number)


class Directory:
    """What one person may choose from: all that `shown` says, but their own organisation."""

    def __init__(self, registration: Registration, shown: rows.Condition) -> None:
        self._registration = registration
        edition_id, own_id = registration.edition_id, registration.organisation_id
        own = Organisation.id == own_id
        found = rows.listings(edition_id, rows.hubs(edition_id), own, shown, shown=shown)
        self._own = next(one for one, _ in found if one.partner.organisation_id == own_id)
        self._index: TextIndex = index_of(tuple(one for one, _ in found if one.offer))
        self.listed = [one for one, is_shown in found if is_shown and one is not self._own]
        self._met = met_before(registration.edition, own_id)

    def page(self, wanted: Wanted, number: int) -> ChoicePage:
        """One page of those that are like `wanted`."""
        ordered = self.ordered(self._like(wanted))
        pages = max(1, -(-len(ordered) // PAGE))
        number = min(max(number, 1), pages)
        partners = [one.partner for one in self.listed]
        return ChoicePage(
            choices=self.choices(ordered[(number - 1) * PAGE : number * PAGE]),
            number=number,
            pages=pages,
            found=len(ordered),
            total=len(partners),
            technologies=_codes(one.technologies for one in partners),
            functions=_codes(one.functions for one in partners),
            sectors=_codes(one.sectors for one in partners),
            countries=_codes([one.country] for one in partners),
            regions=_codes([one.nuts2] for one in partners if one.nuts2),
            languages=_codes(one.languages for one in partners),
        )

    def ordered(self, found: Iterable[Listing]) -> list[Listing]:
        """The best match first, whom one met before after the others.

        Equals come in an order of chance that is the person's own, so that nobody gains by a name.
        """
        return sorted(found, key=self._rank)

    def choices(self, page: Sequence[Listing]) -> tuple[Choice, ...]:
        """These with everything that is shown of them; in five queries, however many."""
        registration, edition = self._registration, self._registration.edition
        ids = [one.partner.organisation_id for one in page]
        times = free_times(edition, [*ids, registration.organisation_id])
        mine = _own_time(registration, times)
        asked, states = _requests(registration, ids)
        return tuple(
            self._choice(one, times.get(key, ()), mine, asked[key], states.get(key))
            for one, key in zip(page, ids, strict=True)
        )

    def _choice(
        self,
        one: Listing,
        times: tuple[FreeTime, ...],
        mine: FreeTime | None,
        asked: int,
        state: RequestState | None,
    ) -> Choice:
        sides = need_and_offer(self._own, one)
        theirs = {slot for time in times for slot in time.blocks}
        return Choice(
            partner=one.partner,
            match=explained(*sides, self._index) if sides else None,
            openings=sum(time.openings for time in times),
            asked=asked,
            shared=len(theirs & set(mine.blocks)) if mine else 0,
            people=len(times),
            state=state,
            met=self._met.get(one.partner.organisation_id, ""),
        )

    def _rank(self, one: Listing) -> tuple[bool, bool, int, bytes]:
        sides = need_and_offer(self._own, one)
        score, excluded = scored(*sides, self._index) if sides else (0, False)
        text = f"{self._registration.public_id}/{one.partner.slug}"
        known = one.partner.organisation_id in self._met
        return (excluded, known, -score, hashlib.sha256(text.encode()).digest())

    def _like(self, wanted: Wanted) -> list[Listing]:
        found = [one for one in self.listed if _matches(one.partner, wanted)]
        if not wanted.shared_time:
            return found
        takes_part = (
            self._registration.state is RegistrationState.APPROVED
            and self._registration.wants_meetings
        )
        free = organisations_free_with(self._registration) if takes_part else frozenset()
        return [one for one in found if one.partner.organisation_id in free]


def _own_time(
    registration: Registration, times: Mapping[int, tuple[FreeTime, ...]]
) -> FreeTime | None:
    own = times.get(registration.organisation_id, ())
    return next((time for time in own if time.registration_id == registration.id), None)


def _matches(one: Partner, wanted: Wanted) -> bool:
    """Every word typed is somewhere in the name, the title or the city."""
    return (
        all(word in one.words for word in wanted.text.casefold().split())
        and (not wanted.technology or wanted.technology in one.technologies)
        and (not wanted.function or wanted.function in one.functions)
        and (not wanted.sector or wanted.sector in one.sectors)
        and (not wanted.country or wanted.country == one.country)
        and (not wanted.region or wanted.region == one.nuts2)
        and (not wanted.language or wanted.language in one.languages)
    )


def _codes(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({code for group in groups for code in group}))


def _requests(
    registration: Registration, organisations: Collection[int]
) -> tuple[Counter[int], Mapping[int, RequestState]]:
    """Organisation → its living requests; and the state of one with the person's own.

    Who is not approved learns nothing of their organisation's requests.
    """
    first, second = MeetingRequest.first_organisation_id, MeetingRequest.second_organisation_id
    own = registration.organisation_id
    found = db.session.execute(
        select(first, second, MeetingRequest.state).where(
            MeetingRequest.edition_id == registration.edition_id,
            MeetingRequest.state.in_(LIVING),
            or_(first.in_(organisations), second.in_(organisations)),
        )
    ).all()
    asked = Counter(one for row in found for one in row[:2])
    if registration.state is not RegistrationState.APPROVED:
        return asked, {}
    return asked, {one: row[2] for row in found if own in row[:2] for one in row[:2] if one != own}
