"""Asking, answering, taking back: who may, when, and what happens to who comes second."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)
from app.domain.states import (
    EditionState,
    Level,
    RegistrationState,
    RequestState,
)
from app.extensions import db
from app.models import MeetingRequest, Organisation, Registration
from app.services import (
    live_schedule,
    meeting_requests,
    person_locks,
    request_answers,
    request_rules,
)
from app.services.match_scores import EditionMatches
from app.services.request_quota import Quota, quota_of
from app.services.transaction import writing
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering


def ask(
    asking: Registration,
    asked: Registration,
    now: datetime,
    *,
    topic: str = "Robots",
    person: str | None = None,
) -> MeetingRequest:
    return meeting_requests.ask(asking, asked.organisation, topic=topic, person=person, now=now)


def test_a_request_is_pending_and_keeps_its_score(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company = event.company(technologies={"robotics": 3})
    hub = event.hub(technologies={"robotics": 5})
    made = meeting_requests.ask(
        company, hub.organisation, level=Level.TOP, topic="  A robot   cell ", now=now
    )
    score = EditionMatches(event.edition.id).score(company.organisation_id, hub.organisation_id)
    assert score > 50
    assert (made.state, made.from_level, made.topic, made.match_score, made.to_registration_id) == (
        RequestState.PENDING,
        Level.TOP,
        "A robot cell",
        score,
        None,
    )


def test_a_person_is_asked_by_name_only_where_they_agreed(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub, stranger = event.company(), event.hub(), event.company()
    event.list_in_directory(stranger)
    for person in (hub, stranger):  # not listed; listed, but of another organisation
        with pytest.raises(InvalidInputError) as caught:
            ask(company, hub, now, person=person.public_id)
        assert list(caught.value.fields) == ["person"]
    event.list_in_directory(hub)
    assert ask(company, hub, now, person=hub.public_id).to_registration_id == hub.id


@pytest.mark.parametrize(("topic", "is_good"), [("", False), ("  ", False), ("x" * 200, True)])
def test_a_request_says_what_it_is_about(
    app: Flask, factory: Factory, now: datetime, topic: str, is_good: bool
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    if is_good:
        assert ask(company, hub, now, topic=topic)
        return
    with pytest.raises(InvalidInputError) as caught:
        ask(company, hub, now, topic=topic)
    assert list(caught.value.fields) == ["topic"]


def test_a_topic_has_two_hundred_characters_at_most() -> None:
    with pytest.raises(InvalidInputError, match="these are 201"):
        request_rules.checked_topic("x" * 201)


def test_the_quota_is_exact_and_comes_back(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory, request_quota=2)
    company, hubs = event.company(), [event.hub(f"Hub {n}") for n in range(3)]
    first = ask(company, hubs[0], now)
    ask(company, hubs[1], now)
    assert quota_of(company) == Quota(used=2, limit=2)
    with pytest.raises(ForbiddenError, match="all your 2 requests"):
        ask(company, hubs[2], now)
    meeting_requests.withdraw(company, first.public_id, now=now)
    assert quota_of(company).left == 1
    ask(company, hubs[2], now)


def test_declined_requests_come_back_to_the_quota(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, request_quota=1)
    company, hub, other = event.company(), event.hub("One"), event.hub("Two")
    made = ask(company, hub, now)
    request_answers.decline(hub, made.public_id, now=now)
    assert ask(company, other, now).state is RequestState.PENDING


def test_hubs_have_a_quota_of_their_own(app: Flask, factory: Factory) -> None:
    event = Gathering(factory, request_quota=8, hub_request_quota=12)
    assert (quota_of(event.company()).limit, quota_of(event.hub()).limit) == (8, 12)


def test_two_organisations_have_one_living_request(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    colleague = factory.registration(event.edition, company.organisation)
    made = ask(company, hub, now)
    for asking, asked in ((company, hub), (colleague, hub), (hub, company)):
        with pytest.raises(ConflictError, match="have a living request already"):
            ask(asking, asked, now, topic="Something else")
    meeting_requests.withdraw(company, made.public_id, now=now)
    assert ask(hub, company, now).state is RequestState.PENDING


def test_nobody_asks_themselves(app: Flask, factory: Factory, now: datetime) -> None:
    company = Gathering(factory).company()
    with pytest.raises(ForbiddenError, match="your own organisation"):
        ask(company, company, now)


@pytest.mark.parametrize(
    ("state", "may_ask"),
    [
        (EditionState.REGISTRATION_OPEN, False),
        (EditionState.BOOKING_OPEN, True),
        (EditionState.BOOKING_CLOSED, False),
    ],
)
def test_requests_are_sent_while_they_are_open(
    app: Flask, factory: Factory, now: datetime, state: EditionState, may_ask: bool
) -> None:
    event = Gathering(factory, state=state)
    company, hub = event.company(), event.hub()
    assert (request_rules.reason_not_to_ask(company) == "") is may_ask
    if not may_ask:
        with pytest.raises(ForbiddenError, match="not open"):
            ask(company, hub, now)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.SUBMITTED, "approved your registration"),
        (RegistrationState.REJECTED, "do not take part"),
        (RegistrationState.WAITLISTED, "once you have a place"),
        (RegistrationState.CANCELLED, "if you register again"),
    ],
)
def test_only_the_approved_ask_and_answer(
    app: Flask, factory: Factory, now: datetime, state: RegistrationState, words: str
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    made = ask(company, hub, now)
    company.state = hub.state = state
    db.session.commit()
    with pytest.raises(ForbiddenError, match=words):
        ask(company, hub, now)
    with pytest.raises(ForbiddenError, match=words):
        request_answers.accept(hub, made.public_id, now=now)


def test_who_wants_no_meetings_does_not_ask_and_is_not_asked(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    hub.wants_meetings = False
    db.session.commit()
    with pytest.raises(ForbiddenError, match="Nobody of this organisation"):
        ask(company, hub, now)
    with pytest.raises(ForbiddenError, match="you want no meetings"):
        ask(hub, company, now)


def test_the_asked_side_accepts_with_its_own_level(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    account = factory.account()
    company, hub = event.company(), event.hub()
    colleague = factory.registration(event.edition, hub.organisation, account=account)
    made = ask(company, hub, now)
    done = request_answers.accept(colleague, made.public_id, level=Level.TOP, now=now)
    assert (done.state, done.to_level, done.answered_at, done.answered_by_account_id) == (
        RequestState.ACCEPTED,
        Level.TOP,
        now,
        account.id,
    )


def test_others_neither_answer_nor_withdraw(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    company, hub, stranger = event.company(), event.hub(), event.company()
    elsewhere = Gathering(factory).company()
    colleague = factory.registration(event.edition, company.organisation)
    made = ask(company, hub, now)
    for person in (company, stranger, elsewhere):
        with pytest.raises(NotFoundError):
            request_answers.accept(person, made.public_id, now=now)
        with pytest.raises(NotFoundError):
            request_answers.decline(person, made.public_id, now=now)
    for person in (hub, stranger, elsewhere, colleague):
        with pytest.raises(NotFoundError):
            meeting_requests.withdraw(person, made.public_id, now=now)
    assert db.session.scalar(select(MeetingRequest.state)) is RequestState.PENDING


@pytest.mark.parametrize(
    ("state", "may_answer"),
    [
        (EditionState.BOOKING_OPEN, True),
        (EditionState.BOOKING_CLOSED, True),
        (EditionState.SCHEDULED, True),  # what is left is booked then
        (EditionState.FINAL, False),
    ],
)
def test_requests_are_answered_until_there_is_a_schedule(
    app: Flask, factory: Factory, now: datetime, state: EditionState, may_answer: bool
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    made = ask(company, hub, now)
    event.edition.state = state
    db.session.commit()
    if may_answer:
        assert request_answers.accept(hub, made.public_id, now=now)
    else:
        with pytest.raises(ForbiddenError, match="cannot be answered any more"):
            request_answers.accept(hub, made.public_id, now=now)


Step = Callable[[Registration, Registration, str, datetime], MeetingRequest]


def accept(_: Registration, asked: Registration, name: str, now: datetime) -> MeetingRequest:
    return request_answers.accept(asked, name, now=now)


def decline(_: Registration, asked: Registration, name: str, now: datetime) -> MeetingRequest:
    return request_answers.decline(asked, name, now=now)


def withdraw(
    asking: Registration, _asked: Registration, name: str, now: datetime
) -> MeetingRequest:
    return meeting_requests.withdraw(asking, name, now=now)


@pytest.mark.parametrize(
    ("before", "step", "is_possible"),
    [
        ("pending", accept, True),
        ("pending", decline, True),
        ("pending", withdraw, True),
        ("accepted", accept, False),
        ("accepted", decline, True),
        ("accepted", withdraw, True),
        ("declined", accept, True),
        ("declined", decline, False),
        ("declined", withdraw, False),
        ("withdrawn", accept, False),
        ("withdrawn", decline, False),
        ("withdrawn", withdraw, False),
        ("expired", accept, False),
        ("void", withdraw, False),
    ],
)
def test_each_state_has_its_next_ones(
    app: Flask, factory: Factory, now: datetime, before: str, step: Step, is_possible: bool
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    made = event.ask(company, hub, state=before)
    if is_possible:
        assert RequestState(before).may_become(step(company, hub, made.public_id, now).state)
    else:
        with pytest.raises(ConflictError, match="meanwhile"):
            step(company, hub, made.public_id, now)
        assert db.session.scalar(select(MeetingRequest.state)) == before


def test_accepting_after_all_gives_way_to_a_newer_request(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    old = event.ask(company, hub, state="declined")
    ask(hub, company, now)
    with pytest.raises(ConflictError, match="have a living request already"):
        request_answers.accept(hub, old.public_id, now=now)


def test_a_scheduled_meeting_is_not_dropped_by_answering(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    made = event.ask(company, hub, state="accepted")
    with writing():
        live_schedule.book(
            event.edition,
            made,
            event.slots[0],
            event.room.places[0],
            [company, hub],
            by_account_id=None,
            now=now,
        )
    for step in (decline, withdraw):
        with pytest.raises(ConflictError, match="on the schedule"):
            step(company, hub, made.public_id, now)
    assert db.session.scalar(select(MeetingRequest.state)) is RequestState.ACCEPTED


def test_of_two_who_answer_at_once_one_is_told(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    name = event.ask(company, hub).public_id
    company_id, hub_id = company.id, hub.id

    def one() -> object:
        return request_answers.accept(db.session.get_one(Registration, hub_id), name, now=now)

    def other() -> object:
        asking = db.session.get_one(Registration, company_id)
        return meeting_requests.withdraw(asking, name, now=now)

    assert at_once(app, [one, one]) == {"done": 1, "ConflictError": 1}
    assert at_once(app, [other, other]) == {"done": 1, "ConflictError": 1}


def asked_at_once(app: Flask, factory: Factory, now: datetime) -> int:
    """Sixteen requests of one person at once, where one is left; how many were stored."""
    event = Gathering(factory, request_quota=1)
    company_id = event.company().id
    hubs = [event.hub(f"Hub {n}").organisation_id for n in range(16)]

    def step(organisation_id: int) -> Callable[[], object]:
        def run() -> object:
            asking = db.session.get_one(Registration, company_id)
            found = db.session.get_one(Organisation, organisation_id)
            return meeting_requests.ask(asking, found, topic="Robots", now=now)

        return run

    at_once(app, [step(hub) for hub in hubs])
    return db.session.scalar(select(func.count()).select_from(MeetingRequest)) or 0


def test_the_quota_holds_when_all_is_sent_at_once(
    app: Flask, factory: Factory, now: datetime
) -> None:
    assert asked_at_once(app, factory, now) == 1


def test_without_the_lock_the_quota_would_not_hold(
    app: Flask, factory: Factory, now: datetime, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine_name == "sqlite":
        pytest.skip("SQLite has one writer at a time; the lock is for PostgreSQL")
    gate = threading.Barrier(16, timeout=30)
    # The guard is gone: all sixteen have looked at the quota before the first one writes.
    monkeypatch.setattr(person_locks, "hold_ids", lambda ids: None)
    look = request_rules.reason_not_to_ask

    def looked(*args: object) -> str:
        why_not = look(*args)  # type: ignore[arg-type] # the same arguments
        gate.wait()
        return why_not

    monkeypatch.setattr(request_rules, "reason_not_to_ask", looked)
    assert asked_at_once(app, factory, now) == 16
