"""What each role of an organising team may do."""

from collections.abc import Iterable
from enum import StrEnum

from app.domain.states import StaffRole


class Permission(StrEnum):
    """One thing that a member of the team may do in an edition."""

    READ = "read"
    """See the organisers' pages; of people no more than their names in the schedule."""
    PREPARE = "prepare"
    """Edit the edition: settings, phase, times, places, hubs, exhibitors, programme."""
    PEOPLE_READ = "people_read"
    """See the list of people."""
    PEOPLE_DECIDE = "people_decide"
    """Approve, reject, put on the waiting list, write notes, act on behalf, merge."""
    PEOPLE_EXPORT = "people_export"
    """Take people in and out as files, print what names them."""
    SCHEDULE = "schedule"
    """Run the solver, change the board, publish."""
    DEMAND = "demand"
    """Watch who is asked how often."""
    MAIL = "mail"
    """Write and send mails, see what was sent."""
    DESK = "desk"
    """Look for one person, check them in, register who walks in."""
    STAFF = "staff"
    """Say who belongs to the team."""
    ERASE = "erase"
    """Erase people, and say how long what is kept."""


_ALL = frozenset(Permission)

PERMISSIONS: dict[StaffRole, frozenset[Permission]] = {
    StaffRole.OWNER: _ALL,
    StaffRole.EDITOR: _ALL - {Permission.STAFF, Permission.ERASE},
    StaffRole.SUPPORTING: frozenset(
        {Permission.READ, Permission.PEOPLE_READ, Permission.PEOPLE_DECIDE}
    ),
    StaffRole.DESK: frozenset({Permission.READ, Permission.DESK}),
    StaffRole.READER: frozenset({Permission.READ, Permission.DEMAND}),
}


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[Permission]:
    """What all these roles together allow."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
