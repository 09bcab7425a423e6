"""What each role of an organising team may do."""

import pytest

from app.domain.permissions import PERMISSIONS, Permission, permissions_of
from app.domain.states import StaffRole

# Written from the description of the roles, permission by permission.
WHO = {
    Permission.READ: "owner editor supporting desk reader",
    Permission.PREPARE: "owner editor",
    Permission.PEOPLE_READ: "owner editor supporting",
    Permission.PEOPLE_DECIDE: "owner editor supporting",
    Permission.PEOPLE_EXPORT: "owner editor",
    Permission.SCHEDULE: "owner editor",
    Permission.DEMAND: "owner editor reader",
    Permission.MAIL: "owner editor",
    Permission.DESK: "owner editor desk",
    Permission.STAFF: "owner",
    Permission.ERASE: "owner",
}


@pytest.mark.parametrize("permission", Permission)
def test_who_has_a_permission(permission: Permission) -> None:
    having = {role.value for role in StaffRole if permission in PERMISSIONS[role]}
    assert having == set(WHO[permission].split())


def test_two_roles_allow_what_either_allows() -> None:
    both = permissions_of([StaffRole.DESK, StaffRole.READER])
    assert both == {Permission.READ, Permission.DESK, Permission.DEMAND}
    assert permissions_of([]) == frozenset()
