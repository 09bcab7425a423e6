"""Work in flight: rows that a worker claims, keeps alive and finishes."""

from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.privacy import Erased, Kept, Whose
from app.domain.states import WorkState
from app.extensions import Model
from app.models.columns import (
    NOBODYS,
    SHORT_LIVED,
    Instant,
    Key,
    PublicId,
    about,
    new_public_id,
    reference,
    state_column,
)
from app.models.editions import Edition

# Technical, and may hold ids of the person.
MAIL_KEY = about(Whose.PERSON, Kept.DAYS_30, Erased.ROW, exported=False)


class Work:
    """What every piece of work in the queue has.

    A worker holds it until `lease_until` and extends that while it lives; a lease that ran
    out is anybody's to claim again.
    """

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    state: Mapped[WorkState] = state_column(WorkState, "state", default=WorkState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    lease_until: Mapped[Instant | None] = mapped_column(info=NOBODYS)
    lease_token: Mapped[str | None] = mapped_column(String(40), info=NOBODYS)
    cancel_requested: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    queued_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    started_at: Mapped[Instant | None] = mapped_column(info=NOBODYS)
    finished_at: Mapped[Instant | None] = mapped_column(info=NOBODYS)
    message: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)


class SolveRun(Work, Model):
    """One run of the solver: its whole question, how it goes, its whole answer.

    `progress` is a list of `[seconds, stage, total, bound]`; `instance` and `result` are the
    texts of `scheduling.serialise`.
    """

    __tablename__ = "solve_run"
    __table_args__ = (
        Index(
            "uq_unfinished_run",
            "edition_id",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
    )

    edition_id: Mapped[int] = reference("edition.id")
    instance: Mapped[str] = mapped_column(Text, info=NOBODYS)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, info=NOBODYS)
    progress: Mapped[list[list[Any]]] = mapped_column(JSON, default=list, info=NOBODYS)
    result: Mapped[str | None] = mapped_column(Text, info=NOBODYS)
    live_change_number: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    queued_by_id: Mapped[int | None] = reference("account.id", index=False)

    edition: Mapped[Edition] = relationship()


class PrintJob(Work, Model):
    """Documents for many people, printed into one file."""

    __tablename__ = "print_job"

    edition_id: Mapped[int] = reference("edition.id")
    kind: Mapped[str] = mapped_column(String(24), info=NOBODYS)
    done: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    total: Mapped[int] = mapped_column(default=0, info=NOBODYS)
    file_name: Mapped[str | None] = mapped_column(String(120), info=NOBODYS)
    # What, for whom, in which order, as one PDF or a ZIP.
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=NOBODYS)
    queued_by_id: Mapped[int | None] = reference("account.id", index=False)

    edition: Mapped[Edition] = relationship()


class OutgoingMail(Work, Model):
    """One mail to one person, its bytes made once; a retry sends the same bytes.

    The row is written in the transaction of the change that caused it. `dedupe_key` lets the
    same news be told once. `held` mails wait for an organiser. The row goes 30 days after the mail.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_waiting", "state", "not_before"),
        UniqueConstraint("dedupe_key", name="uq_outgoing_mail_dedupe_key"),
    )

    dedupe_key: Mapped[str] = mapped_column(String(200), info=MAIL_KEY)
    kind: Mapped[str] = mapped_column(String(40), info=SHORT_LIVED)
    edition_id: Mapped[int | None] = reference("edition.id")
    registration_id: Mapped[int | None] = reference(
        "registration.id", ondelete="SET NULL", info=SHORT_LIVED
    )
    account_id: Mapped[int | None] = reference("account.id", ondelete="SET NULL", info=SHORT_LIVED)
    recipient: Mapped[str] = mapped_column(String(254), index=True, info=SHORT_LIVED)
    subject: Mapped[str] = mapped_column(String(200), info=SHORT_LIVED)
    message_id: Mapped[str] = mapped_column(String(120), unique=True, info=MAIL_KEY)
    data: Mapped[bytes | None] = mapped_column(LargeBinary, info=SHORT_LIVED)
    held: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    not_before: Mapped[Instant] = mapped_column(info=NOBODYS)
    sent_at: Mapped[Instant | None] = mapped_column(info=SHORT_LIVED)
    # An invite: whose calendar entry it is about, and what that person knew before it.
    calendar_identity_id: Mapped[int | None] = reference(
        "calendar_identity.id", ondelete="SET NULL", info=SHORT_LIVED
    )
    told_before: Mapped[str] = mapped_column(String(400), default="", info=SHORT_LIVED)
    # It came back undelivered, after the server had taken it.
    bounced_at: Mapped[Instant | None] = mapped_column(info=SHORT_LIVED)

    edition: Mapped[Edition | None] = relationship()
