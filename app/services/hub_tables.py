"""The hubs of an edition, each with a table of its own."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.links import is_web_address
from app.domain.states import OrganisationKind, PlaceKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation, Place, Profile, Registration
from app.services import organisations, profiles
from app.services.hub_records import hub_records
from app.services.organisations import OrganisationEntry
from app.services.own_places import OwnPlaceEntry, give_place, place_faults
from app.services.place_rows import drop_places, room_rows
from app.services.profiles import ProfileEntry
from app.services.transaction import writing

FAULTY = later("The hub is not added yet: see below.")
NO_HUB = later("There is no such hub here.")


@dataclass(frozen=True)
class HubEntry:
    """A hub that is in no catalogue, typed by hand."""

    name: str
    country: str
    profile: ProfileEntry
    city: str = ""
    website: str = ""


@dataclass(frozen=True)
class HubTable:
    """A place of a hub."""

    room: str
    room_slug: str
    label: str
    desks: int


@dataclass(frozen=True)
class HubRow:
    """A hub that takes part; `people` are approved, `waiting` are to be approved."""

    slug: str
    name: str
    city: str
    country: str
    fictional: bool
    tables: tuple[HubTable, ...]
    people: int
    waiting: int


def add_hub(edition: Edition, hub_slug: str, place: OwnPlaceEntry) -> Place:
    """A hub of the catalogue takes part, at a table of its own (or one more).

    Its profile at the edition starts as what the catalogue says.
    """
    with writing():
        hub = _hub(hub_slug)
        found = place_faults(edition, place)
        if found:
            raise InvalidInputError(FAULTY, found)
        return _join(edition, hub, place)


def add_new_hub(edition: Edition, entry: HubEntry, place: OwnPlaceEntry, *, now: datetime) -> Place:
    """A hub typed by hand takes part; raises InvalidInputError with every fault at once."""
    with writing():
        found = _hub_faults(entry) | place_faults(edition, place)
        if found:
            raise InvalidInputError(FAULTY, found)
        hub = organisations.obtain(_as_organisation(entry), now=now)
        hub.city, hub.website = entry.city.strip(), entry.website.strip()
        profiles.store(edition, hub, entry.profile)
        return _join(edition, hub, place)


def take_table_back(edition: Edition, hub_slug: str, room_slug: str, label: str) -> None:
    """Remove one table of a hub; ConflictError where something is planned at it."""
    with writing():
        hub = _hub_of(edition, hub_slug)
        drop_places([_own_place(edition, hub, room_slug, label)])


def remove_hub(edition: Edition, hub_slug: str) -> None:
    """The hub takes part no more; ConflictError where people, requests or meetings need it."""
    with writing():
        hub = _hub_of(edition, hub_slug)
        reason = _why_hub_stays(edition, hub)
        if reason:
            raise ConflictError(reason)
        drop_places(
            [
                place
                for room in room_rows(edition)
                for place in room.places
                if place.owner_organisation_id == hub.id
            ]
        )
        db.session.execute(
            delete(Profile).where(
                Profile.edition_id == edition.id, Profile.organisation_id == hub.id
            )
        )


def hubs_of(edition: Edition) -> tuple[HubRow, ...]:
    """The hubs that take part, by name, in a fixed number of queries."""
    tables = _tables(edition)
    people = _people(edition)
    return tuple(
        HubRow(
            slug=hub.slug,
            name=hub.name,
            city=hub.city,
            country=hub.country,
            fictional=hub.fictional,
            tables=tables.get(hub.id, ()),
            people=people[hub.id, RegistrationState.APPROVED],
            waiting=people[hub.id, RegistrationState.SUBMITTED],
        )
        for hub in (record.organisation for record in hub_records(edition))
    )


def _hub(slug: str) -> Organisation:
    hub = db.session.scalar(
        select(Organisation).where(
            Organisation.slug == slug, Organisation.kind == OrganisationKind.HUB
        )
    )
    if hub is None:
        raise NotFoundError(NO_HUB)
    return hub


def _hub_of(edition: Edition, slug: str) -> Organisation:
    """A hub that takes part; of another one nothing is said."""
    hub = _hub(slug)
    if hub.id not in {record.organisation.id for record in hub_records(edition)}:
        raise NotFoundError(NO_HUB)
    return hub


def _join(edition: Edition, hub: Organisation, place: OwnPlaceEntry) -> Place:
    if profiles.profile_of(edition.id, hub.id) is None:
        profiles.store(edition, hub, profiles.entry_of(edition.id, hub.id))
    return give_place(edition, hub, place)


def _as_organisation(entry: HubEntry) -> OrganisationEntry:
    kind = OrganisationKind.HUB
    return OrganisationEntry(entry.name, (kind,), kind=kind, country=entry.country)


def _hub_faults(entry: HubEntry) -> dict[str, str]:
    found = dict(organisations.faults(_as_organisation(entry)))
    if "organisation" in found:
        found["name"] = found.pop("organisation").replace(
            later("your organisation"), later("the hub")
        )
    elif organisations.find(entry.name, entry.country):
        found["name"] = later("This hub is known already: look for it above.")
    if entry.website.strip() and not is_web_address(entry.website.strip()):
        found["website"] = later("An address begins with https:// and holds no spaces.")
    return found | dict(profiles.faults(entry.profile, OrganisationKind.HUB))


def _own_place(edition: Edition, hub: Organisation, room_slug: str, label: str) -> Place:
    for room in room_rows(edition):
        for place in room.places:
            if (room.slug, place.label) == (room_slug, label) and place.owner is hub:
                return place
    raise NotFoundError(later("The hub has no such table."))


def _why_hub_stays(edition: Edition, hub: Organisation) -> str:
    people = db.session.scalar(
        select(func.count(Registration.id)).where(
            Registration.edition_id == edition.id, Registration.organisation_id == hub.id
        )
    )
    asked = db.session.scalar(
        select(
            exists().where(
                MeetingRequest.edition_id == edition.id,
                (MeetingRequest.first_organisation_id == hub.id)
                | (MeetingRequest.second_organisation_id == hub.id),
            )
        )
    )
    if people:
        verb = later("person is") if people == 1 else later("people are")
        return later(
            "%(name)s stays: %(people)s %(verb)s registered for it.",
            name=hub.name,
            people=people,
            verb=verb,
        )
    return later("%(name)s stays: there are requests to it.", name=hub.name) if asked else ""


def _tables(edition: Edition) -> dict[int, tuple[HubTable, ...]]:
    found: dict[int, tuple[HubTable, ...]] = {}
    for room in room_rows(edition):
        for place in room.places:
            owner = place.owner_organisation_id
            if owner is not None and place.kind is not PlaceKind.ONLINE:
                table = HubTable(room.name, room.slug, place.label, place.desks)
                found[owner] = (*found.get(owner, ()), table)
    return found


def _people(edition: Edition) -> Counter[tuple[int, RegistrationState]]:
    rows = db.session.execute(
        select(Registration.organisation_id, Registration.state, func.count())
        .where(Registration.edition_id == edition.id)
        .group_by(Registration.organisation_id, Registration.state)
    )
    return Counter({(organisation, state): number for organisation, state, number in rows})
