"""How a person's own calendar learns of meetings, and when it reminds."""

from datetime import datetime

from flask_babel import gettext as _

from app.domain.errors import ForbiddenError, InvalidInputError
from app.domain.states import CalendarChoice
from app.models import Registration
from app.services import audit, edition_lock, feeds, invites, person_locks
from app.services.transaction import writing

# Minutes before a meeting; None: no reminder.
REMINDERS = (None, 5, 10, 15, 30)


def choose(
    person: Registration,
    choice: CalendarChoice,
    *,
    reminder_minutes: int | None,
    now: datetime,
) -> None:
    """Store the choice.

    Raises ForbiddenError for a registration that is over, InvalidInputError for a reminder that
    is not offered.
    """
    with writing():
        edition_lock.hold(person.edition)
        person_locks.hold(person)
        if not feeds.may_have(person):
            raise ForbiddenError(_("This registration is over: nothing of it can be changed."))
        if reminder_minutes not in REMINDERS:
            fault = _("Choose one of the times.")
            raise InvalidInputError(fault, {"reminder_minutes": fault})
        person.calendar_choice = choice
        person.reminder_minutes = reminder_minutes
        invites.calendar_choice_changed(person, now=now)
        audit.note(
            "calendar.choose",
            by=person.account_id,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
            details={"choice": choice.value, "reminder_minutes": reminder_minutes or 0},
        )
