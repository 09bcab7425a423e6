"""One organisation, as somebody sees it who thinks of asking it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.states import CrossBorder, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Organisation, Place, Registration
from app.services import request_expiry, request_rules, vetoes
from app.services.directory import Choice, choices_among
from app.services.hub_profile import HubProfile, hub_profile
from app.services.met_before import met_before
from app.services.open_slot_times import Offer, offers_for
from app.services.partners import (
    Partner,
    Representative,
    companies_of,
    hubs_of,
    partner_of,
    representatives_of,
)
from app.services.profiles import profile_of
from app.services.reference_data import taxonomy
from app.services.request_lists import RequestView, views_of
from app.services.request_quota import Quota, quota_of

ALTERNATIVES = 3


@dataclass(frozen=True)
class Wish:
    """Something a company needs, with its priority, 1 to 3."""

    label: str
    priority: int


@dataclass(frozen=True)
class CompanyProfile:
    """What an organisation other than a hub looks for."""

    text: str
    technologies: tuple[Wish, ...]
    functions: tuple[Wish, ...]
    sectors: tuple[str, ...]
    languages: tuple[str, ...]
    cross_border: CrossBorder
    shows: str


@dataclass(frozen=True)
class PartnerPage:
    """Everything about one organisation; `why_not` says why it cannot be asked now.

    `representatives` can be asked by name. `alternatives` are others that fit, where this one
    cannot be asked. `ends_at` is when a request sent now would end by itself; `own_veto` where
    the person's organisation does not want to meet this one; `met` names the edition at which
    the two met before.
    """

    choice: Choice
    hub: HubProfile | None
    company: CompanyProfile | None
    representatives: tuple[Representative, ...]
    requests: tuple[RequestView, ...]
    quota: Quota
    why_not: str
    offers: tuple[Offer, ...]
    alternatives: tuple[Choice, ...]
    ends_at: datetime | None
    own_veto: bool
    met: str

    @property
    def partner(self) -> Partner:
        """The organisation itself."""
        return self.choice.partner


def partner_page(registration: Registration, slug: str, *, now: datetime) -> PartnerPage:
    """The page of the organisation with this slug; NotFoundError where it is not for them."""
    edition = registration.edition
    partner, others = _find(registration, slug)
    organisation = organisation_by_slug(slug)
    choices = choices_among(registration, [*others, partner])
    choice = next((one for one in choices if one.partner.slug == slug), None)
    if choice is None:
        raise NotFoundError("This is your own organisation.")
    is_approved = registration.state is RegistrationState.APPROVED
    why_not = _why_not(registration, organisation, choice)
    is_hub = partner.kind is OrganisationKind.HUB
    return PartnerPage(
        choice=choice,
        hub=hub_profile(edition, slug) if is_hub else None,
        company=None if is_hub else _company(registration, organisation),
        representatives=(representatives_of(edition, organisation.id) if is_approved else ()),
        requests=views_of(registration, organisation.id),
        quota=quota_of(registration),
        why_not=why_not,
        offers=offers_for(registration, slug),
        alternatives=_alternatives(choices, slug) if why_not and is_hub else (),
        ends_at=request_expiry.ends_at(edition, now=now),
        own_veto=vetoes.has_own_veto(registration, organisation.id),
        met=met_before(edition, registration.organisation_id).get(organisation.id, ""),
    )


def organisation_by_slug(slug: str) -> Organisation:
    """The organisation with this slug."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFoundError("There is no such organisation here.")
    return found


def visible_organisation(registration: Registration, slug: str) -> Organisation:
    """The organisation with this slug, if the person may see it; NotFoundError for any other."""
    _find(registration, slug)
    return organisation_by_slug(slug)


def _find(registration: Registration, slug: str) -> tuple[Partner, tuple[Partner, ...]]:
    """The organisation and its like, if the person may see it.

    A hub is for all to see; a company is for participants if it agreed, if it exhibits, or if
    the two have a request.
    """
    edition = registration.edition
    hubs = hubs_of(edition)
    hub = next((one for one in hubs if one.slug == slug), None)
    if hub is not None:
        return hub, tuple(one for one in hubs if one is not hub)
    if registration.state is RegistrationState.APPROVED:
        listed = next((one for one in companies_of(edition) if one.slug == slug), None)
        if listed is not None:
            return listed, ()
    organisation = organisation_by_slug(slug)
    if _exhibits(edition.id, organisation.id) or views_of(registration, organisation.id):
        return partner_of(edition, organisation), ()
    raise NotFoundError("There is no such organisation here.")


def _why_not(registration: Registration, organisation: Organisation, choice: Choice) -> str:
    why_not = request_rules.reason_not_to_ask(registration, organisation)
    return request_rules.NOBODY if not why_not and not choice.people else why_not


def _alternatives(choices: Iterable[Choice], slug: str) -> tuple[Choice, ...]:
    """The best of the others that have somebody to meet and are not asked yet."""
    fitting = [
        one for one in choices if one.partner.slug != slug and one.people and one.state is None
    ]
    return tuple(fitting[:ALTERNATIVES])


def _exhibits(edition_id: int, organisation_id: int) -> bool:
    found = select(Place.id).where(
        Place.edition_id == edition_id, Place.owner_organisation_id == organisation_id
    )
    return db.session.scalar(found.limit(1)) is not None


def _company(registration: Registration, organisation: Organisation) -> CompanyProfile:
    profile = profile_of(registration.edition_id, organisation.id)
    shows = db.session.scalar(
        select(Place.shows)
        .where(
            Place.edition_id == registration.edition_id,
            Place.owner_organisation_id == organisation.id,
        )
        .order_by(Place.id)
        .limit(1)
    )
    lists = taxonomy()
    return CompanyProfile(
        text=profile.text if profile else "",
        technologies=_wishes(profile.technologies if profile else {}, lists.technologies),
        functions=_wishes(profile.functions if profile else {}, lists.service_functions),
        sectors=tuple(
            lists.sectors[code].label if code in lists.sectors else code
            for code in (profile.sectors if profile else {})
        ),
        languages=tuple(profile.languages) if profile else (),
        cross_border=profile.cross_border if profile else CrossBorder.NO_PREFERENCE,
        shows=shows or "",
    )


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


def _wishes(rows: Mapping[str, int], known: Mapping[str, _Labelled]) -> tuple[Wish, ...]:
    """The most wanted first, then by label."""
    named = [Wish(known[code].label if code in known else code, rows[code]) for code in rows]
    return tuple(sorted(named, key=lambda wish: (-wish.priority, wish.label)))
