"""Who may be registered twice: a hint for the organisers, never a refusal."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from app.domain.states import RegistrationState
from app.services.hub_choice import plain

# Who is out of it is nobody's double.
OUT = frozenset({RegistrationState.REJECTED, RegistrationState.CANCELLED})


def maybe_twice(rows: Sequence[Row[Any]]) -> frozenset[int]:
    """The keys of those who share a name or a mailbox with somebody else of the rows."""
    seen: dict[str, list[int]] = {}
    for row in rows:
        if row.state not in OUT:
            for key in keys_of(row.name, row.email):
                seen.setdefault(key, []).append(row.id)
    return frozenset(one for ids in seen.values() if len(ids) > 1 for one in ids)


def keys_of(name: str, email: str) -> set[str]:
    """What two registrations of one person have in common, at least one of them."""
    return {f"name {plain(name)}", f"mail {mailbox(email)}"}


def mailbox(email: str) -> str:
    """The address without what many mailboxes ignore: a `+tag`, and dots before the @."""
    local, _at, domain = email.partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
