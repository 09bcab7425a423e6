"""The form for how one's own calendar learns of meetings."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.domain.states import CalendarChoice
from app.services.calendar_choice import REMINDERS
from app.web.forms.page_form import PageForm


def _ways() -> list[tuple[str, str]]:
    return [
        (
            CalendarChoice.MAIL.value,
            _(
                "By mail: each meeting comes as an invitation, and so does each change, "
                "within minutes. The usual choice."
            ),
        ),
        (
            CalendarChoice.FEED.value,
            _(
                "By the link below: your calendar asks by itself, but only now and then. "
                "No invitations come by mail."
            ),
        ),
        (
            CalendarChoice.BOTH.value,
            _("Both: many calendars then show each meeting twice."),
        ),
    ]


def _reminder(minutes: int | None) -> str:
    if minutes is None:
        return str(_("None"))
    return str(ngettext("%(num)d minute before", "%(num)d minutes before", minutes))


def _reminders() -> list[tuple[str, str]]:
    return [("" if one is None else str(one), _reminder(one)) for one in REMINDERS]


class CalendarForm(PageForm):
    """The way, and the reminder; an empty reminder is none."""

    calendar_choice = RadioField(
        _l("How your calendar learns of your meetings"),
        choices=_ways,
        validators=[InputRequired()],
    )
    reminder_minutes = SelectField(_l("Reminder in the calendar"), choices=_reminders)

    @property
    def choice(self) -> CalendarChoice:
        """What was chosen, once the form is valid."""
        return CalendarChoice(self.calendar_choice.data)

    @property
    def minutes(self) -> int | None:
        """The same of the reminder."""
        return int(self.reminder_minutes.data) if self.reminder_minutes.data else None
