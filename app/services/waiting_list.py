"""The waiting list: free places are offered in its order, kept for a while, and go on.

All changes hold the edition's lock, and each step is one conditional update of the state.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult

from app.domain import agenda
from app.domain.errors import ConflictError, ForbiddenError
from app.domain.states import EditionState, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Registration
from app.services import audit, capacity, edition_lock
from app.services.letters import registration as letters
from app.services.registration_mails import tell, tell_state
from app.services.transaction import writing
from app.services.waiting_order import end_of_list, waiting

OVER = frozenset({EditionState.RUNNING, EditionState.CLOSED, EditionState.ARCHIVED})
NO_OFFER = later("There is no place kept for you at the moment.")
ENDED = later("The time to take this place is over. You are on the waiting list again.")


def has_begun(edition: Edition, *, now: datetime) -> bool:
    """Whether the event takes place or is over: nobody is offered a place any more."""
    return edition.state in OVER or agenda.local(now, edition.zone).date() >= edition.starts_on


def wait(person: Registration, *, now: datetime) -> None:
    """Put a person at the end of the list, inside the caller's transaction."""
    edition_lock.hold(person.edition)
    person.waiting_since = end_of_list(person.edition, now=now)
    person.offer_expires_at = None
    person.state = RegistrationState.WAITLISTED
    db.session.flush()


def fill_places(edition: Edition, *, now: datetime) -> int:
    """Offer every free place to who has waited longest for one, inside the caller's transaction.

    To be called wherever a place becomes free or the limits change. Whose own part is full is
    passed over. Gives how many were offered a place.
    """
    edition_lock.hold(edition)
    if has_begun(edition, now=now):
        return 0
    places, offered = capacity.places_of(edition), 0
    for person in waiting(edition):
        part = capacity.part_of_registration(person)
        if places.has_room(part) and _offer(person, edition, now=now):
            places, offered = places.with_one_more(part), offered + 1
    return offered


def accept_offer(person: Registration, *, now: datetime) -> None:
    """Take the offered place; raises ConflictError where none is kept any more."""
    with writing():
        edition_lock.hold(person.edition)
        db.session.refresh(person)
        if person.state is not RegistrationState.OFFERED:
            raise ConflictError(NO_OFFER)
        if person.offer_expires_at is not None and person.offer_expires_at <= now:
            raise ConflictError(ENDED)
        if has_begun(person.edition, now=now):
            raise ForbiddenError(later("The event has begun: ask at the desk."))
        if not _swap(
            person,
            RegistrationState.OFFERED,
            RegistrationState.APPROVED,
            decided_at=now,
            waiting_since=None,
            offer_expires_at=None,
        ):
            raise ConflictError(NO_OFFER)
        audit.note(
            "registration.accept_offer",
            by=person.account_id,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )
        tell_state(person, now=now)


def expire_offers(now: datetime) -> int:
    """End every offer whose time is over and offer the places to the next; a periodic task."""
    editions = db.session.scalars(
        select(Edition).where(
            Edition.id.in_(
                select(Registration.edition_id).where(
                    Registration.state == RegistrationState.OFFERED,
                    Registration.offer_expires_at <= now,
                )
            )
        )
    ).all()
    return sum(_expire_offers_of(edition, now=now) for edition in editions)


def _expire_offers_of(edition: Edition, *, now: datetime) -> int:
    with writing():
        edition_lock.hold(edition)
        late = db.session.scalars(
            select(Registration)
            .where(
                Registration.edition_id == edition.id,
                Registration.state == RegistrationState.OFFERED,
                Registration.offer_expires_at <= now,
            )
            .order_by(Registration.offer_expires_at, Registration.id)
        ).all()
        ended = [person for person in late if _end_offer(person, now=now)]
        fill_places(edition, now=now)
    return len(ended)


def _offer(person: Registration, edition: Edition, *, now: datetime) -> bool:
    until = now + timedelta(hours=edition.accept_by_hours)
    done = _swap(
        person,
        RegistrationState.WAITLISTED,
        RegistrationState.OFFERED,
        offer_expires_at=until,
        decided_at=now,
    )
    if done:
        tell_state(person, now=now)
    return done


def _end_offer(person: Registration, *, now: datetime) -> bool:
    done = _swap(
        person,
        RegistrationState.OFFERED,
        RegistrationState.WAITLISTED,
        waiting_since=end_of_list(person.edition, now=now),
        offer_expires_at=None,
    )
    if done:
        tell(person, letters.offer_expired(person), "registration_offer_over", now=now)
    return done


def _swap(
    person: Registration, before: RegistrationState, after: RegistrationState, **values: object
) -> bool:
    """From `before` to `after` by one conditional update; False where somebody was faster."""
    changed = db.session.execute(
        update(Registration)
        .where(Registration.id == person.id, Registration.state == before)
        .values(state=after, **values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE gives one
    db.session.refresh(person)
    return changed.rowcount == 1
