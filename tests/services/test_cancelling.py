"""Who cancels frees everything at once, and each partner is told once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.domain.errors import ConflictError, ForbiddenError
from app.domain.states import (
    CalendarChoice,
    EditionState,
    MeetingState,
    OpenSlotState,
    RegistrationState,
    RequestState,
    WorkState,
)
from app.extensions import db
from app.models import Meeting, MeetingRequest, Occupied, OpenSlot, OutgoingMail, Registration
from app.services import cancelling, live_schedule, open_slots
from app.services.transaction import writing
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering
from tests.services.registering import mail_text, mails


def meets(event: Gathering, company: Registration, hub: Registration, slot: int) -> Meeting:
    """A live meeting of the two at a shared table."""
    request = event.factory.request(company, hub)
    with writing():
        return live_schedule.book(
            event.edition,
            request,
            event.slots[slot],
            event.room.places[0],
            [company, hub],
            by_account_id=None,
            now=event.factory.now,
        )


def send_all() -> None:
    """All mails that wait are sent."""
    db.session.execute(update(OutgoingMail).values(state=WorkState.DONE))
    db.session.commit()


def test_everything_is_free_at_once_and_each_partner_told_once(
    factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, registration_capacity=5)
    person, hub = event.company(), event.hub()
    other_hub, exhibitor = event.hub("Other DIH"), event.exhibitor()[0]
    asker = event.hub("Asking DIH")
    hub.calendar_choice = CalendarChoice.FEED  # no invite tells them, so a letter does
    meets(event, person, hub, 0)
    event.ask(person, other_hub)  # to whoever of it
    # Whoever of the person's organisation: nobody else is there to take it.
    event.ask(asker, person)
    booked = event.offer(exhibitor, 1)
    open_slots.book_open_slot(person, booked.public_id, now=now)
    waiting = factory.registration(
        event.edition, state=RegistrationState.WAITLISTED, waiting_since=now
    )
    assert db.session.scalar(select(func.count()).select_from(Occupied)) != 0
    send_all()
    held = cancelling.cancel(person, by=None, now=now)
    # The meeting with the hub and the booked one; these two's requests, and the two others.
    assert (len(held.meetings), len(held.requests), len(held.open_slots)) == (2, 4, 1)
    assert (person.state, person.cancelled_at) == (RegistrationState.CANCELLED, now)
    assert db.session.scalar(select(func.count()).select_from(Occupied)) == 0
    assert set(db.session.scalars(select(Meeting.state))) == {MeetingState.CANCELLED}
    assert set(db.session.scalars(select(MeetingRequest.state))) == {RequestState.VOID}
    db.session.refresh(booked)
    assert booked.state is OpenSlotState.OPEN  # for others
    db.session.refresh(waiting)
    assert waiting.state is RegistrationState.OFFERED
    told = [mail for mail in mails() if mail[1] not in {"registration_offered", "invite.request"}]
    assert sorted(told) == sorted(
        [
            (person.email, "registration_cancelled"),
            # Both of the person's entries go, and the exhibitor's, for whom that is all.
            *[(person.email, "invite.cancel")] * 2,
            (exhibitor.email, "invite.cancel"),
            *((one.email, "partner_cancelled") for one in (hub, other_hub, asker)),
        ]
    )
    text = mail_text(mails().index((hub.email, "partner_cancelled")))
    assert "Cancelled with it: 1 meeting." in text
    assert "Tue 18 May 2027, 10:00 CEST: Hall, 1" in text


def test_a_hubs_colleague_keeps_what_anybody_of_it_can_do(factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()
    factory.registration(event.edition, hub.organisation)  # a colleague
    kept = event.ask(company, hub)
    named = factory.request(event.company(), hub)
    own = event.exhibitor()[0]
    offered = event.offer(own, 0)
    cancelling.cancel(hub, by=None, now=now)
    cancelling.cancel(own, by=None, now=now)
    for row in (kept, named, offered):
        db.session.refresh(row)
    assert (kept.state, named.state) == (RequestState.PENDING, RequestState.VOID)
    assert offered.state is OpenSlotState.CLOSED


@pytest.mark.parametrize(
    ("days", "state", "error"),
    [
        (0, RegistrationState.APPROVED, None),
        (0, RegistrationState.WAITLISTED, None),
        (0, RegistrationState.REJECTED, ConflictError),
        (0, RegistrationState.CANCELLED, ConflictError),
        (78, RegistrationState.APPROVED, ForbiddenError),  # 1 March + 78 days = 18 May
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_it_is_refused_with_words_where_it_is_over_or_the_event_has_begun(
    factory: Factory,
    now: datetime,
    days: int,
    state: RegistrationState,
    error: type[Exception] | None,
) -> None:
    person = factory.registration(factory.edition(), state=state)
    at = now + timedelta(days=days)
    assert bool(cancelling.reason_not_to_cancel(person, now=at)) is (error is not None)
    if error is None:
        cancelling.cancel(person, by=None, now=at)
    else:
        with pytest.raises(error):
            cancelling.cancel(person, by=None, now=at)


def test_cancelling_twice_at_once_happens_once(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory, state=EditionState.SCHEDULED)
    person = event.company()
    meets(event, person, event.hub(), 0)
    send_all()
    key = person.id

    def step() -> Callable[[], object]:
        return lambda: cancelling.cancel(db.session.get_one(Registration, key), by=None, now=now)

    assert at_once(app, [step() for _ in range(4)]) == {"done": 1, "ConflictError": 3}
    kinds = [kind for _to, kind in mails()]
    assert kinds == [*["invite.request"] * 2, *["invite.cancel"] * 2, "registration_cancelled"]
    assert db.session.scalar(select(func.count()).select_from(OpenSlot)) == 0
