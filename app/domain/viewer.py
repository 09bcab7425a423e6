"""Who is looking: what a signed-in account may do, as a plain value."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.states import StaffRole

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Viewer:
    """A signed-in account, in the form that Flask-Login wants.

    `token` is this browser's session token, known to no other place in readable form.
    """

    account_id: int
    email: str
    name: str
    token: str
    staff_roles: frozenset[StaffRole]
    seen_at: datetime = LONG_AGO
    proved_at: datetime = LONG_AGO
    has_second_factor: bool = False
    second_factor_shown: bool = False
    locale: str = "en"

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie remembers: the session's token, not the account's number."""
        return self.token

    @property
    def is_staff(self) -> bool:
        """Whether the account helps to organise anything."""
        return bool(self.staff_roles)

    @property
    def awaits_second_factor(self) -> bool:
        """Whether the account has a second factor that this browser has not shown yet."""
        return self.has_second_factor and not self.second_factor_shown

    @property
    def must_have_second_factor(self) -> bool:
        """Whether the account's roles reach so far that a password alone is too little."""
        return bool(self.staff_roles & {StaffRole.OWNER, StaffRole.EDITOR})
