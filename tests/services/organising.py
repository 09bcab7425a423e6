"""What tests of organisers' services have in common."""

from datetime import date
from typing import Any

from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.models import Account
from app.services.edition_entry import EditionEntry

FIRST_DAY = date(2027, 5, 18)
LAST_DAY = date(2027, 5, 19)


def viewer_of(account: Account, *roles: StaffRole) -> Viewer:
    """The account as it is signed in."""
    return Viewer(account.id, account.email, account.name, "token", frozenset(roles))


def entry(**values: Any) -> EditionEntry:
    """A good entry; a test names only what it is about."""
    known: dict[str, Any] = {
        "name": "Hub days Gdańsk 2027",
        "zone": "Europe/Warsaw",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
    }
    return EditionEntry(**(known | values))
