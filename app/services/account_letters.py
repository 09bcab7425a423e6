"""Tells the owner of an account what was changed about it."""

from datetime import datetime

from app.domain.letters import Letter
from app.models import Account
from app.models.columns import new_public_id
from app.services import outbox


def tell(
    account: Account, letter: Letter, *, kind: str, now: datetime, to: str | None = None
) -> None:
    """Mail the letter to the account (or to its former address `to`), in the caller's transaction.

    Each time anew: such news is never the same news.
    """
    outbox.post(
        letter,
        kind=kind,
        to=to or account.email,
        dedupe_key=f"{kind}:{account.id}:{new_public_id()}",
        now=now,
        account_id=account.id,
    )
