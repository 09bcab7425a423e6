"""The form to ask for a meeting."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from app.domain.states import Level
from app.services.partners import Representative
from app.web.formats import language_name
from app.web.forms.page_form import PageForm


class AskForm(PageForm):
    """How much it is wanted, about what, with whom."""

    topic = StringField(_l("What you want to talk about"))
    level = RadioField(_l("How much you want it"), default=Level.LIKE.value)
    person = RadioField(_l("With whom"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [
            (Level.LIKE.value, _("I would like it")),
            (Level.TOP.value, _("It is a top wish of mine")),
        ]

    def people(self, representatives: Iterable[Representative]) -> None:
        """Offer the people who may be asked by name, after whoever fits."""
        named = [(one.public_id, _described(one)) for one in representatives]
        self.person.choices = [("", _("Whoever of them fits best")), *named]


def _described(one: Representative) -> str:
    languages = ", ".join(language_name(code) for code in one.languages)
    return " · ".join(part for part in (one.name, one.job_title, languages) if part)
