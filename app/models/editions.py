"""An edition: its time, its places and its programme."""

from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import (
    EditionState,
    PlaceKind,
    ProgrammeKind,
    RequestMode,
    SchedulingMode,
)
from app.extensions import Model
from app.models.columns import (
    NOBODYS,
    OF_ORGANISATION,
    WITH_ROW,
    Instant,
    Key,
    Name,
    Slug,
    reference,
    state_column,
)
from app.models.people import Organisation


class Series(Model):
    """An event that comes again, year after year."""

    __tablename__ = "series"

    id: Mapped[Key]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name] = mapped_column(info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=NOBODYS)


class Edition(Model):
    """One year's event. The zone is an IANA name, fixed once slots exist."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("max_meetings >= 1", name="max_meetings_positive"),
        CheckConstraint("registration_capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("retention_months >= 1", name="retention_positive"),
        CheckConstraint("request_expiry_days >= 1", name="request_expiry_positive"),
        CheckConstraint("accept_by_hours >= 1", name="accept_by_positive"),
    )

    id: Mapped[Key]
    series_id: Mapped[int] = reference("series.id")
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name] = mapped_column(info=NOBODYS)
    description: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    # The languages of its texts; the first is the one they were written in.
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["en"], info=NOBODYS)
    # Language → field → text; a field that is not there stands in the main language.
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, info=NOBODYS
    )
    who_may_come: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    city: Mapped[str] = mapped_column(String(120), default="", info=NOBODYS)
    country: Mapped[str] = mapped_column(String(2), default="", info=NOBODYS)
    venue: Mapped[str] = mapped_column(String(200), default="", info=NOBODYS)
    zone: Mapped[str] = mapped_column(String(64), info=NOBODYS)
    starts_on: Mapped[date] = mapped_column(info=NOBODYS)
    ends_on: Mapped[date] = mapped_column(info=NOBODYS)
    registration_closes_on: Mapped[date | None] = mapped_column(info=NOBODYS)
    state: Mapped[EditionState] = state_column(
        EditionState, "state", default=EditionState.DRAFT, index=True
    )
    # The limits of the one-to-one meetings; null means no limit.
    max_meetings: Mapped[int] = mapped_column(default=5, info=NOBODYS)
    min_meetings: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    hub_max_per_block: Mapped[int | None] = mapped_column(info=NOBODYS)
    max_consecutive: Mapped[int | None] = mapped_column(info=NOBODYS)
    request_quota: Mapped[int] = mapped_column(default=8, info=NOBODYS)
    hub_request_quota: Mapped[int] = mapped_column(default=12, info=NOBODYS)
    request_expiry_days: Mapped[int] = mapped_column(default=5, info=NOBODYS)
    # No request waits longer than the end of this day.
    answers_due_on: Mapped[date | None] = mapped_column(info=NOBODYS)
    request_mode: Mapped[RequestMode] = state_column(
        RequestMode, "request_mode", default=RequestMode.APPROVAL
    )
    scheduling_mode: Mapped[SchedulingMode] = state_column(
        SchedulingMode, "scheduling_mode", default=SchedulingMode.SOLVER_FIRST
    )
    # Part → the parts it may ask; a part that is not named may ask everybody.
    ask_matrix: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict, info=NOBODYS)
    delegation_allowed: Mapped[bool] = mapped_column(default=True, info=NOBODYS)
    reach: Mapped[int] = mapped_column(default=1, info=NOBODYS)
    idle_slot_price: Mapped[int] = mapped_column(default=4, info=NOBODYS)
    # `{meeting}` is replaced by the meeting's random id.
    join_link_template: Mapped[str] = mapped_column(String(400), default="", info=NOBODYS)
    is_replay: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    source_note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    facts: Mapped[list[str]] = mapped_column(JSON, default=list, info=NOBODYS)
    live_change_number: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    # Registration: null means no limit; part → its own limit.
    registration_capacity: Mapped[int | None] = mapped_column(info=NOBODYS)
    part_capacities: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=NOBODYS)
    approval_required: Mapped[bool] = mapped_column(default=True, info=NOBODYS)
    waiting_list: Mapped[bool] = mapped_column(default=True, info=NOBODYS)
    accept_by_hours: Mapped[int] = mapped_column(default=48, info=NOBODYS)
    # No mail of the edition leaves while an organiser has stopped them.
    mails_paused: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    # Privacy, as the controller wrote it.
    controller: Mapped[str] = mapped_column(String(400), default="", info=NOBODYS)
    controller_contact: Mapped[str] = mapped_column(String(254), default="", info=NOBODYS)
    legal_basis: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    privacy_note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    retention_months: Mapped[int] = mapped_column(default=12, info=NOBODYS)
    legal_hold: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    erased_at: Mapped[Instant | None] = mapped_column(info=NOBODYS)

    series: Mapped[Series] = relationship()
    blocks: Mapped[list["Block"]] = relationship(
        back_populates="edition", order_by="(Block.held_on, Block.starts_local)"
    )
    rooms: Mapped[list["Room"]] = relationship(back_populates="edition", order_by="Room.id")


class Block(Model):
    """A matchmaking period of one day, cut into slots."""

    __tablename__ = "block"
    __table_args__ = (
        UniqueConstraint("edition_id", "code", name="uq_block_code"),
        CheckConstraint("slot_minutes >= 5 AND slot_minutes % 5 = 0", name="slot_whole_ticks"),
        CheckConstraint("gap_minutes >= 0 AND gap_minutes % 5 = 0", name="gap_whole_ticks"),
        CheckConstraint("ends_local > starts_local", name="ends_after_start"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    code: Mapped[str] = mapped_column(String(8), info=NOBODYS)
    held_on: Mapped[date] = mapped_column(info=NOBODYS)
    starts_local: Mapped[time] = mapped_column(info=NOBODYS)
    ends_local: Mapped[time] = mapped_column(info=NOBODYS)
    slot_minutes: Mapped[int] = mapped_column(info=NOBODYS)
    gap_minutes: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    online: Mapped[bool] = mapped_column(default=False, info=NOBODYS)

    edition: Mapped[Edition] = relationship(back_populates="blocks")
    slots: Mapped[list["Slot"]] = relationship(back_populates="block", order_by="Slot.starts_at")


class Slot(Model):
    """A time in a block in which people can meet, e.g. `A1`."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("edition_id", "code", name="uq_slot_code"),
        UniqueConstraint("edition_id", "starts_at", name="uq_slot_start"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    block_id: Mapped[int] = reference("block.id")
    code: Mapped[str] = mapped_column(String(12), info=NOBODYS)
    starts_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    ends_at: Mapped[Instant] = mapped_column(info=NOBODYS)

    block: Mapped[Block] = relationship(back_populates="slots")


class Room(Model):
    """A room or hall; the solver's zone."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug", name="uq_room_slug"),
        UniqueConstraint("edition_id", "name", name="uq_room_name"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    slug: Mapped[Slug]
    name: Mapped[str] = mapped_column(String(120), info=NOBODYS)
    # Language → field → text; a field that is not there stands in the main language.
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, info=NOBODYS
    )
    capacity: Mapped[int | None] = mapped_column(info=NOBODYS)
    source_note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)

    edition: Mapped[Edition] = relationship(back_populates="rooms")
    places: Mapped[list["Place"]] = relationship(back_populates="room", order_by="Place.id")


class Place(Model):
    """Where people meet: a table, a stand, or online (no room and no limit).

    An owner's meetings are at their own place and nobody else's are. `desks` is how many
    meetings the place holds at a time.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("room_id", "label", name="uq_place_label"),
        CheckConstraint("desks >= 1", name="desks_positive"),
        CheckConstraint("(kind = 'online') = (room_id IS NULL)", name="online_has_no_room"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id")
    room_id: Mapped[int | None] = reference("room.id", index=False)
    kind: Mapped[PlaceKind] = state_column(PlaceKind, "kind")
    label: Mapped[str] = mapped_column(String(40), info=NOBODYS)
    desks: Mapped[int] = mapped_column(default=1, info=NOBODYS)
    owner_organisation_id: Mapped[int | None] = reference("organisation.id")
    shows: Mapped[str] = mapped_column(Text, default="", info=OF_ORGANISATION)
    source_note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)

    room: Mapped[Room | None] = relationship(back_populates="places")
    owner: Mapped[Organisation | None] = relationship()


class ProgrammeItem(Model):
    """A talk, workshop or break of the programme."""

    __tablename__ = "programme_item"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id")
    room_id: Mapped[int | None] = reference("room.id")
    uid: Mapped[str] = mapped_column(String(80), unique=True, info=NOBODYS)
    kind: Mapped[ProgrammeKind] = state_column(ProgrammeKind, "kind")
    title: Mapped[Name] = mapped_column(info=NOBODYS)
    description: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    # Language → field → text; a field that is not there stands in the main language.
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, info=NOBODYS
    )
    starts_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    ends_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    changed_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    source_note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)

    room: Mapped[Room | None] = relationship()
    presenters: Mapped[list["ProgrammePresenter"]] = relationship(back_populates="item")


class ProgrammePresenter(Model):
    """A registered person presents an item, so has no meetings meanwhile."""

    __tablename__ = "programme_presenter"
    __table_args__ = (
        UniqueConstraint("item_id", "registration_id", name="uq_programme_presenter"),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = reference(
        "programme_item.id", index=False, ondelete="CASCADE", info=WITH_ROW
    )
    registration_id: Mapped[int] = reference("registration.id", ondelete="CASCADE", info=WITH_ROW)

    item: Mapped[ProgrammeItem] = relationship(back_populates="presenters")
