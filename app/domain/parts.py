"""What a person comes as: from what is stored of them, and what choosing it means."""

from app.domain.states import OrganisationKind, Part, RegistrationRole

_BY_ROLE = {
    RegistrationRole.SPEAKER: Part.SPEAKER,
    RegistrationRole.POLICY_MAKER: Part.POLICY_MAKER,
    RegistrationRole.PRESS: Part.PRESS,
}
_BY_KIND = {
    OrganisationKind.HUB: Part.HUB,
    OrganisationKind.SME: Part.SME,
    OrganisationKind.PUBLIC_BODY: Part.PUBLIC_BODY,
    OrganisationKind.RESEARCH_ORGANISATION: Part.RESEARCH_ORGANISATION,
}
_ROLES = {part: role for role, part in _BY_ROLE.items()}
_KINDS = {part: (kind,) for kind, part in _BY_KIND.items()}


def part_of(role: RegistrationRole, kind: OrganisationKind, *, exhibits: bool = False) -> Part:
    """Who has a role of their own comes for that; then the stand counts, then the organisation."""
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if exhibits and kind is not OrganisationKind.HUB:
        return Part.EXHIBITOR
    return _BY_KIND.get(kind, Part.OTHER)


def role_of(part: Part) -> RegistrationRole:
    """The role that is stored of who comes as this."""
    return _ROLES.get(part, RegistrationRole.ATTENDEE)


def kinds_of(part: Part) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation that who comes as this may be of."""
    if part in _KINDS:
        return _KINDS[part]
    if part in _ROLES:
        return tuple(OrganisationKind)
    others = (kind for kind in OrganisationKind if kind is not OrganisationKind.HUB)
    if part is Part.EXHIBITOR:
        return tuple(others)
    return tuple(kind for kind in others if kind not in _BY_KIND)
