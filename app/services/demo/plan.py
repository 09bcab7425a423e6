"""One demo edition as its file tells it, whatever the file's form: the plan of all rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.dayplan import BlockPlan
from app.domain.states import CrossBorder, EditionState, OrganisationKind, ProgrammeKind


@dataclass(frozen=True)
class LimitsPlan:
    """The limits of the one-to-one meetings."""

    max_meetings: int
    min_meetings: int
    hub_max_per_block: int
    max_consecutive: int
    request_quota: int
    hub_request_quota: int


@dataclass(frozen=True)
class RoomPlan:
    """A room, with how many tables it has."""

    slug: str
    name: str
    capacity: int | None = None
    tables: int = 0
    source_note: str = ""


@dataclass(frozen=True)
class MeetingBlock:
    """A matchmaking block and its letter."""

    code: str
    plan: BlockPlan
    online: bool = False


@dataclass(frozen=True)
class ItemPlan:
    """A programme item in the edition's own clock; `presents` are organisations' keys."""

    key: str
    kind: ProgrammeKind
    title: str
    starts: datetime
    ends: datetime
    room: str
    description: str = ""
    presents: tuple[str, ...] = ()
    source_note: str = ""


@dataclass(frozen=True)
class ProfilePlan:
    """What an organisation offers or needs."""

    text: str = ""
    technologies: Mapping[str, int] = field(default_factory=dict)
    sectors: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, int] = field(default_factory=dict)
    need_codes: tuple[str, ...] = ()
    cross_border: CrossBorder = CrossBorder.NO_PREFERENCE


@dataclass(frozen=True)
class OrganisationPlan:
    """An organisation and its people at the edition.

    `key` names it inside the demo; with `catalogue_id` it is a hub of the catalogue, whose own
    values go before these. `available` are block codes, None for always. `asks` is how many
    hubs it asks at most, None for as many as the quota allows.
    """

    key: str
    name: str
    kind: OrganisationKind
    country: str = ""
    short_name: str = ""
    size_class: str | None = None
    nuts2: str | None = None
    city: str = ""
    website: str = ""
    catalogue_id: str | None = None
    fictional: bool = False
    source_note: str = ""
    languages: tuple[str, ...] = ()
    profile: ProfilePlan | None = None
    delegates: int = 1
    available: tuple[str, ...] | None = None
    max_meetings: int | None = None
    wants_meetings: bool = True
    approved: bool = True
    asks: int | None = 0
    online: bool = False


@dataclass(frozen=True)
class StandPlan:
    """A stand: who shows what, and in which slots visitors may book at once."""

    label: str
    room: str
    exhibitor: str
    shows: str
    open_slots: tuple[str, ...] = ()
    source_note: str = ""


@dataclass(frozen=True)
class EditionPlan:
    """Everything of one demo edition except the requests, which follow from it.

    The first tables are the hubs' own; `undecided_percent` of the requests still wait for an
    answer.
    """

    slug: str
    name: str
    description: str
    who_may_come: str
    city: str
    country: str
    venue: str
    zone: str
    starts_on: date
    ends_on: date
    registration_closes_on: date | None
    state: EditionState
    is_replay: bool
    facts: tuple[str, ...]
    source_note: str
    join_link_template: str
    limits: LimitsPlan
    rooms: tuple[RoomPlan, ...]
    blocks: tuple[MeetingBlock, ...]
    items: tuple[ItemPlan, ...]
    organisations: tuple[OrganisationPlan, ...]
    stands: tuple[StandPlan, ...]
    known_pairs: frozenset[frozenset[str]]
    undecided_percent: int

    @property
    def hub_keys(self) -> tuple[str, ...]:
        """The hubs that take part, in the file's order."""
        return tuple(one.key for one in self.organisations if one.kind is OrganisationKind.HUB)
