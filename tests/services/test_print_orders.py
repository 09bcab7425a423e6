"""For whom a print is, what changed, in which order the papers lie, and what it will take."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import WorkState
from app.exports.printing import Form
from app.extensions import db
from app.models import PrintJob
from app.services import print_jobs, print_subjects, print_work, work_queue
from app.services.documents.wanted import Order, Wanted
from app.services.print_asking import Asked, Whom, asked_order, forecast
from app.services.print_orders import PrintOrder, kind_of, order_of
from tests.factory import Factory
from tests.services.published import PublishedEvent

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

AGENDAS = "personal_agenda"
CHANGED = Asked(whom=Whom.CHANGED)


@pytest.fixture
def event(app: Flask, factory: Factory, now: datetime) -> PublishedEvent:
    """Visitor 0 at table 1, visitor 1 at the stand, visitor 2 without a meeting."""
    made = PublishedEvent(factory)
    made.publish((0, 0, 0), (1, 1, 2), now=now)
    return made


def titles(event: PublishedEvent, asked: Asked, now: datetime) -> list[str]:
    order = asked_order(event.edition, AGENDAS, asked)
    return [document.title for document in order.documents(event.edition, now=now)]


def printed(event: PublishedEvent, order: PrintOrder, now: datetime) -> None:
    """A print that was begun and finished at that time."""
    event.factory.add(
        PrintJob(
            edition_id=event.edition.id,
            kind=order.kind,
            options=order.options(),
            state=WorkState.DONE,
            queued_at=now,
            started_at=now,
        )
    )


def test_only_those_whose_paper_changed_since_the_last_print(
    event: PublishedEvent, now: datetime
) -> None:
    printed(event, PrintOrder(AGENDAS), now + timedelta(minutes=1))
    later = now + timedelta(hours=1)
    assert titles(event, CHANGED, later) == []
    # Visitor 0 keeps the slot, visitor 1 goes, visitor 2 is new: the hub's person has it all.
    event.publish((0, 0, 0), (2, 2, 0), now=later)
    assert titles(event, CHANGED, later) == ["Visitor 1", "Visitor 2", "Zofia Łódzka"]
    printed(event, PrintOrder(AGENDAS), later + timedelta(minutes=1))
    assert titles(event, CHANGED, later) == []
    event.cancel(2, now=later + timedelta(hours=1))
    assert titles(event, CHANGED, later) == ["Visitor 2", "Zofia Łódzka"]


def test_a_talk_that_changed_counts_too(event: PublishedEvent, now: datetime) -> None:
    printed(event, PrintOrder(AGENDAS), now + timedelta(minutes=1))
    event.talk.changed_at = now + timedelta(hours=1)
    event.factory.add(event.talk)
    assert titles(event, CHANGED, now) == ["Zofia Łódzka"]


def test_a_print_for_one_or_of_another_kind_is_not_the_last_one(
    event: PublishedEvent, now: datetime
) -> None:
    one = PrintOrder(AGENDAS, Wanted(people=frozenset({event.hub.id})))
    printed(event, one, now + timedelta(hours=1))
    printed(event, PrintOrder("badges"), now + timedelta(hours=1))
    assert print_jobs.last_printed_at(event.edition, AGENDAS) is None
    changed = PrintOrder(AGENDAS, Wanted(changed_since=now))
    printed(event, changed, now + timedelta(hours=2))
    assert print_jobs.last_printed_at(event.edition, AGENDAS) == now + timedelta(hours=2)


def test_a_time_is_typed_in_the_zone_of_the_event(event: PublishedEvent) -> None:
    # 10:00 in Warsaw in May is 08:00 UTC; a day alone begins at 22:00 UTC of the day before.
    asked = replace(CHANGED, since_day=date(2027, 5, 18), since_at=time(10))
    wanted = asked_order(event.edition, AGENDAS, asked).wanted
    assert wanted.changed_since == datetime(2027, 5, 18, 8, tzinfo=UTC)
    wanted = asked_order(event.edition, AGENDAS, replace(asked, since_at=None)).wanted
    assert wanted.changed_since == datetime(2027, 5, 17, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (CHANGED, "since_day", "These were never printed for everybody: say since when."),
        (replace(CHANGED, since_day=date.min), "since_day", "Write the day as 2027-05-18."),
        # Clocks go from 02:00 to 03:00 on the last Sunday of March.
        (
            replace(CHANGED, since_day=date(2027, 3, 28), since_at=time(2, 30)),
            "since_at",
            "The clocks skip this time: choose another.",
        ),
        (Asked(whom=Whom.ONE), "subject", "Look for a name, then choose one of those found."),
        (
            Asked(whom=Whom.ONE, subject="people-0"),
            "subject",
            "Look for a name, then choose one of those found.",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    event: PublishedEvent, asked: Asked, field: str, sentence: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        asked_order(event.edition, AGENDAS, asked)
    assert refused.value.fields == {field: sentence}


def test_one_person_or_one_organisation_is_found_by_name(
    event: PublishedEvent, now: datetime
) -> None:
    kind = kind_of(AGENDAS)
    found = print_subjects.found(event.edition, kind, "zofia łodz")
    assert [one.line for one in found] == ["Zofia Łódzka, Hub of Łódź"]
    asked = Asked(whom=Whom.ONE, subject=found[0].token)
    assert titles(event, asked, now) == ["Zofia Łódzka"]
    found = print_subjects.found(event.edition, kind, "hub of")
    assert [one.kind.value for one in found] == ["organisations", "people"]
    assert titles(event, replace(asked, subject=found[0].token), now) == ["Zofia Łódzka"]
    assert print_subjects.found(event.edition, kind, " ") == []


def test_nobody_of_another_event_is_found(
    event: PublishedEvent, factory: Factory, now: datetime
) -> None:
    stranger = factory.registration(factory.edition(), name="Stranger")
    assert print_subjects.found(event.edition, kind_of(AGENDAS), "stranger") == []
    with pytest.raises(InvalidInputError):
        asked_order(event.edition, AGENDAS, Asked(Whom.ONE, subject=f"people-{stranger.id}"))
    order = PrintOrder(AGENDAS, Wanted(people=frozenset({stranger.id})))
    assert order.documents(event.edition, now=now) == []


def test_rooms_and_tables_are_found_for_what_stands_there(event: PublishedEvent) -> None:
    found = print_subjects.found(event.edition, kind_of("table_sign"), "s1")
    assert [(one.kind.value, one.line) for one in found] == [
        ("places", f"S1, {event.room.name}"),
    ]
    found = print_subjects.found(event.edition, kind_of("door_sheet"), event.room.name)
    assert ("rooms", event.room.name) in [(one.kind.value, one.name) for one in found]


def test_the_pile_lies_in_the_order_asked_for(event: PublishedEvent, now: datetime) -> None:
    by_name = ["Visitor 0", "Visitor 1", "Visitor 2", "Zofia Łódzka"]
    assert titles(event, Asked(), now) == by_name
    event.visitors[2].organisation.name = "Aaa"
    event.hub.organisation.name = "Aab"
    for number in (0, 1):
        event.visitors[number].organisation.name = f"Zz {1 - number}"
    event.factory.add(event.hub)
    by_organisation = ["Visitor 2", "Zofia Łódzka", "Visitor 1", "Visitor 0"]
    assert titles(event, Asked(order="organisation"), now) == by_organisation
    # Table 1 first (of visitor 0 and the hub's person), then the stand; who meets nobody is last.
    desk_line = ["Visitor 0", "Zofia Łódzka", "Visitor 1", "Visitor 2"]
    assert titles(event, Asked(order="desk"), now) == desk_line


def test_a_row_keeps_the_whole_order(event: PublishedEvent, now: datetime) -> None:
    wanted = Wanted(
        organisations=frozenset({3, 1}), changed_since=now, order=Order.DESK, variant="listed"
    )
    order = PrintOrder("participant_list", wanted, Form.FILES)
    job = print_jobs.queue(event.edition, order, by_account_id=None, now=now)
    db.session.expire_all()
    assert order_of(job) == order
    assert order_of(PrintJob(kind="agendas", options={})) == PrintOrder(AGENDAS)


def test_what_it_takes_is_said_before(
    event: PublishedEvent, factory: Factory, now: datetime
) -> None:
    assert forecast(event.edition, PrintOrder(AGENDAS), now=now).papers == 4
    assert forecast(event.edition, PrintOrder(AGENDAS), now=now).sheets == 4
    nobody = factory.edition()
    why = forecast(nobody, PrintOrder(AGENDAS), now=now).why_none
    assert why == "Nobody takes part in this event yet."
    factory.registration(nobody, wants_meetings=False)
    why = forecast(nobody, PrintOrder(AGENDAS), now=now).why_none
    assert why == "No schedule is published yet, so there are no meetings to print."
    unchanged = PrintOrder(AGENDAS, Wanted(changed_since=now + timedelta(days=1)))
    why = forecast(event.edition, unchanged, now=now).why_none
    assert why == "Nothing changed since then: the papers handed out still hold."
    with pytest.raises(NotFoundError, match="There is no such document"):
        kind_of("passports")


def test_one_print_of_an_event_is_at_work_at_a_time(event: PublishedEvent, now: datetime) -> None:
    def claimed(at: datetime) -> int | None:
        found = work_queue.claim(PrintJob, now=at, terms=print_work.terms(now=at))
        return found[0].id if found else None

    first = print_jobs.queue(event.edition, PrintOrder(AGENDAS), by_account_id=None, now=now)
    second = print_jobs.queue(event.edition, PrintOrder("badges"), by_account_id=None, now=now)
    ids = (first.id, second.id)
    assert claimed(now) == ids[0]
    assert claimed(now) is None
    # Whoever held it was killed: its lease ends, and it is the first again.
    assert claimed(now + 2 * work_queue.LEASE) == ids[0]
