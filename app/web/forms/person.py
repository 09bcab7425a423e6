"""The forms on an organiser's page of one person."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from app.domain.states import Level, RegistrationRole
from app.services.person_edit import PersonDetails
from app.web.forms import choices
from app.web.forms.fields import WholeNumberField
from app.web.forms.page_form import PageForm
from app.web.forms.profile import CheckboxListField


class PersonForm(PageForm):
    """What a registration says of its person."""

    name = StringField(_l("Name"))
    job_title = StringField(_l("Job title"))
    role = SelectField(_l("Role"))
    languages = CheckboxListField(_l("Languages"))
    wants_meetings = BooleanField(_l("Wants one-to-one meetings"))
    max_meetings = WholeNumberField(_l("At most this many meetings"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices.roles()
        self.languages.choices = choices.languages()

    def details(self) -> PersonDetails:
        """What was typed."""
        role = self.role.data
        return PersonDetails(
            name=self.name.data or "",
            job_title=self.job_title.data or "",
            role=RegistrationRole(role) if role in set(RegistrationRole) else None,
            languages=tuple(self.languages.data or ()),
            wants_meetings=bool(self.wants_meetings.data),
            max_meetings=self.max_meetings.data,
        )


class AddressForm(PageForm):
    """An address that mails get to."""

    email = StringField(_l("The right address"))


class NoteForm(PageForm):
    """A note."""

    text = TextAreaField(_l("Note"))


class AskForThemForm(PageForm):
    """A request in the person's name."""

    organisation = SelectField(_l("Organisation"))
    topic = StringField(_l("What they want to talk about"))
    level = SelectField(_l("How much they want it"), default=Level.LIKE.value)

    def __init__(self, *args: Any, asked: choices.Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = [("", _l("Choose an organisation")), *asked]
        self.level.choices = [
            (Level.LIKE.value, _l("Would like it")),
            (Level.TOP.value, _l("A top wish")),
        ]

    def chosen_level(self) -> Level:
        """The level; a like where anything else was sent."""
        return Level.TOP if self.level.data == Level.TOP.value else Level.LIKE
