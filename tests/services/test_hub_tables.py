"""Hubs take part, each at a table of its own."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind, PlaceKind, RegistrationState
from app.extensions import db
from app.models import CatalogueEntry, Edition, Organisation, Place, Profile
from app.services.hub_choice import hub_names, look_for_hubs
from app.services.hub_tables import (
    HubEntry,
    HubTable,
    add_hub,
    add_new_hub,
    hubs_of,
    remove_hub,
    take_table_back,
)
from app.services.own_places import OwnPlaceEntry
from app.services.profiles import ProfileEntry
from tests.factory import Factory
from tests.services.published import PublishedEvent

HALL = OwnPlaceEntry("hall")
ROBOTS = ProfileEntry(technologies=(("robotics", 3),))


@pytest.fixture
def edition(factory: Factory) -> Edition:
    made = factory.edition()
    factory.room(made)
    return made


def catalogue_hub(factory: Factory, name: str, **values: str) -> Organisation:
    hub = factory.organisation(OrganisationKind.HUB, name=name, **values)
    factory.add(
        CatalogueEntry(
            organisation_id=hub.id,
            title=f"{name} for everybody",
            technologies={"robotics": 5, "big_data": 4, "photonics": 3, "mobility": 1},
            sectors={"energy": 2},
            services={"finance": 4},
            languages=["pl"],
        )
    )
    return hub


def test_a_hub_of_the_catalogue_gets_a_table_and_its_profile(
    factory: Factory, edition: Edition
) -> None:
    hub = catalogue_hub(factory, "Hub One")
    add_hub(edition, hub.slug, OwnPlaceEntry("hall", desks=2))
    (row,) = hubs_of(edition)
    assert (row.name, row.tables, row.people) == (
        "Hub One",
        (HubTable("Hall", "hall", "3", 2),),
        0,
    )
    profile = db.session.scalars(select(Profile)).one()
    assert profile.technologies == {"robotics": 5, "big_data": 4, "photonics": 3, "mobility": 1}
    assert (profile.services, profile.languages) == ({"finance": 4}, ["pl"])


def test_a_profile_that_is_there_is_left_alone(factory: Factory, edition: Edition) -> None:
    hub = catalogue_hub(factory, "Hub One")
    factory.add(Profile(edition_id=edition.id, organisation_id=hub.id, technologies={"ships": 1}))
    add_hub(edition, hub.slug, HALL)
    assert db.session.scalars(select(Profile)).one().technologies == {"ships": 1}


def test_a_shared_table_becomes_the_hubs(factory: Factory, edition: Edition) -> None:
    hub = catalogue_hub(factory, "Hub One")
    add_hub(edition, hub.slug, OwnPlaceEntry("hall", " 2 "))
    add_hub(edition, hub.slug, OwnPlaceEntry("hall", "R2"))
    assert [table.label for table in hubs_of(edition)[0].tables] == ["2", "R2"]
    assert len(db.session.scalars(select(Place)).all()) == 3


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (OwnPlaceEntry("gallery"), "room"),
        (OwnPlaceEntry("hall", "4"), "label"),
        (OwnPlaceEntry("hall", "S1"), "label"),
        (OwnPlaceEntry("hall", "x" * 13), "label"),
        (OwnPlaceEntry("hall", desks=0), "desks"),
        (OwnPlaceEntry("hall", desks=21), "desks"),
        (OwnPlaceEntry("hall", desks=None), "desks"),
    ],
)
def test_places_that_cannot_be(
    factory: Factory, edition: Edition, place: OwnPlaceEntry, field: str
) -> None:
    other = factory.organisation(name="Other")
    room = edition.rooms[0]
    factory.table(room, "4", owner_organisation_id=other.id)
    factory.table(room, "S1", kind=PlaceKind.STAND)
    hub = catalogue_hub(factory, "Hub One")
    with pytest.raises(InvalidInputError) as caught:
        add_hub(edition, hub.slug, place)
    assert list(caught.value.fields) == [field]
    assert hubs_of(edition) == ()


def test_a_table_with_meetings_cannot_be_given_away(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    hub = catalogue_hub(factory, "Hub One")
    with pytest.raises(ConflictError, match="Table 1 cannot be given away: it holds 1 meeting"):
        add_hub(event.edition, hub.slug, OwnPlaceEntry("hall", "1"))


def test_only_hubs_are_hubs(factory: Factory, edition: Edition) -> None:
    company = factory.organisation()
    for slug in (company.slug, "nobody"):
        with pytest.raises(NotFoundError):
            add_hub(edition, slug, HALL)


def test_a_hub_by_hand(edition: Edition, now: datetime) -> None:
    entry = HubEntry("Ģirts Hub", "LV", ROBOTS, " Rīga ", "https://girts.example")
    add_new_hub(edition, entry, HALL, now=now)
    hub = db.session.scalars(select(Organisation)).one()
    assert (hub.name, hub.kind, hub.country, hub.city) == (
        "Ģirts Hub",
        OrganisationKind.HUB,
        "LV",
        "Rīga",
    )
    assert [row.name for row in hubs_of(edition)] == ["Ģirts Hub"]


def test_all_faults_of_a_hub_by_hand_come_at_once(edition: Edition, now: datetime) -> None:
    entry = HubEntry(" ", "", ProfileEntry(), "", "ftp://x")
    with pytest.raises(InvalidInputError) as caught:
        add_new_hub(edition, entry, OwnPlaceEntry(""), now=now)
    assert caught.value.fields == {
        "name": "Type the name of the hub.",
        "country": "Choose the country: this organisation is new here.",
        "website": "An address begins with https:// and holds no spaces.",
        "services": "Choose at least one service or technology.",
        "room": "Choose a room; if there is none, add one under Rooms and tables first.",
    }
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_known_hub_is_not_typed_again(factory: Factory, edition: Edition, now: datetime) -> None:
    catalogue_hub(factory, "Hub One")
    with pytest.raises(InvalidInputError) as caught:
        add_new_hub(edition, HubEntry("HUB ONE", "PL", ROBOTS), HALL, now=now)
    assert caught.value.fields == {"name": "This hub is known already: look for it above."}


def test_a_table_can_be_taken_back(factory: Factory, edition: Edition) -> None:
    hub = catalogue_hub(factory, "Hub One")
    add_hub(edition, hub.slug, HALL)
    take_table_back(edition, hub.slug, "hall", "3")
    assert [(row.name, row.tables) for row in hubs_of(edition)] == [("Hub One", ())]
    for label in ("3", "1"):
        with pytest.raises(NotFoundError):
            take_table_back(edition, hub.slug, "hall", label)


def test_a_hub_nobody_needs_can_go(factory: Factory, edition: Edition) -> None:
    hub = catalogue_hub(factory, "Hub One")
    add_hub(edition, hub.slug, HALL)
    remove_hub(edition, hub.slug)
    assert hubs_of(edition) == ()
    assert db.session.scalars(select(Profile)).all() == []
    assert [place.label for place in db.session.scalars(select(Place))] == ["1", "2"]


def test_a_hub_with_people_or_requests_stays(factory: Factory, edition: Edition) -> None:
    hub = catalogue_hub(factory, "Hub One")
    add_hub(edition, hub.slug, HALL)
    factory.request(factory.registration(edition), hub)
    with pytest.raises(ConflictError, match="Hub One stays: there are requests to it"):
        remove_hub(edition, hub.slug)
    factory.registration(edition, hub, state=RegistrationState.SUBMITTED)
    with pytest.raises(ConflictError, match="Hub One stays: 1 person is registered for it"):
        remove_hub(edition, hub.slug)
    row = hubs_of(edition)[0]
    assert (row.people, row.waiting) == (0, 1)


def test_looking_for_a_hub(factory: Factory, edition: Edition) -> None:
    lodz = catalogue_hub(factory, "Robot Hub", city="Łódź")
    catalogue_hub(factory, "Great Robot House", country="DE")
    factory.organisation(name="Robot company")

    def found(text: str, *countries: str) -> list[str]:
        return [hub.name for hub in look_for_hubs(edition, text, frozenset(countries)).hubs]

    assert found("robot") == ["Robot Hub", "Great Robot House"]  # begins with it: first
    assert found("HOUSE robot") == ["Great Robot House"]
    assert found("łódź") == ["Robot Hub"]
    assert found("for everybody") == ["Great Robot House", "Robot Hub"]
    assert found("germany", "DE") == ["Great Robot House"]
    assert found("ships") == []
    assert found("  ") == []
    add_hub(edition, lodz.slug, HALL)
    first = look_for_hubs(edition, "robot hub", frozenset()).hubs[0]
    assert (first.takes_part, first.strengths) == (True, ("Robotics", "Big data", "Photonics"))
    assert hub_names() == ("Great Robot House", "Robot Hub")


def test_no_more_than_twelve_are_shown(factory: Factory, edition: Edition) -> None:
    for number in range(14):
        factory.organisation(OrganisationKind.HUB, name=f"Hub {number:02}")
    choices = look_for_hubs(edition, "hub", frozenset())
    assert (len(choices.hubs), choices.found, choices.total) == (12, 14, 14)
