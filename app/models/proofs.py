"""What is mailed to prove an address, and how often something was tried."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import CodePurpose
from app.extensions import Model
from app.models.columns import EXPIRING, Instant, Key, reference, state_column


class MailedCode(Model):
    """A code and a link that were mailed once, good for one use by POST; only hashes are stored.

    The short code works only in the browser that asked for it (`browser_hash`) and for few
    tries; the link's token has 128 bits or more. A newer one of the same purpose voids it.
    """

    __tablename__ = "mailed_code"

    id: Mapped[Key]
    purpose: Mapped[CodePurpose] = state_column(CodePurpose, "purpose")
    email: Mapped[str] = mapped_column(String(254), index=True, info=EXPIRING)
    account_id: Mapped[int | None] = reference("account.id", ondelete="CASCADE", info=EXPIRING)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=EXPIRING)
    code_hash: Mapped[str] = mapped_column(String(64), default="", info=EXPIRING)
    browser_hash: Mapped[str] = mapped_column(String(64), default="", info=EXPIRING)
    tries: Mapped[int] = mapped_column(default=0, info=EXPIRING)
    # What the purpose needs, for example the new address or where to go on.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=EXPIRING)
    created_at: Mapped[Instant] = mapped_column(info=EXPIRING)
    expires_at: Mapped[Instant] = mapped_column(info=EXPIRING)
    used_at: Mapped[Instant | None] = mapped_column(info=EXPIRING)


class RateCount(Model):
    """How often something was tried in a window of time; shared by all processes.

    `key` is what is limited and for whom, the latter as a hash.
    """

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(120), primary_key=True, info=EXPIRING)
    window_starts_at: Mapped[Instant] = mapped_column(primary_key=True, info=EXPIRING)
    number: Mapped[int] = mapped_column(default=0, info=EXPIRING)
    expires_at: Mapped[Instant] = mapped_column(index=True, info=EXPIRING)
