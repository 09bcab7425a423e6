"""What a person comes as."""

import pytest

from app.domain.parts import part_of
from app.domain.states import OrganisationKind as Kind
from app.domain.states import Part
from app.domain.states import RegistrationRole as Role


@pytest.mark.parametrize(
    ("role", "kind", "exhibits", "part"),
    [
        (Role.ATTENDEE, Kind.SME, False, Part.SME),
        (Role.ATTENDEE, Kind.SME, True, Part.EXHIBITOR),
        (Role.ATTENDEE, Kind.HUB, True, Part.HUB),  # a hub's table is no stand
        (Role.ATTENDEE, Kind.INVESTOR, False, Part.OTHER),
        (Role.SPEAKER, Kind.SME, True, Part.SPEAKER),
        (Role.PRESS, Kind.HUB, False, Part.PRESS),
        (Role.POLICY_MAKER, Kind.PUBLIC_BODY, False, Part.POLICY_MAKER),
        (Role.ATTENDEE, Kind.PUBLIC_BODY, False, Part.PUBLIC_BODY),
    ],
)
def test_part_of(role: Role, kind: Kind, exhibits: bool, part: Part) -> None:
    assert part_of(role, kind, exhibits=exhibits) is part
