"""What a person may change of their own registration."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField

from app.domain.answers import Asked, answers_of, field_name
from app.exports.words import catalogues, own_name
from app.services.own_registration import DetailsEntry
from app.web.forms import choices
from app.web.forms.page_form import PageForm
from app.web.forms.profile import CheckboxListField
from app.web.forms.questions import offer_answers, question_fields, values_of


class DetailsForm(PageForm):
    """Name, job title, languages, and the organisers' questions."""

    name = StringField(_l("Your name"))
    job_title = StringField(_l("What you do there"))
    languages = CheckboxListField(_l("Languages for a meeting"))
    locale = SelectField(_l("Language of your mails, papers and calendar"))
    nuts2 = SelectField(_l("Region of your organisation"))
    size_class = SelectField(_l("Size of your organisation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = choices.languages()
        self.locale.choices = [(code, own_name(code)) for code in catalogues()]
        self.nuts2.choices = choices.regions_by_country()
        self.size_class.choices = choices.sizes()

    def entry(self, questions: Sequence[Asked]) -> DetailsEntry:
        """What was typed."""
        typed = {one.code: values_of(self, field_name(one.code)) for one in questions}
        return DetailsEntry(
            name=self.name.data or "",
            job_title=self.job_title.data or "",
            languages=tuple(self.languages.data or ()),
            answers=answers_of(questions, typed),
            nuts2=self.nuts2.data,
            size_class=self.size_class.data,
            locale=self.locale.data,
        )


def details_form(
    sent: MultiDict[str, str] | None, questions: Sequence[Asked], **values: Any
) -> DetailsForm:
    """The form with a field for each question."""
    form: type[DetailsForm] = type("AskingDetailsForm", (DetailsForm,), question_fields(questions))
    made = form(sent, **values)
    offer_answers(made, questions)
    return made
