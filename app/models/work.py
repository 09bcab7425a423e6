"""Work in flight: rows that a worker claims, keeps alive and finishes."""

from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import WorkState
from app.extensions import Model
from app.models.columns import Instant, Key, PublicId, new_public_id, reference, state_column
from app.models.editions import Edition


class Work:
    """What every piece of work in the queue has.

    A worker holds it until `lease_until` and extends that while it lives; a lease that ran
    out is anybody's to claim again.
    """

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    state: Mapped[WorkState] = state_column(WorkState, "state", default=WorkState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    lease_token: Mapped[str | None] = mapped_column(String(40))
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    queued_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    message: Mapped[str] = mapped_column(Text, default="")


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
    instance: Mapped[str] = mapped_column(Text)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    progress: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    result: Mapped[str | None] = mapped_column(Text)
    live_change_number: Mapped[int] = mapped_column(default=0)
    queued_by_id: Mapped[int | None] = reference("account.id", index=False)

    edition: Mapped[Edition] = relationship()


class PrintJob(Work, Model):
    """Documents for many people, printed into one file."""

    __tablename__ = "print_job"

    edition_id: Mapped[int] = reference("edition.id")
    kind: Mapped[str] = mapped_column(String(24))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str | None] = mapped_column(String(120))
    queued_by_id: Mapped[int | None] = reference("account.id", index=False)

    edition: Mapped[Edition] = relationship()
