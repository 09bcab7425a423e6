"""The organisations of an edition: the list, one of them, and what organisers change about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.links import is_web_address
from app.domain.permissions import Permission
from app.domain.states import OrganisationKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Organisation, Place, Profile, Registration
from app.services import access, audit
from app.services.hub_choice import plain
from app.services.merge_organisations import editions_of
from app.services.reference_data import regions, taxonomy
from app.services.transaction import writing

PAGE_SIZE = 50
MAX_WEBSITE_CHARACTERS = 400
NO_ORGANISATION = later("There is no such organisation at this event.")
ELSEWHERE = later(
    "It also takes part in an event that you do not prepare: what is said of it is not yours "
    "alone to change."
)


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation of the list; `people` counts its registrations here."""

    organisation: Organisation
    people: int
    places: int
    has_profile: bool


@dataclass(frozen=True)
class OrganisationsPage:
    """A page of the list, by name."""

    rows: tuple[OrganisationRow, ...]
    number: int
    pages: int
    found: int
    total: int


@dataclass(frozen=True)
class OrganisationDetails:
    """What was typed."""

    kind: OrganisationKind | None
    country: str
    nuts2: str = ""
    size_class: str = ""
    website: str = ""


def organisations_page(
    edition: Edition, text: str = "", kind: OrganisationKind | None = None, number: int = 1
) -> OrganisationsPage:
    """Who is registered, has a profile or a place here, and fits."""
    everybody = _rows(edition)
    words = plain(text).split()
    fitting = [
        one
        for one in everybody
        if (kind is None or one.organisation.kind is kind)
        and all(word in _text(one.organisation) for word in words)
    ]
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return OrganisationsPage(tuple(shown), number, pages, len(fitting), len(everybody))


def organisation_in(edition: Edition, slug: str) -> Organisation:
    """One of them; raises NotFoundError."""
    found = db.session.scalar(
        select(Organisation).where(Organisation.slug == slug, _takes_part(edition))
    )
    if found is None:
        raise NotFoundError(NO_ORGANISATION)
    return found


def others_in(edition: Edition, organisation: Organisation) -> list[Organisation]:
    """All others of the edition, by name: one of them may be the same once more."""
    return list(
        db.session.scalars(
            select(Organisation)
            .where(_takes_part(edition), Organisation.id != organisation.id)
            .order_by(Organisation.name, Organisation.id)
        )
    )


def change_organisation(
    edition: Edition,
    organisation: Organisation,
    details: OrganisationDetails,
    *,
    by: int,
    now: datetime,
) -> None:
    """Store it; raises InvalidInputError, and ConflictError where others prepare its editions."""
    with writing():
        found = _faults(details)
        if found:
            raise InvalidInputError(later("Nothing is stored yet: see below."), found)
        if not is_ours(organisation, by):
            raise ConflictError(ELSEWHERE)
        values = {
            "kind": details.kind,
            "country": details.country,
            "nuts2": details.nuts2 or None,
            "size_class": details.size_class or None,
            "website": details.website.strip(),
        }
        changed = [name for name, value in values.items() if getattr(organisation, name) != value]
        for name in changed:
            setattr(organisation, name, values[name])
        if changed:
            audit.note(
                "organisation.edit",
                by=by,
                now=now,
                edition_id=edition.id,
                about=("organisation", organisation.slug[:40]),
                details={"fields": " ".join(changed)},
            )


def is_ours(organisation: Organisation, account_id: int) -> bool:
    """Whether the account prepares every edition in which the organisation has anything."""
    return all(
        Permission.PREPARE in access.permissions_in(one, account_id)
        for one in editions_of(organisation)
    )


def _takes_part(edition: Edition) -> ColumnElement[bool]:
    return or_(
        *(
            exists().where(column == Organisation.id, table.edition_id == edition.id)
            for table, column in (
                (Registration, Registration.organisation_id),
                (Profile, Profile.organisation_id),
                (Place, Place.owner_organisation_id),
            )
        )
    )


def _rows(edition: Edition) -> list[OrganisationRow]:
    people = (
        select(func.count(Registration.id))
        .where(
            Registration.edition_id == edition.id,
            Registration.organisation_id == Organisation.id,
        )
        .scalar_subquery()
    )
    places = (
        select(func.count(Place.id))
        .where(Place.edition_id == edition.id, Place.owner_organisation_id == Organisation.id)
        .scalar_subquery()
    )
    profile = exists().where(
        Profile.edition_id == edition.id, Profile.organisation_id == Organisation.id
    )
    rows = db.session.execute(
        select(Organisation, people, places, profile)
        .where(_takes_part(edition))
        .order_by(Organisation.name, Organisation.id)
    )
    return [OrganisationRow(one, n, owned, bool(has)) for one, n, owned, has in rows]


def _text(one: Organisation) -> str:
    return plain(f"{one.name} {one.short_name} {one.country} {one.city}")


def _faults(details: OrganisationDetails) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(details.website) > MAX_WEBSITE_CHARACTERS:
        found["website"] = later("At most %(most)s characters.", most=MAX_WEBSITE_CHARACTERS)
    if details.kind is None:
        found["kind"] = later("Choose one.")
    if details.country not in taxonomy().countries:
        found["country"] = later("Choose a country.")
    region = regions().get(details.nuts2)
    if details.nuts2 and (region is None or region.country != details.country):
        found["nuts2"] = later("Choose a region of this country, or none.")
    if details.size_class and details.size_class not in taxonomy().size_classes:
        found["size_class"] = later("Choose from the list.")
    if details.website.strip() and not is_web_address(details.website.strip()):
        found["website"] = later("An address such as https://example.org.")
    return found
