"""The hubs that take part in an edition, as rows: the organisation and what it offers there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, select, union

from app.domain.states import OrganisationKind, RegistrationState
from app.extensions import db
from app.models import (
    CatalogueEntry,
    Edition,
    Membership,
    Organisation,
    Place,
    Profile,
    Registration,
)


@dataclass(frozen=True)
class HubRecord:
    """A hub with its profile at the edition; where that says nothing, the catalogue speaks.

    The mappings are code → intensity, 1 to 5; languages are codes.
    """

    organisation: Organisation
    entry: CatalogueEntry | None
    profile: Profile | None

    @property
    def title(self) -> str:
        """The long name, where it differs from the short one."""
        title = self.entry.title if self.entry else ""
        return "" if title == self.organisation.name else title

    @property
    def technologies(self) -> Mapping[str, int]:
        """What it knows."""
        if self.profile and self.profile.technologies:
            return self.profile.technologies
        return self.entry.technologies if self.entry else {}

    @property
    def sectors(self) -> Mapping[str, int]:
        """The branches that it works for."""
        if self.profile and self.profile.sectors:
            return self.profile.sectors
        return self.entry.sectors if self.entry else {}

    @property
    def services(self) -> Mapping[str, int]:
        """What it does for a company."""
        if self.profile and self.profile.services:
            return self.profile.services
        return self.entry.services if self.entry else {}

    @property
    def languages(self) -> Sequence[str]:
        """What it speaks."""
        if self.profile and self.profile.languages:
            return self.profile.languages
        return self.entry.languages if self.entry else ()


def hub_records(edition: Edition, slug: str | None = None) -> tuple[HubRecord, ...]:
    """All hubs that take part, by name: with a profile, a place, or an approved person.

    A profile that came with a new hub's own registration waits for the approval.
    """
    wanted = (
        select(Organisation, CatalogueEntry, Profile)
        .outerjoin(CatalogueEntry, CatalogueEntry.organisation_id == Organisation.id)
        .outerjoin(
            Profile,
            (Profile.organisation_id == Organisation.id) & (Profile.edition_id == edition.id),
        )
        .where(
            Organisation.kind == OrganisationKind.HUB, Organisation.id.in_(taking_part(edition.id))
        )
        .order_by(Organisation.name, Organisation.id)
    )
    if slug is not None:
        wanted = wanted.where(Organisation.slug == slug)
    return tuple(HubRecord(*row) for row in db.session.execute(wanted))


def taking_part(edition_id: int) -> CompoundSelect[int]:
    """The keys of the organisations that take part: with a profile, a place, or somebody there."""
    return union(
        select(Profile.organisation_id).where(
            Profile.edition_id == edition_id, Profile.organisation_id.not_in(_unproved(edition_id))
        ),
        select(Place.owner_organisation_id).where(
            Place.edition_id == edition_id, Place.owner_organisation_id.is_not(None)
        ),
        select(Registration.organisation_id).where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.APPROVED,
        ),
    )


def _unproved(edition_id: int) -> Select[int]:
    """Hubs that somebody brought in who is not approved: nobody has looked at them yet."""
    return (
        select(Registration.organisation_id)
        .join(
            Membership,
            (Membership.account_id == Registration.account_id)
            & (Membership.organisation_id == Registration.organisation_id),
        )
        .where(
            Registration.edition_id == edition_id,
            Registration.state != RegistrationState.APPROVED,
        )
    )
