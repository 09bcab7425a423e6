"""Rows become agendas."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event as hook

from app.domain.agenda import Spot, UnmetRequest, to_text
from app.domain.errors import NotFoundError
from app.domain.states import RegistrationState, RequestState, WorkState
from app.extensions import db
from app.models import SolveRun
from app.services import live_schedule
from app.services.agenda import agenda_of, agenda_of_id, agendas_of
from app.services.transaction import writing
from app.services.unmet_requests import CANCELLED, LATER, REASONS
from scheduling.result import Reason, Result, Status, Unscheduled
from scheduling.serialise import result_to_text
from tests.factory import Factory
from tests.services.published import PublishedEvent


def test_before_the_first_version_there_are_only_talks(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    assert to_text(agenda_of(event.hub, now=now)) == (
        "Spring 2027 (not published)\n"
        "Zofia Łódzka · Hub of Łódź\n"
        "All times Warsaw, CEST\n"
        "\n"
        "Monday 2027-05-17\n"
        "  11:00-12:00  What hubs do | Hall | You present\n"
    )
    assert agenda_of(event.visitors[0], now=now).days == ()


def test_talks_and_meetings_in_time_order(app: Flask, factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), (1, 1, 2), (2, 3, None), now=now)
    names = [visitor.organisation.name for visitor in event.visitors]
    link = f"https://meet.example.eu/{_meeting_id(event, 2)}"
    assert to_text(agenda_of(event.hub, now=now)) == (
        "Spring 2027 (version 1)\n"
        "Zofia Łódzka · Hub of Łódź\n"
        "All times Warsaw, CEST\n"
        "\n"
        "Monday 2027-05-17\n"
        "  11:00-12:00  What hubs do | Hall | You present\n"
        "\n"
        "Tuesday 2027-05-18\n"
        "  10:00-10:20  Meeting with Visitor 0 | "
        f"Visitor 0, {names[0]}, PL | Hall, table 1 | Robots\n"
        "  10:25-10:45  Meeting with Visitor 1 | "
        f"Visitor 1, {names[1]}, PL | Hall, stand S1 | Robots\n"
        "  11:15-11:35  Meeting with Visitor 2 | "
        f"Visitor 2, {names[2]}, PL | Robots | {link}\n"
    )
    (own,) = agenda_of(event.visitors[2], now=now).entries
    assert (own.spot, own.join_link, own.partner_name) == (Spot.ONLINE, link, "Zofia Łódzka")


def _meeting_id(event: PublishedEvent, visitor: int) -> str:
    (found,) = (
        one.public_id
        for one in live_schedule.live_meetings(event.edition.id)
        if one.request_id == event.requests[visitor].id
    )
    return found


def test_the_hub_s_own_link_goes_before_all_others(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, None), (1, 1, 0), now=now)
    event.own_link(event.visitors[0], "https://visitor.example.eu/room")
    assert _links(event, now) == ["https://visitor.example.eu/room", None]
    event.own_link(event.hub, "https://hub.example.eu/room")
    assert _links(event, now) == ["https://hub.example.eu/room", None]


def _links(event: PublishedEvent, now: datetime) -> list[str | None]:
    return [entry.join_link for entry in agenda_of(event.hub, now=now).meetings]


def test_calendar_identity_moves_only_with_the_meeting(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    later = now + timedelta(days=1)
    event.publish((0, 0, 0), (1, 1, 0), now=now)
    first = agenda_of(event.hub, now=now).meetings
    event.publish((0, 0, 0), (1, 2, 0), now=later)
    second = agenda_of(event.hub, now=later).meetings
    assert second[0] == first[0]
    assert second[1].uid == first[1].uid
    assert (second[1].sequence, second[1].changed_at) == (first[1].sequence + 1, later)
    partners = agenda_of(event.visitors[0], now=later).meetings
    assert partners[0].uid != first[0].uid  # each person's calendar has its own


def test_everybody_s_agenda_is_the_same_as_their_own(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    factory.registration(event.edition, state=RegistrationState.SUBMITTED)
    factory.registration(event.edition, wants_meetings=False)
    event.publish((0, 0, 0), (2, 3, None), now=now)
    everybody = agendas_of(event.edition, now=now)
    people = [*event.visitors, event.hub]
    assert [one.person_name for one in everybody] == [
        *("Visitor 0", "Visitor 1", "Visitor 2"),
        "Zofia Łódzka",
    ]
    assert everybody == [agenda_of(person, now=now) for person in people]
    assert agenda_of_id(event.edition, event.hub.public_id, now=now) == everybody[3]
    with pytest.raises(NotFoundError, match="There is no participant “nobody”"):
        agenda_of_id(event.edition, "nobody", now=now)


def test_the_number_of_queries_does_not_grow(app: Flask, factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    few = _queries(event, now)
    for _ in range(5):
        factory.request(factory.registration(event.edition), event.hub)
    event.publish((0, 0, 0), (1, 1, 0), now=now)
    assert _queries(event, now) == few


def _queries(event: PublishedEvent, now: datetime) -> int:
    db.session.expire_all()
    assert event.edition.id
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    hook.listen(db.engine, "before_cursor_execute", note)
    agendas_of(event.edition, now=now)
    hook.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_unmet_requests_say_why(app: Flask, factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now, run_id=_run(event, now).id)
    hub = event.hub.organisation.name
    taken = REASONS[Reason.TABLES_FULL]
    assert agenda_of(event.visitors[0], now=now).unscheduled == ()
    assert agenda_of(event.visitors[1], now=now).unscheduled == (
        UnmetRequest("Zofia Łódzka", hub, "Robots", taken),
    )
    asked = [
        UnmetRequest(one.name, one.organisation.name, "Robots", why)
        for one, why in zip(event.visitors[1:], (taken, LATER), strict=True)
    ]
    assert list(agenda_of(event.hub, now=now).unscheduled) == asked


def test_a_cancelled_meeting_and_a_request_to_the_whole_organisation(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    colleague = factory.registration(event.edition, event.hub.organisation, name="Colleague")
    event.requests[0].to_registration = None
    event.requests[1].state = RequestState.WITHDRAWN
    db.session.commit()
    event.publish((0, 0, 0), (2, 1, 0), now=now)
    with writing():
        meeting = live_schedule.live_meetings(event.edition.id)[0]
        live_schedule.cancel(event.edition, meeting, by_account_id=None, now=now)
    visitor = event.visitors[0]
    unmet = UnmetRequest(visitor.name, visitor.organisation.name, "Robots", CANCELLED)
    for person in (event.hub, colleague):
        assert agenda_of(person, now=now).unscheduled == (unmet,)
    assert agenda_of(visitor, now=now).unscheduled == (
        replace(unmet, partner_name="", partner_organisation="Hub of Łódź"),
    )


def _run(event: PublishedEvent, now: datetime) -> SolveRun:
    """A run that left the second visitor's request out."""
    left_out = Unscheduled(event.requests[1].public_id, Reason.TABLES_FULL, (), "", certain=True)
    result = Result(Status.FEASIBLE, unscheduled=(left_out,))
    return event.factory.add(
        SolveRun(
            edition_id=event.edition.id,
            state=WorkState.DONE,
            instance="{}",
            settings={"seconds": 1},
            result=result_to_text(result),
            queued_at=now,
        )
    )
