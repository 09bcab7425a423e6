"""What is asked of the printer: for whom, in which order, as what."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from app.exports.printing import Form
from app.services.documents.wanted import Kind, Whose
from app.services.print_asking import Asked, Whom
from app.services.print_subjects import Subject
from app.web.forms.fields import ClockField, DayField
from app.web.forms.page_form import PageForm

LONGEST_TEXT = 80


class PrintForm(PageForm):
    """It stands in the address while it is filled in, so that the count follows without script."""

    whom = RadioField(_l("For whom"), default=Whom.ALL.value)
    since_day = DayField(_l("Day"))
    since_at = ClockField(_l("Time"))
    q = StringField(_l("Look for a name"))
    subject = RadioField(_l("Which one"), choices=[])
    order = RadioField(_l("In which order"))
    variant = RadioField(_l("Which list"))
    form = RadioField(_l("As what"), default=Form.BOOK.value)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom.choices = whom_choices(kind)
        self.order.choices = [(order.value, _(order.words)) for order in kind.orders]
        self.variant.choices = [(key, _(words)) for key, words in kind.variants]
        self.form.choices = [
            (Form.BOOK.value, _("one PDF with a bookmark for each paper")),
            (Form.FILES.value, _("a ZIP with a file for each paper and a list of them")),
        ]
        self.order.data = self.order.data or kind.orders[0].value
        if kind.variants:
            self.variant.data = self.variant.data or kind.variants[0][0]

    def show_found(self, found: list[Subject]) -> None:
        """Offer what the search found; the only one is chosen already."""
        self.subject.choices = [(one.token, one.line) for one in found]
        if len(found) == 1:
            self.subject.data = found[0].token

    @property
    def typed(self) -> str:
        """What to look for."""
        return " ".join((self.q.data or "").split())[:LONGEST_TEXT]

    def asked(self) -> Asked:
        """What was chosen; what cannot be read is as if it were not there."""
        known = set(Whom)
        return Asked(
            whom=Whom(self.whom.data) if self.whom.data in known else Whom.ALL,
            since_day=self.since_day.data,
            since_at=self.since_at.data,
            subject=self.subject.data or "",
            order=self.order.data or "",
            variant=self.variant.data or "",
            form=self.form.data or "",
        )


def whom_choices(kind: Kind) -> list[tuple[str, str]]:
    """All, and what else makes sense for this kind."""
    one = {
        Whose.PERSON: _("one person or organisation"),
        Whose.ORGANISATION: _("one organisation"),
        Whose.PLACE: _("one room or table"),
    }
    choices = [(Whom.ALL.value, _("all"))]
    if kind.follows_meetings:
        choices.append((Whom.CHANGED.value, _("only those whose paper changed since a time")))
    if kind.whose in one:
        choices.append((Whom.ONE.value, one[kind.whose]))
    return choices
