"""Programme items: when they are, who presents them, and nobody in two places."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import ProgrammeKind, RegistrationState
from app.extensions import db
from app.models import Edition, ProgrammeItem, ProgrammePresenter, Registration
from app.services.presenters import label_of, possible_presenters
from app.services.programme_items import (
    ItemEntry,
    add_item,
    change_item,
    entry_of,
    item_of,
    items_of,
    remove_item,
)
from tests.factory import Factory
from tests.services.published import PublishedEvent

DAY = date(2027, 5, 18)


@pytest.fixture
def edition(factory: Factory) -> Edition:
    made = factory.edition()
    factory.room(made)
    return made


@pytest.fixture
def speaker(factory: Factory, edition: Edition) -> Registration:
    organisation = factory.organisation(name="Hub One")
    return factory.registration(edition, organisation, name="Zofia", email="z@example.org")


def typed(**values: Any) -> ItemEntry:
    known: dict[str, Any] = {
        "kind": ProgrammeKind.TALK,
        "title": "What hubs do",
        "room_slug": "hall",
        "held_on": DAY,
        "starts_local": time(9),
        "ends_local": time(10),
    }
    return ItemEntry(**(known | values))


def key_of(edition: Edition) -> str:
    return items_of(edition)[0].key


def test_an_item_is_stored_with_its_presenters(
    edition: Edition, speaker: Registration, now: datetime
) -> None:
    line = label_of(speaker)
    assert line == "Zofia, Hub One (z@example.org)"
    add_item(edition, typed(title=" What  hubs do ", presenters=(line.upper(), "")), now=now)
    (view,) = items_of(edition)
    assert (view.title, view.room, view.presenters) == (
        "What hubs do",
        "Hall",
        ("Zofia (Hub One)",),
    )
    assert (view.starts_at, view.ends_at) == (_at(7), _at(8))  # Warsaw is UTC+2 in May
    item = item_of(edition, view.key)
    assert (item.changed_at, item.uid) == (now, f"{view.key}@hubmeet")
    assert entry_of(edition, item) == typed(presenters=(line,))


def test_an_e_mail_is_enough_and_nobody_presents_twice(
    edition: Edition, speaker: Registration, now: datetime
) -> None:
    add_item(edition, typed(presenters=("z@example.org", label_of(speaker))), now=now)
    assert db.session.scalar(select(func.count(ProgrammePresenter.id))) == 1


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"kind": None}, {"kind": "Choose what it is."}),
        ({"title": " "}, {"title": "Give it a title."}),
        ({"title": "x" * 201}, {"title": "A title has at most 200 characters."}),
        ({"description": "x" * 2001}, {"description": "At most 2,000 characters."}),
        ({"room_slug": "x"}, {"room": "Choose a room of the list, or none."}),
        ({"held_on": None}, {"held_on": "Choose one of the days of the edition."}),
        ({"held_on": date(2027, 5, 20)}, {"held_on": "Choose one of the days of the edition."}),
        ({"starts_local": None}, {"starts_local": "Type a time as 09:30."}),
        ({"ends_local": None}, {"ends_local": "Type a time as 09:30."}),
        ({"ends_local": time(9)}, {"ends_local": "It ends before it starts: choose a later time."}),
        (
            {"ends_local": time(8)},
            {"ends_local": "It ends before it starts: choose a later time."},
        ),
        (
            {"presenters": ("Nobody",)},
            {"presenters": "Nobody approved here is called “Nobody”: choose from the list."},
        ),
    ],
)
def test_what_is_refused(
    edition: Edition, now: datetime, values: dict[str, Any], fault: dict[str, str]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add_item(edition, typed(**values), now=now)
    assert caught.value.fields == fault
    assert items_of(edition) == ()


def test_midnight_and_no_room_are_fine(edition: Edition, now: datetime) -> None:
    entry = typed(room_slug="", starts_local=time(0), ends_local=time(1))
    add_item(edition, entry, now=now)
    (view,) = items_of(edition)
    assert (view.room, view.starts_at) == ("", datetime(2027, 5, 17, 22, tzinfo=UTC))


def test_a_dinner_may_last_beyond_midnight(edition: Edition, now: datetime) -> None:
    add_item(edition, typed(starts_local=time(20), ends_local=time(0, 30)), now=now)
    (view,) = items_of(edition)
    # 20:00 to 00:30 in Warsaw is 18:00 to 22:30 UTC.
    assert (view.starts_at, view.ends_at) == (_at(18), _at(22, 30))


def test_a_time_that_the_clocks_skip_is_refused(factory: Factory, now: datetime) -> None:
    day = date(2027, 3, 28)
    edition = factory.edition(starts_on=day, ends_on=day, zone="Europe/Athens")
    entry = typed(room_slug="", held_on=day, starts_local=time(3, 30), ends_local=time(5))
    with pytest.raises(InvalidInputError) as caught:
        add_item(edition, entry, now=now)
    assert list(caught.value.fields) == ["starts_local"]


def test_who_presents_elsewhere_then_is_refused(
    edition: Edition, speaker: Registration, now: datetime
) -> None:
    line = label_of(speaker)
    add_item(edition, typed(presenters=(line,)), now=now)
    clash = typed(title="Other", starts_local=time(9, 30), presenters=(line,))
    with pytest.raises(InvalidInputError) as caught:
        add_item(edition, clash, now=now)
    text = "Zofia presents “What hubs do” at that time."
    assert caught.value.fields == {"presenters": text}
    after = typed(title="Other", starts_local=time(10), ends_local=time(11), presenters=(line,))
    add_item(edition, after, now=now)


def test_who_has_a_meeting_then_is_refused(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)  # 10:00 to 10:20 in Warsaw
    line = label_of(event.hub)
    clash = typed(starts_local=time(10, 15), ends_local=time(11), presenters=(line,))
    with pytest.raises(InvalidInputError) as caught:
        add_item(event.edition, clash, now=now)
    assert caught.value.fields == {
        "presenters": "Zofia Łódzka has a meeting at 10:00: choose another time, "
        "or have the meeting cancelled first."
    }
    later = typed(starts_local=time(10, 20), ends_local=time(11), presenters=(line,))
    add_item(event.edition, later, now=now)


def test_changing_an_item_is_no_clash_with_itself(
    factory: Factory, edition: Edition, speaker: Registration, now: datetime
) -> None:
    other = factory.registration(edition, name="Adam")
    add_item(edition, typed(presenters=(label_of(speaker),)), now=now)
    both = (label_of(other), label_of(speaker))
    later = now.replace(hour=20)
    change_item(edition, key_of(edition), typed(ends_local=time(11), presenters=both), now=later)
    assert items_of(edition)[0].presenters[1] == "Zofia (Hub One)"
    assert item_of(edition, key_of(edition)).changed_at == later
    change_item(edition, key_of(edition), typed(presenters=(label_of(other),)), now=later)
    assert [one.partition(" ")[0] for one in items_of(edition)[0].presenters] == ["Adam"]


def test_a_refused_change_changes_nothing(edition: Edition, now: datetime) -> None:
    add_item(edition, typed(), now=now)
    with pytest.raises(InvalidInputError):
        change_item(edition, key_of(edition), typed(title=""), now=now)
    assert items_of(edition)[0].title == "What hubs do"


def test_removing_an_item(edition: Edition, speaker: Registration, now: datetime) -> None:
    add_item(edition, typed(presenters=(label_of(speaker),)), now=now)
    assert remove_item(edition, key_of(edition)) == "What hubs do"
    assert items_of(edition) == ()
    assert db.session.scalar(select(func.count(ProgrammePresenter.id))) == 0


def test_another_editions_item_is_not_there(
    factory: Factory, edition: Edition, now: datetime
) -> None:
    add_item(edition, typed(), now=now)
    with pytest.raises(NotFoundError):
        remove_item(factory.edition(), key_of(edition))
    assert db.session.scalar(select(func.count(ProgrammeItem.id))) == 1


def test_only_the_approved_can_present(
    factory: Factory, edition: Edition, speaker: Registration
) -> None:
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    assert possible_presenters(edition) == (label_of(speaker),)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 5, 18, hour, minute, tzinfo=UTC)
