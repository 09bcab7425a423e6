"""What becomes of a request: expiry, undo, colleagues, vetoes, modes; and who hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.states import (
    MembershipRole,
    RequestMode,
    RequestState,
    SchedulingMode,
)
from app.extensions import db
from app.models import MeetingRequest, Membership, OutgoingMail, Registration
from app.services import (
    bulk_answers,
    meeting_requests,
    open_slots,
    request_answers,
    time_picking,
    vetoes,
)
from app.services.met_before import met_before
from app.services.request_expiry import expire_due, expiry_of, remind_due
from app.services.request_quota import quota_of
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def ask(asking: Registration, asked: Registration, now: datetime) -> MeetingRequest:
    return meeting_requests.ask(asking, asked.organisation, topic="Robots", now=now)


def mails(kind: str) -> list[tuple[str, datetime]]:
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.not_before)
        .where(OutgoingMail.kind == f"request.{kind}")
        .order_by(OutgoingMail.recipient)
    )
    return [(recipient, at) for recipient, at in rows]


def state_of(request: MeetingRequest) -> RequestState:
    db.session.rollback()
    return db.session.get_one(MeetingRequest, request.id).state


def test_a_request_that_nobody_answers_is_reminded_of_once_and_ends_once(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, request_expiry_days=4, request_quota=1)
    company, hub = event.company(), event.hub()
    made = ask(company, hub, now)
    half, end = now + timedelta(days=2), now + timedelta(days=4)
    assert made.expires_at == end
    assert [recipient for recipient, _ in mails("asked")] == [hub.email]
    # Just before half time nothing, then once, whoever works.
    assert remind_due(half - timedelta(seconds=1)) == 0
    assert at_once(app, [lambda: remind_due(half)] * 2)["done"] == 2
    assert [recipient for recipient, _ in mails("reminder")] == [hub.email]
    assert expire_due(end - timedelta(seconds=1)) == 0
    assert at_once(app, [lambda: expire_due(end)] * 2)["done"] == 2
    assert state_of(made) is RequestState.EXPIRED
    assert [one for one, _ in mails("expired")] == sorted([company.email, hub.email])
    assert quota_of(company).left == 1
    assert expire_due(end) == remind_due(end) == 0


@on_sqlite
def test_no_request_waits_longer_than_answers_are_due(
    app: Flask, factory: Factory, now: datetime
) -> None:
    # Due on 3 March in Warsaw: until midnight there, which is 23:00 UTC in winter.
    edition = factory.edition(request_expiry_days=5, answers_due_on=date(2027, 3, 3))
    assert expiry_of(edition, now=now) == datetime(2027, 3, 3, 23, tzinfo=UTC)
    later = datetime(2027, 3, 4, tzinfo=UTC)
    assert expiry_of(edition, now=later) == later + timedelta(days=5)


def test_an_answer_is_told_when_it_can_no_longer_be_taken_back(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    made = ask(company, hub, now)
    ten = now + timedelta(minutes=10)
    request_answers.accept(hub, made.public_id, now=now)
    assert mails("accepted") == [(company.email, ten)]
    request_answers.undo(hub, made.public_id, now=ten - timedelta(seconds=1))
    assert (state_of(made), mails("accepted")) == (RequestState.PENDING, [])
    done = request_answers.decline(hub, made.public_id, note=" Next  year ", now=ten)
    assert (done.answer_note, len(mails("declined"))) == ("Next year", 1)
    with pytest.raises(ConflictError, match="ten minutes"):
        request_answers.undo(hub, made.public_id, now=ten + timedelta(minutes=10))
    assert state_of(made) is RequestState.DECLINED


@on_sqlite
def test_a_named_person_answers_or_an_admin_of_the_organisation(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    account = factory.account()
    colleague = factory.registration(event.edition, hub.organisation, account=account)
    event.list_in_directory(hub)
    made = meeting_requests.ask(
        company, hub.organisation, person=hub.public_id, topic="Robots", now=now
    )
    with pytest.raises(ForbiddenError, match="for a colleague"):
        request_answers.accept(colleague, made.public_id, now=now)
    factory.add(
        Membership(
            account_id=account.id,
            organisation_id=hub.organisation_id,
            role=MembershipRole.ADMIN,
        )
    )
    done = request_answers.accept(colleague, made.public_id, person=request_answers.ANYONE, now=now)
    assert (done.state, done.to_registration_id) == (RequestState.ACCEPTED, None)


@on_sqlite
def test_a_colleague_is_suggested_told_and_answers(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, delegation_allowed=False)
    company, hub, stranger = event.company(), event.hub(), event.company()
    colleague = factory.registration(event.edition, hub.organisation)
    made = ask(company, hub, now)
    for nobody in (stranger, hub):
        with pytest.raises(InvalidInputError, match="your organisation"):
            request_answers.suggest(hub, made.public_id, nobody.public_id, now=now)
    done = request_answers.suggest(hub, made.public_id, colleague.public_id, now=now)
    assert (done.state, done.to_registration_id) == (RequestState.PENDING, colleague.id)
    assert [recipient for recipient, _ in mails("colleague")] == [colleague.email]
    # It is personal now, and requests are not passed on at this event.
    with pytest.raises(ForbiddenError, match="personal"):
        request_answers.suggest(colleague, made.public_id, hub.public_id, now=now)


@pytest.mark.parametrize("by_asked", [True, False])
def test_a_veto_ends_what_lives_and_beats_what_comes(
    app: Flask, factory: Factory, now: datetime, by_asked: bool
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    event.list_in_directory(company)
    made = ask(company, hub, now)
    by, other = (hub, company) if by_asked else (company, hub)
    vetoes.veto(by, other.organisation, now=now)
    vetoes.veto(by, other.organisation, now=now)  # once more changes nothing
    assert state_of(made) is (RequestState.DECLINED if by_asked else RequestState.WITHDRAWN)
    with pytest.raises(ForbiddenError) as told:
        ask(other, by, now)
    assert told.value.message == f"{by.organisation.name} is not available for meetings with you."
    with pytest.raises(ForbiddenError, match="Take that back first"):
        ask(by, other, now)
    if by_asked:
        with pytest.raises(ForbiddenError, match="Take that back first"):
            request_answers.accept(hub, made.public_id, now=now)
    vetoes.lift(other, by.organisation, now=now)  # not theirs to take back
    with pytest.raises(ForbiddenError):
        ask(other, by, now)
    vetoes.lift(by, other.organisation, now=now)
    assert ask(other, by, now)


def test_a_veto_and_a_request_at_once_never_leave_both(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    for _ in range(4):
        company_id, hub_id = event.company().id, event.hub().id

        def asks(mine: int = company_id, other: int = hub_id) -> object:
            asking = db.session.get_one(Registration, mine)
            return ask(asking, db.session.get_one(Registration, other), now)

        def refuses(mine: int = hub_id, other: int = company_id) -> None:
            by = db.session.get_one(Registration, mine)
            vetoes.veto(by, db.session.get_one(Registration, other).organisation, now=now)

        results = at_once(app, [asks, refuses])
        assert results["done"] + results["ForbiddenError"] == 2
    living = select(MeetingRequest.id).where(MeetingRequest.state == RequestState.PENDING)
    assert db.session.scalars(living).all() == []


@on_sqlite
def test_a_veto_keeps_from_booking_too(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    company, (person,) = event.company(), event.exhibitor()
    offer = event.offer(person, 0)
    vetoes.veto(person, company.organisation, now=now)
    with pytest.raises(ForbiddenError, match="is not available for meetings with you"):
        open_slots.book_open_slot(company, offer.public_id, now=now)


@on_sqlite
def test_the_matrix_says_who_may_ask_whom(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory, ask_matrix={"sme": ["exhibitor"]})
    company, hub, (person,) = event.company(), event.hub(), event.exhibitor()
    with pytest.raises(ForbiddenError, match="SMEs do not ask hubs"):
        ask(company, hub, now)
    assert ask(company, person, now)
    event.list_in_directory(company)
    assert ask(hub, company, now)


@on_sqlite
def test_only_who_agreed_or_asked_first_is_asked(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    hub, quiet, asked_us = event.hub(), event.company(), event.company()
    with pytest.raises(ForbiddenError, match="agreed to be asked"):
        ask(hub, quiet, now)
    made = ask(asked_us, hub, now)
    request_answers.decline(hub, made.public_id, now=now)
    assert ask(hub, asked_us, now)
    # Who did not agree to be listed gets no mail either, but for the hub's own people.
    assert [recipient for recipient, _ in mails("asked")] == [hub.email]


@on_sqlite
def test_where_requests_are_accepted_at_once_they_can_be_declined(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, request_mode=RequestMode.AUTOMATIC)
    company, hub = event.company(), event.hub()
    made = ask(company, hub, now)
    assert (made.state, made.expires_at) == (RequestState.ACCEPTED, None)
    assert [recipient for recipient, _ in mails("met-at-once")] == [hub.email]
    with pytest.raises(ConflictError, match="ten minutes"):
        request_answers.undo(hub, made.public_id, now=now)  # nobody answered it
    assert request_answers.decline(hub, made.public_id, now=now)


@on_sqlite
def test_many_answers_at_once_and_the_most_deserving_first(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, hub_max_per_block=2)
    hub = event.hub()
    for _ in range(3):
        ask(event.company(), hub, now)
    wanted = event.company()
    event.list_in_directory(wanted)
    old = ask(hub, wanted, now)
    meeting_requests.withdraw(hub, old.public_id, now=now)
    mutual = ask(wanted, hub, now)
    incoming = bulk_answers.incoming_of(hub)
    first = incoming.requests[0]
    # "You wanted to meet them, too" 40, first time 10; the score of empty profiles is 60 (same
    # country is all that is known): 24 points.
    assert first.item.public_id == mutual.public_id
    assert (incoming.slots, incoming.room, incoming.top) == (2, 2, 2)
    chosen = [one.item.public_id for one in incoming.requests[: incoming.top]]
    meeting_requests.withdraw(wanted, mutual.public_id, now=now)
    done = bulk_answers.answer_many(hub, chosen, accepts=True, now=now)
    assert (done.done, len(done.left_out)) == (1, 1)
    assert bulk_answers.incoming_of(hub).room == 1


@on_sqlite
def test_a_pair_that_met_at_an_earlier_edition_is_known(
    app: Flask, factory: Factory, now: datetime
) -> None:
    before = Gathering(factory, starts_on=date(2026, 5, 18), ends_on=date(2026, 5, 19))
    company, hub = before.company(), before.hub()
    made = before.ask(company, hub, state=RequestState.ACCEPTED)
    before.edition.scheduling_mode = SchedulingMode.ACCEPTOR
    db.session.commit()
    time_picking.pick(hub, made.public_id, "A1", now=now)
    series = before.edition.series
    this = factory.edition(series=series)
    other = factory.edition()
    assert met_before(this, hub.organisation_id) == {company.organisation_id: before.edition.name}
    assert met_before(other, hub.organisation_id) == {}
    assert met_before(before.edition, hub.organisation_id) == {}
