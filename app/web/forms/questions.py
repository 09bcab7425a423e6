"""The organisers' extra questions as fields of a form, and the form in which they are made."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from app.domain.answers import Asked, field_name
from app.domain.states import Part, QuestionKind
from app.models import Question
from app.services.questions import QuestionEntry
from app.web.forms import choices
from app.web.forms.page_form import PageForm
from app.web.forms.profile import CheckboxListField


def question_fields(questions: Iterable[Asked]) -> dict[str, Field]:
    """Name of the field → the field, in the order of the questions."""
    return {field_name(one.code): _field(one) for one in questions}


def offer_answers(form: PageForm, questions: Iterable[Asked]) -> None:
    """Give each question's field what there is to choose from."""
    for one in questions:
        field: Any = form[field_name(one.code)]
        options = list(one.choices)
        if one.kind is QuestionKind.YES_NO:
            field.choices = [("yes", _("Yes")), ("no", _("No"))]
        elif one.kind is QuestionKind.CHOICES:
            field.choices = options
        elif one.kind is QuestionKind.CHOICE:
            field.choices = [("", _("Choose one")), *options]


def values_of(form: PageForm, name: str) -> list[str]:
    """What was sent for a question's field."""
    data = form[name].data if name in form else None
    return list(data) if isinstance(data, (list, tuple)) else [data or ""]


def _field(question: Asked) -> Field:
    common: dict[str, Any] = {"label": question.label, "description": question.help}
    match question.kind:
        case QuestionKind.LINE:
            return StringField(**common)
        case QuestionKind.TEXT:
            return TextAreaField(**common)
        case QuestionKind.CHOICES:
            return CheckboxListField(**common)
        case QuestionKind.YES_NO:
            return RadioField(**common)
    return SelectField(**common)


class QuestionForm(PageForm):
    """One question of the organisers."""

    label = StringField(_l("Question"))
    help = StringField(_l("A line of help"))
    kind = SelectField(_l("How it is answered"))
    options = TextAreaField(_l("Answers to choose from"))
    parts = CheckboxListField(_l("Who is asked"))
    required = BooleanField(_l("Needs an answer"))
    sensitive = BooleanField(_l("Sensitive: emptied 30 days after the event"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = list(choices.question_kinds().items())
        self.parts.choices = [(part.value, title) for part, title in choices.parts().items()]

    @classmethod
    def of(cls, row: Question) -> "QuestionForm":
        """The form as it begins for a known question."""
        return cls(
            label=row.label,
            help=row.help,
            kind=row.kind.value,
            options="\n".join(row.options),
            parts=list(row.parts),
            required=row.required,
            sensitive=row.sensitive,
        )

    def entry(self) -> QuestionEntry:
        """What was typed."""
        kinds = {kind.value: kind for kind in QuestionKind}
        return QuestionEntry(
            label=self.label.data or "",
            help=self.help.data or "",
            kind=kinds.get(self.kind.data or ""),
            options=self.options.data or "",
            parts=tuple(part for part in self.parts.data or () if part in set(Part)),
            required=bool(self.required.data),
            sensitive=bool(self.sensitive.data),
        )
