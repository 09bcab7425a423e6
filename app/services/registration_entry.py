"""The registration form as typed, screen by screen, and every fault in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.answers import Answer, Asked, answer_faults
from app.domain.consents import ConsentText
from app.domain.errors import InvalidInputError
from app.domain.names import fault_of_name
from app.domain.parts import kinds_of, role_of
from app.domain.states import ConsentKind, OrganisationKind, Part, RegistrationRole
from app.domain.words import later
from app.models import Edition, Organisation
from app.services import accounts, availability, consent_texts, organisations, profiles, questions
from app.services.organisations import OrganisationEntry
from app.services.own_places import owns_a_place
from app.services.profiles import ProfileEntry
from app.services.reference_data import taxonomy

MAX_JOB_TITLE_CHARACTERS = 120
SCREENS = ("you", "organisation", "wishes", "consents")


@dataclass(frozen=True)
class PersonEntry:
    """The first screen. A signed-in person's e-mail is their account's, whatever was typed."""

    name: str
    email: str = ""
    part: Part | None = None
    job_title: str = ""
    languages: tuple[str, ...] = ()

    @property
    def role(self) -> RegistrationRole:
        """What is stored of the part."""
        return role_of(self.part) if self.part else RegistrationRole.ATTENDEE

    @property
    def wants_stand(self) -> bool:
        """Whether the person comes to exhibit."""
        return self.part is Part.EXHIBITOR

    @property
    def kinds(self) -> tuple[OrganisationKind, ...]:
        """The kinds that the organisation may be of."""
        return kinds_of(self.part) if self.part else tuple(OrganisationKind)


@dataclass(frozen=True)
class WishesEntry:
    """The third screen. `free` are slot codes; None means all of them."""

    profile: ProfileEntry
    wants_meetings: bool = True
    free: frozenset[str] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class RegistrationEntry:
    """The whole form."""

    person: PersonEntry
    organisation: OrganisationEntry
    wishes: WishesEntry
    consents: frozenset[ConsentKind]


def faults(edition: Edition, entry: RegistrationEntry) -> Mapping[str, str]:
    """Every fault of the form by field, in the order of the screens."""
    return {
        **person_faults(entry.person),
        **organisations.faults(entry.organisation),
        **wishes_faults(edition, entry),
        **consent_faults(consent_texts.texts_of(edition), entry.consents),
    }


def screen_of(field_name: str) -> str:
    """The screen on which a fault of this field is put right."""
    if field_name in {"part", "name", "email"}:
        return "you"
    if field_name in {"organisation", "kind", "country", "nuts2", "size_class", "website"}:
        return "organisation"
    return "consents" if field_name in {*ConsentKind, "code"} else "wishes"


def person_faults(person: PersonEntry) -> Mapping[str, str]:
    """The faults of the first screen."""
    found: dict[str, str] = {}
    if person.part is None:
        found["part"] = later("Choose one.")
    name = " ".join(person.name.split())
    if not name:
        found["name"] = later("Type your name.")
    elif fault := fault_of_name(name):
        found["name"] = fault
    try:
        accounts.normalise_email(person.email)
    except InvalidInputError as error:
        found |= error.fields
    return found


def detail_faults(person: PersonEntry) -> Mapping[str, str]:
    """The faults in what is asked later."""
    found: dict[str, str] = {}
    if len(person.job_title) > MAX_JOB_TITLE_CHARACTERS:
        found["job_title"] = later("At most %(most)s characters.", most=MAX_JOB_TITLE_CHARACTERS)
    if any(code not in taxonomy().languages for code in person.languages):
        found["languages"] = later("Choose from the list.")
    return found


def wishes_faults(edition: Edition, entry: RegistrationEntry) -> Mapping[str, str]:
    """The faults of the third screen; the profile is not asked of who joins a known one."""
    wishes, found = entry.wishes, dict(detail_faults(entry.person))
    known = organisations.resolve(entry.organisation)
    if not joins(edition, known):
        kind = known.kind if known else entry.organisation.kind or entry.person.kinds[0]
        found |= profiles.faults(
            wishes.profile,
            kind,
            may_be_empty=not wishes.wants_meetings or _exhibits(edition, entry),
        )
    no_time = availability.check_free(edition, wishes.free, wants_meetings=wishes.wants_meetings)
    if no_time:
        found["free"] = no_time
    return found | answer_faults(asked(edition), entry.person.part, wishes.answers)


def consent_faults(
    texts: tuple[ConsentText, ...], given: frozenset[ConsentKind]
) -> Mapping[str, str]:
    """The faults of the last screen."""
    return {
        text.kind.value: later("Without this you cannot take part.")
        for text in texts
        if text.required and text.kind not in given
    }


def asked(edition: Edition) -> tuple[Asked, ...]:
    """The organisers' extra questions."""
    return questions.questions_of(edition)


def joins(edition: Edition, known: Organisation | None) -> bool:
    """Whether the organisation's profile is not the newcomer's to write.

    So it is where it has one here, and for every hub known to us: visitors see it at once.
    """
    if known is None:
        return False
    is_hub = known.kind is OrganisationKind.HUB
    return is_hub or profiles.profile_of(edition.id, known.id) is not None


def _exhibits(edition: Edition, entry: RegistrationEntry) -> bool:
    """Who comes to show need not look for anything: they asked for a stand or have one."""
    if entry.person.wants_stand:
        return True
    known = organisations.resolve(entry.organisation)
    return known is not None and owns_a_place(edition.id, [known.id])
