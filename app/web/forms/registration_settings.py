"""The organisers' forms about registering: limits and words to agree to."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, SelectField, TextAreaField

from app.domain.states import ConsentKind, Part
from app.models import Edition
from app.services.consent_texts import ALWAYS, all_texts
from app.services.registration_settings import RegistrationSettings, settings_of
from app.web.forms import choices
from app.web.forms.fields import DayField, WholeNumberField
from app.web.forms.page_form import PageForm


class SettingsForm(PageForm):
    """How many may come, who decides, and until when."""

    capacity = WholeNumberField(_l("Places altogether"))
    approval_required = BooleanField(_l("Approve each registration by hand"))
    waiting_list = BooleanField(_l("Keep a waiting list"))
    accept_by_hours = WholeNumberField(_l("Hours to take an offered place"))
    closes_on = DayField(_l("Last day to register"))

    def part_field(self, part: Part) -> Any:
        """The field for the places of one part."""
        return self[f"capacity_{part}"]

    def entry(self) -> RegistrationSettings:
        """What was typed."""
        return RegistrationSettings(
            capacity=self.capacity.data,
            part_capacities={part: self.part_field(part).data for part in Part},
            approval_required=bool(self.approval_required.data),
            waiting_list=bool(self.waiting_list.data),
            accept_by_hours=self.accept_by_hours.data,
            closes_on=self.closes_on.data,
        )


def settings_form(edition: Edition, sent: MultiDict[str, str] | None = None) -> SettingsForm:
    """The form as sent, or as it begins."""
    fields = {
        f"capacity_{part}": WholeNumberField(title) for part, title in choices.parts().items()
    }
    form: type[SettingsForm] = type("PartSettingsForm", (SettingsForm,), fields)
    known = settings_of(edition)
    values: dict[str, Any] = {
        "capacity": known.capacity,
        "approval_required": known.approval_required,
        "waiting_list": known.waiting_list,
        "accept_by_hours": known.accept_by_hours,
        "closes_on": known.closes_on,
        **{f"capacity_{part}": limit for part, limit in known.part_capacities.items()},
    }
    return form(sent, **({} if sent is not None else values))


class ConsentTextForm(PageForm):
    """The words of one consent."""

    def __init__(self, *args: Any, kind: ConsentKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    @property
    def always(self) -> bool:
        """Whether it is asked in any case."""
        return self.kind is ALWAYS


def consent_text_form(
    edition: Edition, kind: ConsentKind, sent: MultiDict[str, str] | None = None
) -> ConsentTextForm:
    """The form of one kind, as sent or as it begins; its text field is named by the kind."""
    known, asked = next(one for one in all_texts(edition) if one[0].kind is kind)
    fields = {kind.value: TextAreaField(_("Words")), "asked": BooleanField(_("Ask for it"))}
    form: type[ConsentTextForm] = type("WordsForm", (ConsentTextForm,), fields)
    begins = {kind.value: known.text, "asked": asked}
    return form(sent, kind=kind, **({} if sent is not None else begins))


class InvitationForm(PageForm):
    """Whom to invite past the limits."""

    email = EmailField(_l("E-mail"))
    part = SelectField(_l("Comes as"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(part.value, title) for part, title in choices.parts().items()]
        self.part.choices = [("", _("They choose")), *parts]

    def chosen_part(self) -> Part | None:
        """What they are to come as, if that is said."""
        return Part(self.part.data) if self.part.data in set(Part) else None
