"""An edition: its time, its places and its programme."""

from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import EditionState, PlaceKind, ProgrammeKind
from app.extensions import Model
from app.models.columns import Instant, Key, Name, Slug, reference, state_column
from app.models.people import Organisation


class Series(Model):
    """An event that comes again, year after year."""

    __tablename__ = "series"

    id: Mapped[Key]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name]
    created_at: Mapped[Instant]


class Edition(Model):
    """One year's event. The zone is an IANA name, fixed once slots exist."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("max_meetings >= 1", name="max_meetings_positive"),
    )

    id: Mapped[Key]
    series_id: Mapped[int] = reference("series.id")
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name]
    description: Mapped[str] = mapped_column(Text, default="")
    who_may_come: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    venue: Mapped[str] = mapped_column(String(200), default="")
    zone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    registration_closes_on: Mapped[date | None]
    state: Mapped[EditionState] = state_column(
        EditionState, "state", default=EditionState.DRAFT, index=True
    )
    # The limits of the one-to-one meetings; null means no limit.
    max_meetings: Mapped[int] = mapped_column(default=5)
    min_meetings: Mapped[int] = mapped_column(default=0)
    hub_max_per_block: Mapped[int | None]
    max_consecutive: Mapped[int | None]
    request_quota: Mapped[int] = mapped_column(default=8)
    hub_request_quota: Mapped[int] = mapped_column(default=12)
    reach: Mapped[int] = mapped_column(default=1)
    idle_slot_price: Mapped[int] = mapped_column(default=4)
    # `{meeting}` is replaced by the meeting's random id.
    join_link_template: Mapped[str] = mapped_column(String(400), default="")
    is_replay: Mapped[bool] = mapped_column(default=False)
    fictional: Mapped[bool] = mapped_column(default=False)
    source_note: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[list[str]] = mapped_column(JSON, default=list)
    live_change_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]

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
    code: Mapped[str] = mapped_column(String(8))
    held_on: Mapped[date]
    starts_local: Mapped[time]
    ends_local: Mapped[time]
    slot_minutes: Mapped[int]
    gap_minutes: Mapped[int] = mapped_column(default=0)
    online: Mapped[bool] = mapped_column(default=False)

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
    code: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]

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
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None]
    source_note: Mapped[str] = mapped_column(Text, default="")

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
    label: Mapped[str] = mapped_column(String(40))
    desks: Mapped[int] = mapped_column(default=1)
    owner_organisation_id: Mapped[int | None] = reference("organisation.id")
    shows: Mapped[str] = mapped_column(Text, default="")
    source_note: Mapped[str] = mapped_column(Text, default="")

    room: Mapped[Room | None] = relationship(back_populates="places")
    owner: Mapped[Organisation | None] = relationship()


class ProgrammeItem(Model):
    """A talk, workshop or break of the programme."""

    __tablename__ = "programme_item"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id")
    room_id: Mapped[int | None] = reference("room.id")
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[ProgrammeKind] = state_column(ProgrammeKind, "kind")
    title: Mapped[Name]
    description: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    source_note: Mapped[str] = mapped_column(Text, default="")

    room: Mapped[Room | None] = relationship()
    presenters: Mapped[list["ProgrammePresenter"]] = relationship(back_populates="item")


class ProgrammePresenter(Model):
    """A registered person presents an item, so has no meetings meanwhile."""

    __tablename__ = "programme_presenter"
    __table_args__ = (
        UniqueConstraint("item_id", "registration_id", name="uq_programme_presenter"),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = reference("programme_item.id", index=False, ondelete="CASCADE")
    registration_id: Mapped[int] = reference("registration.id", ondelete="CASCADE")

    item: Mapped[ProgrammeItem] = relationship(back_populates="presenters")
