"""The programme of an edition, with the matchmaking blocks in their place."""

from datetime import UTC, date, datetime

from app.domain.states import ProgrammeKind
from app.models import Edition, ProgrammeItem, ProgrammePresenter
from app.services.programme import moments, programme_days
from tests.factory import Factory


def item(factory: Factory, edition: Edition, hours: tuple[int, int], **values: object) -> int:
    """A talk on 18 May 2027 at those hours of UTC; its key."""
    number = f"{hours[0]}-{hours[1]}-{values.get('title', 'Talk')}"
    defaults = {"kind": ProgrammeKind.TALK, "title": "Talk", "uid": number, "room_id": None}
    row = ProgrammeItem(
        edition_id=edition.id,
        starts_at=datetime(2027, 5, 18, hours[0], tzinfo=UTC),
        ends_at=datetime(2027, 5, 18, hours[1], tzinfo=UTC),
        changed_at=factory.now,
        **(defaults | values),
    )
    return factory.add(row).id


def test_entries_stand_under_the_date_of_the_editions_zone(factory: Factory) -> None:
    edition = factory.edition()
    item(factory, edition, (21, 22), title="Late")  # 23:00 in Warsaw
    item(factory, edition, (22, 23), title="Later")  # 00:00 of the 19th in Warsaw

    days = programme_days(edition)

    assert [(day.date, [entry.title for entry in day.entries]) for day in days] == [
        (date(2027, 5, 18), ["Late"]),
        (date(2027, 5, 19), ["Later"]),
    ]


def test_presenters_are_named_by_their_organisation(factory: Factory) -> None:
    edition = factory.edition()
    person = factory.registration(edition, factory.organisation(name="Basque DIH"))
    talk = item(factory, edition, (8, 9))
    factory.add(ProgrammePresenter(item_id=talk, registration_id=person.id))

    (day,) = programme_days(edition)

    assert day.entries[0].presenters == ("Basque DIH",)


def test_a_block_that_no_item_announces_stands_by_itself(factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition, slots=4)

    (day,) = programme_days(edition)

    entry = day.entries[0]
    assert (entry.title, entry.slots, entry.slot_minutes) == ("One-to-one meetings", 4, 20)
    # four slots of 20 minutes, 5 apart, from 08:00 UTC: the last ends at 08:00 + 3 · 25 + 20
    assert entry.ends_at == datetime(2027, 5, 18, 9, 35, tzinfo=UTC)
    assert day.drawing.bars[0].tone == "is-matchmaking"


def test_an_announced_block_only_adds_its_slots(factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition, slots=4)
    item(factory, edition, (8, 10), kind=ProgrammeKind.MATCHMAKING, title="Meet the hubs")
    item(factory, edition, (8, 9), title="Talk meanwhile")

    (day,) = programme_days(edition)

    assert [(entry.title, entry.slots) for entry in day.entries] == [
        ("Meet the hubs", 4),
        ("Talk meanwhile", 0),
    ]


def test_an_empty_programme_still_knows_its_season(factory: Factory) -> None:
    edition = factory.edition()

    # noon of 18 May in Warsaw is 10:00 UTC, in summer time
    assert moments(edition, programme_days(edition)) == (datetime(2027, 5, 18, 10, tzinfo=UTC),)
