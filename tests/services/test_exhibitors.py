"""Stands: given out, and kept while something is planned there."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind, PlaceKind
from app.models import Edition, OpenSlot
from app.services.exhibition import stands
from app.services.exhibitors import ExhibitorEntry, add_exhibitor, known_names, remove_stand
from app.services.own_places import OwnPlaceEntry
from tests.factory import Factory
from tests.services.published import PublishedEvent


@pytest.fixture
def edition(factory: Factory) -> Edition:
    made = factory.edition()
    factory.room(made, tables=1)
    return made


def typed(**values: Any) -> ExhibitorEntry:
    known: dict[str, Any] = {
        "name": "Ψαρράς Sensors",
        "kind": OrganisationKind.SME,
        "country": "GR",
        "shows": " Sensors ",
        "place": OwnPlaceEntry("hall"),
    }
    return ExhibitorEntry(**(known | values))


def test_a_new_exhibitor_gets_the_next_stand(edition: Edition, now: datetime) -> None:
    add_exhibitor(edition, typed(), now=now)
    add_exhibitor(edition, typed(name="Other"), now=now)
    assert [(one.label, one.organisation, one.country, one.shows) for one in stands(edition)] == [
        ("S1", "Ψαρράς Sensors", "GR", "Sensors"),
        ("S2", "Other", "GR", "Sensors"),
    ]
    assert {one.kind for one in stands(edition)} == {PlaceKind.STAND}


def test_a_known_organisation_needs_its_name_only(
    factory: Factory, edition: Edition, now: datetime
) -> None:
    factory.organisation(OrganisationKind.HUB, name="Hub One")
    add_exhibitor(edition, typed(name="hub one", kind=None, country=""), now=now)
    assert [one.organisation for one in stands(edition)] == ["Hub One"]
    assert known_names(edition) == ("Hub One",)


def test_all_faults_come_at_once(edition: Edition, now: datetime) -> None:
    place = OwnPlaceEntry("", desks=0)
    entry = typed(kind=None, country="", shows="x" * 401, place=place)
    with pytest.raises(InvalidInputError) as caught:
        add_exhibitor(edition, entry, now=now)
    assert list(caught.value.fields) == ["kind", "country", "shows", "room", "desks"]
    assert stands(edition) == ()


def test_an_exhibitor_has_a_name(edition: Edition, now: datetime) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add_exhibitor(edition, typed(name=" "), now=now)
    assert caught.value.fields == {"name": "Type the name of the exhibitor."}


def test_a_table_is_no_stand(edition: Edition, now: datetime) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add_exhibitor(edition, typed(place=OwnPlaceEntry("hall", "1")), now=now)
    assert caught.value.fields == {"label": "1 is a table in this room already."}


def test_a_stand_can_go(edition: Edition, now: datetime) -> None:
    add_exhibitor(edition, typed(), now=now)
    assert remove_stand(edition, "hall", "S1") == "Ψαρράς Sensors"
    assert stands(edition) == ()
    for label in ("S1", "1"):
        with pytest.raises(NotFoundError):
            remove_stand(edition, "hall", label)


def test_a_stand_with_open_slots_stays(factory: Factory) -> None:
    event = PublishedEvent(factory)
    stand = event.places[2]
    stand.owner_organisation_id = event.hub.organisation_id
    factory.add(
        OpenSlot(
            edition_id=event.edition.id,
            registration_id=event.hub.id,
            slot_id=event.slots[0].id,
            place_id=stand.id,
            created_at=factory.now,
        )
    )
    with pytest.raises(ConflictError, match="S1 stays, because it holds 1 open slot"):
        remove_stand(event.edition, "hall", "S1")
    assert [one.label for one in stands(event.edition)] == ["S1"]
