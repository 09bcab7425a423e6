"""The form of a mail to many people: words in each language of the edition, and when it goes."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField

from app.domain.errors import InvalidInputError
from app.domain.mail_templates import OF_PERSON, OwnWords
from app.services.mail_words import checked
from app.web.formats import language_name
from app.web.forms.fields import ClockField, DayField
from app.web.forms.page_form import PageForm


class AnnouncementForm(PageForm):
    """`announcement` names what is being written; the words are fields of their own."""

    announcement = StringField()
    day = DayField(_l("Day"))
    at = ClockField(_l("Time"))
    who = StringField(_l("Whose mail to show: name, e-mail or organisation"))
    shown = SelectField(_l("Show it as it goes to"), validate_choice=False)

    def words_fields(self, language: str) -> tuple[Field, Field]:
        """Subject and body in this language."""
        return self[f"subject_{language}"], self[f"body_{language}"]

    def words(self, languages: Sequence[str]) -> dict[str, OwnWords]:
        """Language → words, the main one first; InvalidInputError by field.

        The main language must be there; another is left out where both its fields are empty.
        """
        found: dict[str, OwnWords] = {}
        faults: dict[str, str] = {}
        for language in languages:
            subject, body = (field.data or "" for field in self.words_fields(language))
            if language != languages[0] and not (subject + body).strip():
                continue
            try:
                found[language] = checked(OF_PERSON, subject, body)
            except InvalidInputError as error:
                faults |= {f"{name}_{language}": text for name, text in error.fields.items()}
        if faults:
            raise InvalidInputError(_("The mail cannot be sent yet: see below."), faults)
        return found


def announcement_form(languages: Sequence[str]) -> type[AnnouncementForm]:
    """The form for an edition in these languages."""
    fields: dict[str, Field] = {}
    for language in languages:
        alone = len(languages) == 1
        name = "" if alone else f" ({language_name(language)})"
        fields[f"subject_{language}"] = StringField(_("Subject") + name)
        fields[f"body_{language}"] = TextAreaField(_("What the mail says") + name)
    return type("EditionAnnouncementForm", (AnnouncementForm,), fields)
