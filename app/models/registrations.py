"""A person at an edition, what they agreed to, when they can come."""

from sqlalchemy import JSON, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import (
    ConsentKind,
    OpenSlotState,
    RegistrationRole,
    RegistrationState,
)
from app.extensions import Model
from app.models.columns import Instant, Key, Name, PublicId, new_public_id, reference, state_column
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
    account_id: Mapped[int | None] = reference("account.id")
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254))
    job_title: Mapped[str] = mapped_column(String(120), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    role: Mapped[RegistrationRole] = state_column(
        RegistrationRole, "role", default=RegistrationRole.ATTENDEE
    )
    state: Mapped[RegistrationState] = state_column(
        RegistrationState, "state", default=RegistrationState.SUBMITTED, index=True
    )
    wants_meetings: Mapped[bool] = mapped_column(default=True)
    max_meetings: Mapped[int | None]
    parallel_desks: Mapped[int] = mapped_column(default=1)
    fictional: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]

    edition: Mapped[Edition] = relationship()
    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account | None] = relationship()
    unavailable: Mapped[list["Unavailability"]] = relationship(
        cascade="all, delete-orphan", back_populates="registration"
    )


class Consent(Model):
    """The very words a person agreed to, and when."""

    __tablename__ = "consent"

    id: Mapped[Key]
    registration_id: Mapped[int] = reference("registration.id", ondelete="CASCADE")
    kind: Mapped[ConsentKind] = state_column(ConsentKind, "kind")
    text_version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]


class Unavailability(Model):
    """A slot in which a person cannot meet."""

    __tablename__ = "unavailability"
    __table_args__ = (UniqueConstraint("registration_id", "slot_id", name="uq_unavailability"),)

    id: Mapped[Key]
    registration_id: Mapped[int] = reference("registration.id", index=False, ondelete="CASCADE")
    slot_id: Mapped[int] = reference("slot.id")

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
    state: Mapped[OpenSlotState] = state_column(OpenSlotState, "state", default=OpenSlotState.OPEN)
    request_id: Mapped[int | None] = reference("meeting_request.id")
    created_at: Mapped[Instant]

    registration: Mapped[Registration] = relationship()
    slot: Mapped[Slot] = relationship()
    place: Mapped[Place] = relationship()
