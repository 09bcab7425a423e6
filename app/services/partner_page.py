"""One organisation, as somebody sees it who thinks of asking it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.states import CrossBorder, OrganisationKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Organisation, Place, Registration
from app.services import request_expiry, request_rules, vetoes
from app.services.directory import Choice, Directory
from app.services.hub_profile import HubProfile, hub_profile
from app.services.listings import Listing, Partner, shown_hubs
from app.services.open_slot_times import Offer, offers_for
from app.services.partners import Representative, representatives_of
from app.services.profiles import profile_of
from app.services.reference_data import taxonomy
from app.services.request_lists import RequestView, views_of
from app.services.request_quota import Quota, quota_of

ALTERNATIVES = 3
LOOKED_AT = 40


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
    organisation = organisation_by_slug(slug)
    views = views_of(registration, organisation.id)
    directory = _visible(registration, organisation, views)
    found = next(one for one in directory.listed if one.partner.slug == slug)
    (choice,) = directory.choices([found])
    is_approved = registration.state is RegistrationState.APPROVED
    quota = quota_of(registration)
    why_not = request_rules.reason_not_to_ask(registration, organisation, quota)
    is_hub = organisation.kind is OrganisationKind.HUB
    return PartnerPage(
        choice=choice,
        hub=hub_profile(edition, slug) if is_hub else None,
        company=None if is_hub else _company(registration, organisation),
        representatives=(representatives_of(edition, organisation.id) if is_approved else ()),
        requests=views,
        quota=quota,
        why_not=why_not,
        offers=offers_for(registration, slug),
        alternatives=_alternatives(directory, found) if why_not and is_hub else (),
        ends_at=request_expiry.ends_at(edition, now=now),
        own_veto=bool(why_not) and vetoes.has_own_veto(registration, organisation.id),
        met=choice.met,
    )


def organisation_by_slug(slug: str) -> Organisation:
    """The organisation with this slug."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFoundError(later("There is no such organisation here."))
    return found


def visible_organisation(registration: Registration, slug: str) -> Organisation:
    """The organisation with this slug, if the person may see it; NotFoundError for any other."""
    organisation = organisation_by_slug(slug)
    _visible(registration, organisation, views_of(registration, organisation.id))
    return organisation


def _visible(
    registration: Registration, organisation: Organisation, views: Sequence[RequestView]
) -> Directory:
    """The organisation among its like, if the person may see it.

    A hub is for all to see; a company is for participants if it agreed, if it exhibits, or if
    the two have a request.
    """
    edition_id = registration.edition_id
    if organisation.id == registration.organisation_id:
        raise NotFoundError(later("This is your own organisation."))
    if organisation.kind is OrganisationKind.HUB:
        directory = Directory(registration, shown_hubs(edition_id))
    else:
        directory = Directory(registration, Organisation.id == organisation.id)
    is_there = any(one.partner.slug == organisation.slug for one in directory.listed)
    if organisation.kind is not OrganisationKind.HUB:
        is_there = (
            bool(views)
            or _exhibits(edition_id, organisation.id)
            or (
                registration.state is RegistrationState.APPROVED
                and bool(representatives_of(registration.edition, organisation.id))
            )
        )
    if not is_there:
        raise NotFoundError(later("There is no such organisation here."))
    return directory


def _alternatives(directory: Directory, but: Listing) -> tuple[Choice, ...]:
    """The best of the others that have free time for somebody and are not asked yet."""
    others = directory.ordered(one for one in directory.listed if one is not but)
    choices = directory.choices(others[:LOOKED_AT])
    return tuple(one for one in choices if one.openings and one.state is None)[:ALTERNATIVES]


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
