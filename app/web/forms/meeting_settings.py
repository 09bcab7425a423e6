"""The form of how requests work at an edition."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField

from app.domain.ask_matrix import may_ask
from app.domain.states import Part, RequestMode, SchedulingMode
from app.models import Edition
from app.services.meeting_settings import MeetingSettings
from app.web.forms.fields import DayField, WholeNumberField
from app.web.forms.page_form import PageForm


class MeetingSettingsForm(PageForm):
    """Quotas, times, modes; the matrix is its ticks, as (asking, asked) pairs of parts."""

    request_quota = WholeNumberField(_l("Requests a participant may send"))
    hub_request_quota = WholeNumberField(_l("Requests a hub’s person may send"))
    request_expiry_days = WholeNumberField(_l("Days until a request ends by itself"))
    answers_due_on = DayField(_l("Last day to answer"))
    request_mode = RadioField(_l("Who accepts"))
    scheduling_mode = RadioField(_l("Who gives a meeting its time"))
    delegation_allowed = BooleanField(_l("A colleague may come instead of who was asked"))
    is_sure = BooleanField(_l("I know what the change means for these requests"))

    def __init__(self, *args: Any, ticks: frozenset[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticks = ticks
        self.request_mode.choices = request_modes()
        self.scheduling_mode.choices = scheduling_modes()

    @classmethod
    def of(cls, edition: Edition) -> "MeetingSettingsForm":
        """The form as it begins."""
        ticks = frozenset(
            (asking.value, asked.value)
            for asking in Part
            for asked in Part
            if may_ask(edition.ask_matrix, asking, asked)
        )
        form = cls(obj=edition, ticks=ticks)
        form.request_mode.data = edition.request_mode.value
        form.scheduling_mode.data = edition.scheduling_mode.value
        return form

    @classmethod
    def sent(cls, data: MultiDict[str, str]) -> "MeetingSettingsForm":
        """The form as it was sent."""
        pairs = (text.partition("/") for text in data.getlist("ask"))
        return cls(data, ticks=frozenset((asking, asked) for asking, _slash, asked in pairs))

    def entry(self) -> MeetingSettings:
        """What was typed."""
        mode, scheduling = self.request_mode.data, self.scheduling_mode.data
        return MeetingSettings(
            request_quota=self.request_quota.data,
            hub_request_quota=self.hub_request_quota.data,
            request_expiry_days=self.request_expiry_days.data,
            answers_due_on=self.answers_due_on.data,
            request_mode=RequestMode(mode) if mode in set(RequestMode) else None,
            scheduling_mode=(
                SchedulingMode(scheduling) if scheduling in set(SchedulingMode) else None
            ),
            delegation_allowed=bool(self.delegation_allowed.data),
            ask_matrix={
                asking.value: [
                    asked.value for asked in Part if (asking.value, asked.value) in self.ticks
                ]
                for asking in Part
            },
            is_sure=bool(self.is_sure.data),
        )


def request_modes() -> list[tuple[str, str]]:
    """Each with its consequence."""
    return [
        (
            RequestMode.APPROVAL.value,
            _("Approval. Whoever is asked accepts or declines; only wanted meetings take place."),
        ),
        (
            RequestMode.AUTOMATIC.value,
            _("At once. Every request is accepted; whoever is asked can still decline it."),
        ),
    ]


def scheduling_modes() -> list[tuple[str, str]]:
    """The same."""
    return [
        (
            SchedulingMode.SOLVER_FIRST.value,
            _(
                "The schedule first, then themselves. You run the solver and publish; in what is "
                "left free, two who agree book a time at once."
            ),
        ),
        (
            SchedulingMode.SOLVER_ONLY.value,
            _("The schedule only. Every time comes from you; nobody books by themselves."),
        ),
        (
            SchedulingMode.ACCEPTOR.value,
            _(
                "Whoever accepts. They choose a free time of both with a table, and it is booked "
                "at once; the schedule moves none of these."
            ),
        ),
    ]
