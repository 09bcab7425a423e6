"""What surrounds a registration: questions, consent texts, drafts, invitations, notes."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import ConsentKind, Part, QuestionKind
from app.extensions import Model
from app.models.columns import (
    DRAFTED,
    DRAFTED_ANSWERS,
    EXPIRING,
    NOBODYS,
    WITH_ROW,
    Instant,
    Key,
    PublicId,
    new_public_id,
    reference,
    state_column,
)
from app.models.people import Account
from app.models.registrations import Registration


class Question(Model):
    """One more thing that the organisers ask at registration; answers are on the registration.

    `parts` are those who are asked (empty: everybody); `options` those to choose from. A
    `sensitive` answer (diet, access) is emptied 30 days after the event.
    """

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("edition_id", "code", name="uq_question_code"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    code: Mapped[str] = mapped_column(String(40), info=NOBODYS)
    position: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    label: Mapped[str] = mapped_column(String(200), info=NOBODYS)
    help: Mapped[str] = mapped_column(String(400), default="", info=NOBODYS)
    # Language → field → text, options a line each; what is not there stands in the main language.
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, info=NOBODYS
    )
    kind: Mapped[QuestionKind] = state_column(QuestionKind, "kind")
    options: Mapped[list[str]] = mapped_column(JSON, default=list, info=NOBODYS)
    parts: Mapped[list[str]] = mapped_column(JSON, default=list, info=NOBODYS)
    required: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    sensitive: Mapped[bool] = mapped_column(default=False, info=NOBODYS)


class ConsentText(Model):
    """One version of the words of one consent at one edition; only the newest is shown."""

    __tablename__ = "consent_text"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "version", name="uq_consent_text"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    kind: Mapped[ConsentKind] = state_column(ConsentKind, "kind")
    version: Mapped[int] = mapped_column(info=NOBODYS)
    text: Mapped[str] = mapped_column(Text, info=NOBODYS)
    # Language → the same text as the controller wrote it; nobody else translates it.
    translations: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, info=NOBODYS)
    required: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    # False: not asked at this edition any more.
    asked: Mapped[bool] = mapped_column(default=True, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=NOBODYS)


class RegistrationDraft(Model):
    """A registration form that is not sent yet: what was typed so far, screen by screen.

    Found by the token in the browser's session (only its hash is stored), by the account, or by
    the link that was mailed, which also proves the address. `answers` holds each screen's fields
    as they were typed.
    """

    __tablename__ = "registration_draft"

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id")
    account_id: Mapped[int | None] = reference("account.id", ondelete="CASCADE", info=DRAFTED)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=EXPIRING)
    email: Mapped[str] = mapped_column(String(254), default="", index=True, info=DRAFTED)
    part: Mapped[Part | None] = state_column(Part, "part", info=DRAFTED)
    # The furthest screen, from 1.
    step: Mapped[int] = mapped_column(default=1, info=DRAFTED)
    # When the code or the link showed that mail to the address reaches the person.
    proved_at: Mapped[Instant | None] = mapped_column(info=DRAFTED)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=DRAFTED_ANSWERS)
    invitation_id: Mapped[int | None] = reference("invitation.id", index=False)
    created_at: Mapped[Instant] = mapped_column(info=DRAFTED)
    changed_at: Mapped[Instant] = mapped_column(info=DRAFTED)
    expires_at: Mapped[Instant] = mapped_column(info=DRAFTED)
    finished_at: Mapped[Instant | None] = mapped_column(info=DRAFTED)


class Invitation(Model):
    """A link that lets one person register, whatever the limits; good for one registration."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_open_invitation",
            "edition_id",
            "email",
            unique=True,
            sqlite_where=text("used_at IS NULL"),
            postgresql_where=text("used_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    edition_id: Mapped[int] = reference("edition.id", index=False)
    email: Mapped[str] = mapped_column(String(254), info=DRAFTED)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=EXPIRING)
    part: Mapped[Part | None] = state_column(Part, "part", info=DRAFTED)
    # A team invites a colleague into its own organisation.
    organisation_id: Mapped[int | None] = reference("organisation.id", index=False)
    by_account_id: Mapped[int | None] = reference("account.id", index=False)
    created_at: Mapped[Instant] = mapped_column(info=DRAFTED)
    expires_at: Mapped[Instant] = mapped_column(info=DRAFTED)
    used_at: Mapped[Instant | None] = mapped_column(info=DRAFTED)
    registration_id: Mapped[int | None] = reference(
        "registration.id", ondelete="CASCADE", info=DRAFTED
    )


class RegistrationNote(Model):
    """What an organiser noted about a registration; the person sees it in their own copy."""

    __tablename__ = "registration_note"

    id: Mapped[Key]
    registration_id: Mapped[int] = reference("registration.id", ondelete="CASCADE", info=WITH_ROW)
    text: Mapped[str] = mapped_column(Text, info=WITH_ROW)
    by_account_id: Mapped[int | None] = reference("account.id", index=False)
    created_at: Mapped[Instant] = mapped_column(info=WITH_ROW)

    registration: Mapped[Registration] = relationship()
    by: Mapped[Account | None] = relationship()
