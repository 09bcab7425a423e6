"""The demo's organisations and their people, as rows. Every person is fictional."""

from datetime import datetime

from sqlalchemy import select

from app.domain.consents import CONSENTS
from app.domain.states import RegistrationRole, RegistrationState
from app.extensions import db
from app.models import (
    Account,
    Consent,
    Edition,
    Organisation,
    Profile,
    Registration,
    Unavailability,
)
from app.services.demo.plan import OrganisationPlan, ProfilePlan
from app.services.organisations import find
from app.services.slugs import free_slug


def obtain_organisation(plan: OrganisationPlan, *, now: datetime) -> Organisation:
    """The hub of the catalogue, the company of an earlier demo edition, or a new row."""
    if plan.catalogue_id:
        hub = db.session.scalars(
            select(Organisation).where(Organisation.catalogue_id == plan.catalogue_id)
        ).one()
        hub.short_name = plan.short_name
        return hub
    known = [one for one in find(plan.name, plan.country) if one.fictional == plan.fictional]
    if known:
        return known[0]
    organisation = Organisation(
        slug=free_slug(Organisation, plan.short_name or plan.name),
        name=plan.name,
        short_name=plan.short_name,
        kind=plan.kind,
        size_class=plan.size_class,
        country=plan.country,
        nuts2=plan.nuts2,
        city=plan.city,
        website=plan.website,
        source_note=plan.source_note,
        fictional=plan.fictional,
        created_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def add_profile(plan: OrganisationPlan, edition: Edition, organisation: Organisation) -> None:
    """What the organisation offers or needs: as planned, or as the catalogue says."""
    entry = organisation.catalogue_entry
    profile = Profile(
        edition_id=edition.id, organisation_id=organisation.id, languages=list(plan.languages)
    )
    if plan.profile is not None:
        _fill(profile, plan.profile)
        profile.source_note = plan.source_note
        profile.fictional = plan.fictional
    elif entry is not None:
        profile.technologies = dict(entry.technologies)
        profile.sectors = dict(entry.sectors)
        profile.services = dict(entry.services)
        profile.source_note = entry.source
    else:
        profile.fictional = True
    db.session.add(profile)


def add_delegates(
    plan: OrganisationPlan,
    edition: Edition,
    organisation: Organisation,
    account: Account | None,
    *,
    now: datetime,
) -> list[Registration]:
    """“Delegate 1 of …” and the others; `account` belongs to the first."""
    name = plan.short_name or plan.name
    people = []
    for number in range(1, plan.delegates + 1):
        own = account if number == 1 else None
        person = Registration(
            edition_id=edition.id,
            organisation_id=organisation.id,
            account_id=own.id if own else None,
            name=f"Delegate {number} of {name}",
            email=own.email if own else f"delegate{number}.{plan.key}@example.org",
            languages=list(plan.languages),
            role=RegistrationRole.ATTENDEE,
            state=RegistrationState.APPROVED if plan.approved else RegistrationState.SUBMITTED,
            wants_meetings=plan.wants_meetings,
            max_meetings=plan.max_meetings,
            fictional=True,
            created_at=now,
            decided_at=now if plan.approved else None,
        )
        person.unavailable = _unavailable(plan, edition)
        db.session.add(person)
        people.append(person)
    db.session.flush()
    for person in people:
        _consent(person, now=now)
    return people


def _fill(profile: Profile, plan: ProfilePlan) -> None:
    profile.text = plan.text
    profile.technologies = dict(plan.technologies)
    profile.sectors = dict(plan.sectors)
    profile.functions = dict(plan.functions)
    profile.need_codes = list(plan.need_codes)
    profile.cross_border = plan.cross_border


def _unavailable(plan: OrganisationPlan, edition: Edition) -> list[Unavailability]:
    if plan.available is None:
        return []
    return [
        Unavailability(slot_id=slot.id)
        for block in edition.blocks
        if block.code not in plan.available
        for slot in block.slots
    ]


def _consent(person: Registration, *, now: datetime) -> None:
    for consent in (one for one in CONSENTS if one.asked):
        db.session.add(
            Consent(
                registration_id=person.id,
                kind=consent.kind,
                text_version=consent.version,
                text=consent.text,
                given_at=now,
            )
        )
