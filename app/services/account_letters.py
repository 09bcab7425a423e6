"""Tells the owner of an account what was changed about it."""

from collections.abc import Callable
from datetime import datetime

from app.domain.letters import Letter
from app.models import Account
from app.models.columns import new_public_id
from app.services import outbox
from app.services.languages import speaking


def tell(
    account: Account,
    letter: Callable[[], Letter],
    *,
    kind: str,
    now: datetime,
    to: str | None = None,
) -> None:
    """Mail a letter in the owner's language to the account (or to its former address `to`).

    In the caller's transaction. Each time anew: such news is never the same news.
    """
    with speaking(account.locale):
        made = letter()
    outbox.post(
        made,
        kind=kind,
        to=to or account.email,
        dedupe_key=f"{kind}:{account.id}:{new_public_id()}",
        now=now,
        account_id=account.id,
    )
