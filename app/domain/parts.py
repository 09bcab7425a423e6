"""What a person comes as, from what is stored of them."""

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


def part_of(role: RegistrationRole, kind: OrganisationKind, *, exhibits: bool = False) -> Part:
    """Who has a role of their own comes for that; then the stand counts, then the organisation."""
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if exhibits and kind is not OrganisationKind.HUB:
        return Part.EXHIBITOR
    return _BY_KIND.get(kind, Part.OTHER)
