"""Who did what: entries are only ever added."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import (
    ACCOUNT_COUNTED,
    LOGGED,
    NOBODYS,
    Instant,
    Key,
)


class AuditEntry(Model):
    """One thing that somebody did. Numbers and codes only, never what a person typed.

    Ids are plain values without foreign keys: an entry outlives what it tells of.
    """

    __tablename__ = "audit_entry"

    id: Mapped[Key]
    happened_at: Mapped[Instant] = mapped_column(index=True, info=ACCOUNT_COUNTED)
    action: Mapped[str] = mapped_column(String(60), info=ACCOUNT_COUNTED)
    edition_id: Mapped[int | None] = mapped_column(index=True, info=NOBODYS)
    actor_account_id: Mapped[int | None] = mapped_column(info=NOBODYS)
    # The registration, request, … that it was done to: `registration`, its public id.
    object_kind: Mapped[str] = mapped_column(String(40), default="", info=NOBODYS)
    object_id: Mapped[str] = mapped_column(String(40), default="", info=NOBODYS)
    result: Mapped[str] = mapped_column(String(24), default="done", info=ACCOUNT_COUNTED)
    address: Mapped[str] = mapped_column(String(45), default="", info=LOGGED)
    request_id: Mapped[str] = mapped_column(String(32), default="", info=NOBODYS)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=NOBODYS)
