"""A person at an edition, what they agreed to, when they can come."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import (
    CalendarChoice,
    ConsentKind,
    OpenSlotState,
    RegistrationRole,
    RegistrationState,
)
from app.extensions import Model
from app.models.columns import (
    ANSWERS,
    COUNTED,
    NOBODYS,
    OF_PERSON,
    REPLACED,
    WITH_ROW,
    Instant,
    Key,
    Name,
    PublicId,
    new_public_id,
    reference,
    state_column,
)
from app.models.editions import Edition, Place, Slot
from app.models.people import Account, Organisation


class Registration(Model):
    """One person at one edition; approved, they are a participant."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("edition_id", "email", name="uq_registration_email"),
        CheckConstraint("parallel_desks >= 1", name="desks_positive"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    edition_id: Mapped[int] = reference("edition.id", index=False)
    organisation_id: Mapped[int] = reference("organisation.id")
    account_id: Mapped[int | None] = reference("account.id", info=OF_PERSON)
    name: Mapped[Name] = mapped_column(info=REPLACED)
    email: Mapped[str] = mapped_column(String(254), info=REPLACED)
    job_title: Mapped[str] = mapped_column(String(120), default="", info=OF_PERSON)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, info=OF_PERSON)
    # The language of the person's mails, papers and feed.
    locale: Mapped[str] = mapped_column(String(8), default="en", info=COUNTED)
    calendar_choice: Mapped[CalendarChoice] = state_column(
        CalendarChoice, "calendar_choice", default=CalendarChoice.MAIL, info=COUNTED
    )
    # Minutes before a meeting at which the own calendar reminds; null: it does not.
    reminder_minutes: Mapped[int | None] = mapped_column(info=OF_PERSON)
    # Since when mails to the address come back; a changed address clears it.
    mail_bounced_at: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    role: Mapped[RegistrationRole] = state_column(
        RegistrationRole, "role", default=RegistrationRole.ATTENDEE, info=COUNTED
    )
    state: Mapped[RegistrationState] = state_column(
        RegistrationState, "state", default=RegistrationState.SUBMITTED, index=True, info=COUNTED
    )
    # Comes to exhibit; a stand is the organisers' to give.
    wants_stand: Mapped[bool] = mapped_column(default=False, info=OF_PERSON)
    # Question's code → what was answered.
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=ANSWERS)
    wants_meetings: Mapped[bool] = mapped_column(default=True, info=OF_PERSON)
    max_meetings: Mapped[int | None] = mapped_column(info=OF_PERSON)
    parallel_desks: Mapped[int] = mapped_column(default=1, info=NOBODYS)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=COUNTED)
    decided_at: Mapped[Instant | None] = mapped_column(info=COUNTED)
    # The waiting list's order; who lets an offered place pass goes to its end.
    waiting_since: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    offer_expires_at: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    cancelled_at: Mapped[Instant | None] = mapped_column(info=COUNTED)
    checked_in_at: Mapped[Instant | None] = mapped_column(info=COUNTED)
    # Since when the person wants no nudges; mails about their own affairs still come.
    nudges_off_at: Mapped[Instant | None] = mapped_column(info=OF_PERSON)
    erased_at: Mapped[Instant | None] = mapped_column(info=NOBODYS)
    # Whose invitation or walk-in form brought the person.
    invited_by_id: Mapped[int | None] = reference("account.id", index=False)

    edition: Mapped[Edition] = relationship()
    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    unavailable: Mapped[list["Unavailability"]] = relationship(
        cascade="all, delete-orphan", back_populates="registration"
    )


class Consent(Model):
    """The very words a person agreed to, and when."""

    __tablename__ = "consent"

    id: Mapped[Key]
    registration_id: Mapped[int] = reference("registration.id", ondelete="CASCADE", info=WITH_ROW)
    kind: Mapped[ConsentKind] = state_column(ConsentKind, "kind", info=WITH_ROW)
    text_version: Mapped[str] = mapped_column(String(20), info=WITH_ROW)
    text: Mapped[str] = mapped_column(Text, info=WITH_ROW)
    given_at: Mapped[Instant] = mapped_column(info=WITH_ROW)
    withdrawn_at: Mapped[Instant | None] = mapped_column(info=WITH_ROW)


class Unavailability(Model):
    """A slot in which a person cannot meet."""

    __tablename__ = "unavailability"
    __table_args__ = (UniqueConstraint("registration_id", "slot_id", name="uq_unavailability"),)

    id: Mapped[Key]
    registration_id: Mapped[int] = reference(
        "registration.id", index=False, ondelete="CASCADE", info=WITH_ROW
    )
    slot_id: Mapped[int] = reference("slot.id", info=WITH_ROW)

    registration: Mapped[Registration] = relationship(back_populates="unavailable")


class OpenSlot(Model):
    """A time that an exhibitor's representative offers for instant booking.

    While it is open or booked, the solver gives the person no other meeting then.
    """

    __tablename__ = "open_slot"
    __table_args__ = (UniqueConstraint("registration_id", "slot_id", name="uq_open_slot"),)

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    edition_id: Mapped[int] = reference("edition.id")
    registration_id: Mapped[int] = reference("registration.id", index=False)
    slot_id: Mapped[int] = reference("slot.id")
    place_id: Mapped[int] = reference("place.id")
    state: Mapped[OpenSlotState] = state_column(
        OpenSlotState, "state", default=OpenSlotState.OPEN, info=COUNTED
    )
    request_id: Mapped[int | None] = reference("meeting_request.id")
    created_at: Mapped[Instant] = mapped_column(info=COUNTED)

    registration: Mapped[Registration] = relationship()
    slot: Mapped[Slot] = relationship()
    place: Mapped[Place] = relationship()
