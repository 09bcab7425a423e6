"""Two people take opposite steps at the same moment: it comes out as if one had been first."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.domain.states import RegistrationState, RequestState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Organisation,
    Registration,
    ScheduleVersion,
)
from app.services import (
    decisions,
    draft_schedule,
    meeting_requests,
    offered_times,
    open_slots,
    request_answers,
)
from app.services.people_scope import PeopleScope
from app.services.publish import publish
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.at_once import at_once
from tests.services.gathering import Gathering
from tests.services.racing import paced, slowly, unguarded

Step = Callable[[], object]


class Stage:
    """A company and a hub with a request between them, an exhibitor, a draft; and steps on it."""

    def __init__(self, factory: Factory, now: datetime, **edition: int) -> None:
        self.now = now
        self.event = Gathering(factory, **edition)
        self.company, self.hub = self.event.company(), self.event.hub()
        self.hubs_colleague = factory.registration(self.event.edition, self.hub.organisation)
        (self.host,) = self.event.exhibitor()
        self.offered = self.event.offer(self.host, 0).public_id
        self.edition_id = self.event.edition.id

    def request(self, state: str, asked: Registration | None = None) -> str:
        """The company's request to the hub, or to another."""
        return self.event.ask(self.company, asked or self.hub, state=state).public_id

    def draft(self, request: str, slot: int = 0) -> None:
        """A draft with the request's meeting."""
        row = db.session.query(MeetingRequest).filter_by(public_id=request).one()
        draft = ScheduleVersion(
            edition_id=self.edition_id, kind=VersionKind.DRAFT, created_at=self.now
        )
        people = (self.company, self.hub)
        draft.meetings.append(
            Meeting(
                request_id=row.id,
                slot_id=self.event.slots[slot].id,
                place_id=self.event.room.places[0].id,
                changed_at=self.now,
                attendances=[Attendance(registration_id=one.id) for one in people],
            )
        )
        self.event.factory.add(draft)

    def accept(self, request: str) -> Step:
        hub = self.hub.id
        return lambda: request_answers.accept(_person(hub), request, now=self.now)

    def decline(self, request: str) -> Step:
        hub = self.hub.id
        return lambda: request_answers.decline(_person(hub), request, now=self.now)

    def withdraw(self, request: str) -> Step:
        company = self.company.id
        return lambda: meeting_requests.withdraw(_person(company), request, now=self.now)

    def ask(self, by: Registration, asked: Registration, named: bool = False) -> Step:
        asking, organisation = by.id, asked.organisation_id
        if named:
            self.event.list_in_directory(asked)
        person = asked.public_id if named else None
        return lambda: meeting_requests.ask(
            _person(asking),
            db.session.get_one(Organisation, organisation),
            person=person,
            topic="Robots",
            now=self.now,
        )

    def reject(self, person: Registration) -> Step:
        public_id = person.public_id
        return lambda: decisions.decide(
            PeopleScope(self._edition(), 0),
            [public_id],
            RegistrationState.REJECTED,
            by=0,
            now=self.now,
        )

    def book(self, by: Registration | None = None) -> Step:
        visitor, offered = (by or self.company).id, self.offered
        return lambda: open_slots.book_open_slot(_person(visitor), offered, now=self.now)

    def cancel(self, by: Registration) -> Step:
        person, offered = by.id, self.offered
        return lambda: open_slots.cancel_booking(_person(person), offered, now=self.now)

    def offer_nothing(self) -> Step:
        host = self.host.id
        return lambda: offered_times.offer(_person(host), frozenset(), now=self.now)

    def publish(self) -> Step:
        return lambda: publish(self._edition(), by_account_id=None, now=self.now)

    def discard(self) -> Step:
        return lambda: draft_schedule.discard(self._edition())

    def _edition(self) -> Edition:
        return db.session.get_one(Edition, self.edition_id)


def _person(key: int) -> Registration:
    return db.session.get_one(Registration, key)


def accept_twice(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("pending")
    return stage.accept(request), stage.accept(request)


def withdraw_twice(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("pending")
    return stage.withdraw(request), stage.withdraw(request)


def accept_and_decline(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("pending")
    return stage.accept(request), stage.decline(request)


def accept_and_withdraw(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("pending")
    return stage.accept(request), stage.withdraw(request)


def decline_and_withdraw(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("accepted")
    return stage.decline(request), stage.withdraw(request)


def cancel_twice(stage: Stage) -> tuple[Step, Step]:
    stage.book()()
    return stage.cancel(stage.company), stage.cancel(stage.host)


def close_and_book(stage: Stage) -> tuple[Step, Step]:
    return stage.offer_nothing(), stage.book()


def cancel_and_book(stage: Stage) -> tuple[Step, Step]:
    stage.book()()
    return stage.cancel(stage.company), stage.book(stage.hub)


def book_and_withdraw(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("pending", stage.host)
    return stage.book(), stage.withdraw(request)


def publish_and_book(stage: Stage) -> tuple[Step, Step]:
    stage.draft(stage.request("accepted"))
    return stage.publish(), stage.book()


def publish_and_withdraw(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("accepted")
    stage.draft(request)
    return stage.publish(), stage.withdraw(request)


def publish_and_decline(stage: Stage) -> tuple[Step, Step]:
    request = stage.request("accepted")
    stage.draft(request)
    return stage.publish(), stage.decline(request)


def publish_and_reject(stage: Stage) -> tuple[Step, Step]:
    stage.draft(stage.request("accepted"))
    return stage.publish(), stage.reject(stage.hub)


def publish_and_discard(stage: Stage) -> tuple[Step, Step]:
    stage.draft(stage.request("accepted"))
    return stage.publish(), stage.discard()


def reject_and_accept(stage: Stage) -> tuple[Step, Step]:
    return stage.reject(stage.company), stage.accept(stage.request("pending"))


def reject_and_accept_after_all(stage: Stage) -> tuple[Step, Step]:
    return stage.reject(stage.company), stage.accept(stage.request("declined"))


def reject_and_ask(stage: Stage) -> tuple[Step, Step]:
    return stage.reject(stage.company), stage.ask(stage.company, stage.hub)


def reject_and_ask_by_name(stage: Stage) -> tuple[Step, Step]:
    return stage.reject(stage.hub), stage.ask(stage.company, stage.hub, named=True)


def reject_and_book(stage: Stage) -> tuple[Step, Step]:
    return stage.reject(stage.host), stage.book()


def ask_and_accept_after_all(stage: Stage) -> tuple[Step, Step]:
    """With a quota of one: what was declined returned to it, and one of the two takes it."""
    return stage.ask(stage.company, stage.host), stage.accept(stage.request("declined"))


Pair = Callable[[Stage], tuple[Step, Step]]
# The conditional update lets one of the two through.
ONE_WINS: list[Pair] = [accept_twice, withdraw_twice, decline_and_withdraw, cancel_twice]
# The locks let the second look only after the first is done.
HELD: list[Pair] = [
    publish_and_withdraw,
    publish_and_decline,
    publish_and_reject,
    reject_and_accept_after_all,
    reject_and_ask,
    reject_and_ask_by_name,
    reject_and_book,
    ask_and_accept_after_all,
]
# In one order both can be done, in the other only the first.
EITHER: list[Pair] = [
    accept_and_decline,
    accept_and_withdraw,
    reject_and_accept,
    cancel_and_book,
    close_and_book,
    book_and_withdraw,
    publish_and_book,
    publish_and_discard,
]


def race(app: Flask, factory: Factory, now: datetime, pair: Pair) -> Counter[str]:
    """Both steps of the pair at once: both look, then one writes, then the other."""
    first, second = pair(Stage(factory, now, request_quota=1))
    db.session.remove()
    with slowly():
        return at_once(app, [paced(first, 0.03), paced(second, 0.07)])


def on_both_engines(pairs: list[Pair], few: list[Pair]) -> pytest.MarkDecorator:
    """All pairs on PostgreSQL; on SQLite, where writers queue for one lock, a few will do."""
    cases = [("postgresql", pair) for pair in pairs] + [("sqlite", pair) for pair in few]
    return pytest.mark.parametrize(("engine_name", "pair"), cases)


@on_both_engines(
    [*ONE_WINS, *HELD, *EITHER],
    [withdraw_twice, publish_and_withdraw, reject_and_ask, publish_and_book],
)
def test_opposite_steps_leave_nothing_broken(
    app: Flask, factory: Factory, now: datetime, pair: Pair
) -> None:
    results = race(app, factory, now, pair)
    assert set(results) <= {"done", "ConflictError", "ForbiddenError", "JustTakenError"} | {
        "InvalidInputError",  # nothing to publish, or nobody of that name
        "NotFoundError",  # no booking any more
    }
    assert results["done"] == 1 or (results["done"] == 2 and pair not in ONE_WINS)
    assert invariants() == []


@on_both_engines(HELD, [publish_and_withdraw, reject_and_ask])
def test_without_the_locks_something_breaks(
    app: Flask, factory: Factory, now: datetime, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unguarded(monkeypatch):
        results = race(app, factory, now, pair)
    assert results == {"done": 2}
    assert invariants() != []


@on_both_engines([accept_twice, withdraw_twice, decline_and_withdraw], [withdraw_twice])
def test_without_the_conditional_update_both_win(
    app: Flask, factory: Factory, now: datetime, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_state(
        request: MeetingRequest, _before: object, after: RequestState, **_: object
    ) -> None:
        request.state = after
        db.session.flush()

    for module in (meeting_requests, request_answers):
        monkeypatch.setattr(module, "change_state", set_state)
    assert race(app, factory, now, pair) == {"done": 2}
