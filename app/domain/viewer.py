"""Who is looking: what a signed-in account may do, as a plain value."""

from dataclasses import dataclass

from app.domain.states import StaffRole


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
