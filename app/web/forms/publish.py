"""The form of publishing: who hears of it by mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from app.services.agenda_mails import MailTo
from app.web.forms.page_form import PageForm


def _choices() -> list[tuple[str, str]]:
    return [
        (MailTo.CHANGED.value, _("Those whose agenda changes (the usual choice)")),
        (MailTo.EVERYBODY.value, _("Everybody: a letter with their agenda")),
        (MailTo.NOBODY.value, _("Nobody now: what is new waits until you let it go")),
    ]


class PublishForm(PageForm):
    """Whom to mail, and whether the paper comes along."""

    mail_to = RadioField(
        _l("Who gets mail"),
        choices=_choices,
        default=MailTo.CHANGED.value,
    )
    with_paper = BooleanField(_l("Attach the agenda as a PDF"))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Who says nothing means the usual choice."""
        self.mail_to.data = self.mail_to.data or MailTo.CHANGED.value
        return super().validate(extra_validators)

    @property
    def chosen(self) -> MailTo:
        """What was chosen."""
        return MailTo(self.mail_to.data)
