"""Whom one may ask at an edition: hubs, and companies whose people agreed to be listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.domain.states import ConsentKind, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Consent, Edition, Organisation, Profile, Registration
from app.services.edition_hubs import technology_label
from app.services.hub_records import HubRecord, hub_records
from app.services.reference_data import taxonomy

STRENGTHS_SHOWN = 3


@dataclass(frozen=True)
class Partner:
    """An organisation in the list of whom to ask; what it offers or needs, in codes."""

    organisation_id: int
    slug: str
    name: str
    title: str
    kind: OrganisationKind
    city: str
    country: str
    technologies: Mapping[str, int]
    functions: frozenset[str]
    languages: tuple[str, ...]
    strengths: tuple[str, ...]
    fictional: bool


@dataclass(frozen=True)
class Representative:
    """A person whom one may ask by name."""

    public_id: str
    name: str
    job_title: str
    languages: tuple[str, ...]


def hubs_of(edition: Edition) -> tuple[Partner, ...]:
    """All hubs that take part, by name."""
    return tuple(_hub(record) for record in hub_records(edition))


def companies_of(edition: Edition) -> tuple[Partner, ...]:
    """The other organisations with somebody who agreed to be listed, by name."""
    rows = db.session.execute(
        select(Organisation, Profile)
        .outerjoin(
            Profile,
            (Profile.organisation_id == Organisation.id) & (Profile.edition_id == edition.id),
        )
        .where(
            Organisation.kind != OrganisationKind.HUB,
            Organisation.id.in_(
                _listed(edition.id).with_only_columns(Registration.organisation_id)
            ),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return tuple(_company(organisation, profile) for organisation, profile in rows)


def partner_of(edition: Edition, organisation: Organisation) -> Partner:
    """Any organisation, listed or not."""
    profile = db.session.scalar(
        select(Profile).where(
            Profile.edition_id == edition.id, Profile.organisation_id == organisation.id
        )
    )
    return _company(organisation, profile)


def representatives_of(edition: Edition, organisation_id: int) -> tuple[Representative, ...]:
    """The participants of an organisation who agreed to be listed, by name."""
    rows = db.session.scalars(
        _listed(edition.id)
        .where(Registration.organisation_id == organisation_id)
        .order_by(Registration.name, Registration.id)
    )
    return tuple(
        Representative(row.public_id, row.name, row.job_title, tuple(row.languages)) for row in rows
    )


def _listed(edition_id: int) -> Select[Registration]:
    """The participants who agreed to be listed."""
    return (
        select(Registration)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
            Consent.kind == ConsentKind.DIRECTORY,
            Consent.withdrawn_at.is_(None),
        )
    )


def _hub(record: HubRecord) -> Partner:
    services = taxonomy().services
    own = record.profile.functions if record.profile else {}
    served = {services[code].function for code in record.services if code in services}
    return _partner(
        record.organisation,
        record.technologies,
        record.languages,
        functions=frozenset(served | set(own)),
        title=record.title,
    )


def _company(organisation: Organisation, profile: Profile | None) -> Partner:
    return _partner(
        organisation,
        profile.technologies if profile else {},
        profile.languages if profile else (),
        functions=frozenset(profile.functions if profile else ()),
        title="",
    )


def _partner(
    organisation: Organisation,
    technologies: Mapping[str, int],
    languages: Collection[str],
    *,
    functions: frozenset[str],
    title: str,
) -> Partner:
    strongest = sorted(technologies, key=lambda code: (-technologies[code], code))
    return Partner(
        organisation_id=organisation.id,
        slug=organisation.slug,
        name=organisation.name,
        title=title,
        kind=organisation.kind,
        city=organisation.city,
        country=organisation.country,
        technologies=technologies,
        functions=functions,
        languages=tuple(languages),
        strengths=tuple(technology_label(code) for code in strongest[:STRENGTHS_SHOWN]),
        fictional=organisation.fictional,
    )
