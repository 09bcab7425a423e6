"""What ends when a person is erased before their event is over."""

from datetime import datetime

from app.domain import agenda
from app.models import Edition, Registration
from app.services import cancelling, person_locks


def is_over(edition: Edition, *, now: datetime) -> bool:
    """Whether the edition's last day has passed, in its own calendar."""
    return agenda.local(now, edition.zone).date() > edition.ends_on


def leave(person: Registration, *, by_account_id: int | None, now: datetime) -> int:
    """End what is still to come, inside the caller's transaction; how many meetings ended.

    After the event nothing ends: who met whom still counts. The caller holds the edition.
    """
    if is_over(person.edition, now=now):
        return 0
    person_locks.hold(person)
    return len(cancelling.give_up(person, by=by_account_id, now=now).meetings)
