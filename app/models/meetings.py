"""Wishes to meet, schedules that answer them, and what is true now."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.privacy import Erased, Kept, Whose
from app.domain.states import (
    Level,
    LiveChangeKind,
    MeetingState,
    RequestOrigin,
    RequestState,
    VersionKind,
)
from app.extensions import Model
from app.models.columns import (
    COUNTED,
    NOBODYS,
    OF_PERSON,
    WITH_ROW,
    Instant,
    Key,
    PublicId,
    about,
    new_public_id,
    reference,
    state_column,
)
from app.models.editions import Place, Slot
from app.models.people import Organisation
from app.models.registrations import Registration

LIVING = text("state IN ('pending', 'accepted')")

# A request is of two sides: each has its own words and wishes in its copy, and not the other's.
TOPIC = about(Whose.PERSON, Kept.EDITION, Erased.EMPTIED, by="from_registration_id")
ANSWER_NOTE = about(Whose.PERSON, Kept.EDITION, Erased.EMPTIED, by="answered_by_account_id")
ASKING_SIDE = about(Whose.PERSON, Kept.EDITION, Erased.KEPT, by="from_registration_id")
ASKED_SIDE = about(Whose.PERSON, Kept.EDITION, Erased.KEPT, by="to_registration_id")


class MeetingRequest(Model):
    """A wish to meet, from a person to an organisation or to one person of it.

    `first_organisation_id < second_organisation_id` are the two organisations in key order:
    at most one living request per pair and edition. A request reserves nothing.
    """

    __tablename__ = "meeting_request"
    __table_args__ = (
        Index(
            "uq_living_request_of_pair",
            "edition_id",
            "first_organisation_id",
            "second_organisation_id",
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        ),
        CheckConstraint("first_organisation_id < second_organisation_id", name="two_organisations"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    edition_id: Mapped[int] = reference("edition.id", index=False)
    from_registration_id: Mapped[int] = reference("registration.id")
    to_organisation_id: Mapped[int] = reference("organisation.id")
    to_registration_id: Mapped[int | None] = reference("registration.id")
    first_organisation_id: Mapped[int] = reference("organisation.id", index=False)
    second_organisation_id: Mapped[int] = reference("organisation.id", index=False)
    topic: Mapped[str] = mapped_column(String(200), default="", info=TOPIC)
    from_level: Mapped[Level] = state_column(
        Level, "from_level", default=Level.LIKE, info=ASKING_SIDE
    )
    to_level: Mapped[Level] = state_column(Level, "to_level", default=Level.LIKE, info=ASKED_SIDE)
    # 1 is wanted most; null where a side ranked nothing.
    from_rank: Mapped[int | None] = mapped_column(info=ASKING_SIDE)
    to_rank: Mapped[int | None] = mapped_column(info=ASKED_SIDE)
    match_score: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    state: Mapped[RequestState] = state_column(
        RequestState, "state", default=RequestState.PENDING, index=True, info=COUNTED
    )
    origin: Mapped[RequestOrigin] = state_column(
        RequestOrigin, "origin", default=RequestOrigin.ASKED, info=COUNTED
    )
    online: Mapped[bool] = mapped_column(default=False, info=COUNTED)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=COUNTED)
    answered_at: Mapped[Instant | None] = mapped_column(info=COUNTED)
    answer_note: Mapped[str] = mapped_column(String(200), default="", info=ANSWER_NOTE)
    expires_at: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    reminded_at: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    answered_by_account_id: Mapped[int | None] = reference("account.id")

    from_registration: Mapped[Registration] = relationship(foreign_keys=[from_registration_id])
    to_registration: Mapped[Registration | None] = relationship(foreign_keys=[to_registration_id])
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=[to_organisation_id])


class ScheduleVersion(Model):
    """A schedule: a draft, published number n (frozen), or the live one (one an edition)."""

    __tablename__ = "schedule_version"
    __table_args__ = (
        UniqueConstraint("edition_id", "number", name="uq_version_number"),
        Index(
            "uq_live_version",
            "edition_id",
            unique=True,
            sqlite_where=text("kind = 'live'"),
            postgresql_where=text("kind = 'live'"),
        ),
        CheckConstraint("(kind = 'published') = (number IS NOT NULL)", name="published_numbered"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    kind: Mapped[VersionKind] = state_column(VersionKind, "kind")
    number: Mapped[int | None] = mapped_column(info=NOBODYS)
    parent_id: Mapped[int | None] = reference("schedule_version.id")
    solve_run_id: Mapped[int | None] = reference("solve_run.id")
    # The live change that the run behind this version had seen.
    live_change_number: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    created_by_id: Mapped[int | None] = reference("account.id", index=False)
    published_at: Mapped[Instant | None] = mapped_column(info=NOBODYS)
    published_by_id: Mapped[int | None] = reference("account.id", index=False)

    meetings: Mapped[list["Meeting"]] = relationship(back_populates="version")


class Meeting(Model):
    """A request with a time and a place in one version. No place: online without a room."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("version_id", "request_id", name="uq_meeting_request"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    version_id: Mapped[int] = reference("schedule_version.id", index=False)
    request_id: Mapped[int] = reference("meeting_request.id")
    slot_id: Mapped[int] = reference("slot.id")
    place_id: Mapped[int | None] = reference("place.id")
    pinned: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    state: Mapped[MeetingState] = state_column(MeetingState, "state", default=MeetingState.PLANNED)
    changed_at: Mapped[Instant] = mapped_column(info=NOBODYS)

    version: Mapped[ScheduleVersion] = relationship(back_populates="meetings")
    request: Mapped[MeetingRequest] = relationship()
    slot: Mapped[Slot] = relationship()
    place: Mapped[Place | None] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan"
    )


class Attendance(Model):
    """One person of a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "registration_id", name="uq_attendance"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = reference("meeting.id", index=False, ondelete="CASCADE", info=COUNTED)
    registration_id: Mapped[int] = reference("registration.id")

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    registration: Mapped[Registration] = relationship()


class Occupied(Model):
    """The guard against double booking: a holder has one meeting in a tick, by primary key.

    A tick is five minutes of UTC since 1970; a holder is one desk of a participant
    (`r<id>.<desk>`) or one desk of a table or stand (`p<id>.<desk>`). Only live meetings
    have rows here.
    """

    __tablename__ = "occupied"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="RESTRICT"), primary_key=True, info=NOBODYS
    )
    holder: Mapped[str] = mapped_column(String(32), primary_key=True, info=NOBODYS)
    tick: Mapped[int] = mapped_column(primary_key=True, info=NOBODYS)
    meeting_id: Mapped[int] = reference("meeting.id", ondelete="CASCADE")


class CalendarIdentity(Model):
    """How one person's calendar knows one meeting; lives across versions.

    After a cancel, a new meeting of the same request gets a new row. `told` is what the invite
    mails said last, with those that wait: empty before the first and after a cancel.
    """

    __tablename__ = "calendar_identity"
    __table_args__ = (
        Index(
            "uq_living_identity",
            "request_id",
            "registration_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    request_id: Mapped[int] = reference("meeting_request.id", index=False)
    registration_id: Mapped[int] = reference("registration.id", info=WITH_ROW)
    uid: Mapped[str] = mapped_column(String(80), unique=True, info=WITH_ROW)
    sequence: Mapped[int] = mapped_column(default=0, info=WITH_ROW)
    changed_at: Mapped[Instant] = mapped_column(info=WITH_ROW)
    told: Mapped[str] = mapped_column(String(400), default="", info=WITH_ROW)
    cancelled_at: Mapped[Instant | None] = mapped_column(info=WITH_ROW)


class LiveChange(Model):
    """The n-th thing that happened to an edition's live schedule."""

    __tablename__ = "live_change"
    __table_args__ = (UniqueConstraint("edition_id", "number", name="uq_live_change"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    number: Mapped[int] = mapped_column(info=NOBODYS)
    kind: Mapped[LiveChangeKind] = state_column(LiveChangeKind, "kind")
    request_id: Mapped[int | None] = reference("meeting_request.id")
    happened_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    by_account_id: Mapped[int | None] = reference("account.id", index=False)
    note: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
