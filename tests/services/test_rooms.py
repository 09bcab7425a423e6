"""Rooms, shared tables, and what stays because it is used."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import PlaceKind, ProgrammeKind
from app.extensions import db
from app.models import Edition, ProgrammeItem
from app.services.build_instance import build_instance
from app.services.online_meetings import set_join_link
from app.services.place_rows import next_label
from app.services.rooms import add_room, add_tables, remove_room, remove_table, rooms_of
from tests.factory import Factory
from tests.services.published import PublishedEvent


def labels(edition: Edition) -> list[list[str]]:
    return [[place.label for place in room.places] for room in rooms_of(edition)]


def test_tables_are_numbered_on_through_the_edition(factory: Factory) -> None:
    edition = factory.edition()
    add_room(edition, " Great  hall ", 3)
    add_room(edition, "Gallery", 2)
    assert add_tables(edition, "great-hall", 2) == ["6", "7"]
    assert labels(edition) == [["1", "2", "3", "6", "7"], ["4", "5"]]
    assert [(room.slug, room.name) for room in rooms_of(edition)] == [
        ("great-hall", "Great hall"),
        ("gallery", "Gallery"),
    ]


def test_numbers_of_another_edition_do_not_count(factory: Factory) -> None:
    factory.room(factory.edition(), tables=9)
    edition = factory.edition()
    add_room(edition, "Hall", 1)
    assert labels(edition) == [["1"]]


def test_a_room_for_talks_needs_no_table(factory: Factory) -> None:
    edition = factory.edition()
    add_room(edition, "Auditorium", 0)
    assert labels(edition) == [[]]


def test_tables_stand_in_the_order_of_their_numbers(factory: Factory) -> None:
    edition = factory.edition()
    room = factory.room(edition, tables=0)
    for label in ("10", "S1", "9"):
        factory.table(room, label)
    assert labels(edition) == [["9", "10", "S1"]]
    assert next_label(edition, PlaceKind.TABLE) == "11"
    assert next_label(edition, PlaceKind.STAND) == "S2"


@pytest.mark.parametrize(
    ("name", "tables", "faults"),
    [
        (" ", 1, {"name": "Give the room a name, as people find it on the door."}),
        ("x" * 121, 1, {"name": "A name has at most 120 characters."}),
        ("HALL", 1, {"name": "There is a room of this name already."}),
        ("Gallery", -1, {"tables": "Type a whole number from 0 to 300."}),
        ("Gallery", 301, {"tables": "Type a whole number from 0 to 300."}),
        ("Gallery", None, {"tables": "Type a whole number from 0 to 300."}),
    ],
)
def test_what_is_refused(
    factory: Factory, name: str, tables: int | None, faults: dict[str, str]
) -> None:
    edition = factory.edition()
    factory.room(edition)
    with pytest.raises(InvalidInputError) as caught:
        add_room(edition, name, tables)
    assert caught.value.fields == faults
    assert len(rooms_of(edition)) == 1


@pytest.mark.parametrize("number", [0, 301, None])
def test_tables_to_add_are_one_at_least(factory: Factory, number: int | None) -> None:
    edition = factory.edition()
    factory.room(edition)
    with pytest.raises(InvalidInputError):
        add_tables(edition, "hall", number)
    assert labels(edition) == [["1", "2"]]


def test_a_room_called_online_does_not_confuse_the_solver(factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition)
    add_room(edition, "Online", 1)
    add_room(edition, "On line?", 1)
    assert [room.slug for room in rooms_of(edition)] == ["online-2", "on-line"]
    assert [place.id for place in build_instance(edition).places] == [
        "online-2",
        "on-line",
        "online",
    ]


def test_a_shared_table_can_go(factory: Factory) -> None:
    edition = factory.edition()
    factory.room(edition)
    remove_table(edition, "hall", "2")
    assert labels(edition) == [["1"]]
    with pytest.raises(NotFoundError):
        remove_table(edition, "hall", "2")
    with pytest.raises(NotFoundError):
        remove_table(edition, "gallery", "1")


def test_somebodys_table_stays(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(name="Hub One")
    factory.table(factory.room(edition, tables=0), "1", owner_organisation_id=hub.id)
    with pytest.raises(ConflictError, match="1 belongs to Hub One: take it back there first"):
        remove_table(edition, "hall", "1")
    with pytest.raises(ConflictError, match="1 of its places belong to hubs or exhibitors"):
        remove_room(edition, "hall")


def test_a_table_with_meetings_stays(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    with pytest.raises(ConflictError, match="1 stays, because it holds 1 meeting"):
        remove_table(event.edition, "hall", "1")
    remove_table(event.edition, "hall", "2")
    (room,) = rooms_of(event.edition)
    assert [(place.label, bool(place.in_use)) for place in room.places] == [
        ("1", True),
        ("S1", False),
    ]
    assert room.in_use == (
        "Hall stays: 1 of its places hold meetings or open slots; "
        "something of the programme takes place in it."
    )


def test_a_room_with_a_talk_stays_and_an_empty_one_goes(factory: Factory) -> None:
    edition = factory.edition()
    room = factory.room(edition)
    factory.room(edition, name="Gallery")
    factory.add(
        ProgrammeItem(
            edition_id=edition.id,
            room_id=room.id,
            uid="talk@hubmeet",
            kind=ProgrammeKind.TALK,
            title="Talk",
            starts_at=datetime(2027, 5, 18, 8, tzinfo=UTC),
            ends_at=datetime(2027, 5, 18, 9, tzinfo=UTC),
            changed_at=factory.now,
        )
    )
    with pytest.raises(ConflictError, match="something of the programme takes place in it"):
        remove_room(edition, "hall")
    remove_room(edition, "gallery")
    assert [one.slug for one in rooms_of(edition)] == ["hall"]


def test_the_join_link_is_of_the_web(factory: Factory) -> None:
    edition = factory.edition()
    set_join_link(edition, " https://meet.example.org/{meeting} ")
    db.session.expire_all()
    assert edition.join_link_template == "https://meet.example.org/{meeting}"
    for bad in ("javascript:{meeting}", "https://meet.example.org/" + "x" * 400):
        with pytest.raises(InvalidInputError):
            set_join_link(edition, bad)
    assert edition.join_link_template == "https://meet.example.org/{meeting}"
    set_join_link(edition, "")
    assert edition.join_link_template == ""
