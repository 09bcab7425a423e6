"""The forms of the organising team."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from app.domain.states import StaffRole
from app.services.staff import StaffEntry
from app.web.forms import choices
from app.web.forms.page_form import PageForm
from app.web.forms.profile import CheckboxListField


class RoleForm(PageForm):
    """A role, and the countries of a supporting organiser."""

    role = RadioField(_l("Role"), default=StaffRole.EDITOR.value)
    countries = CheckboxListField(_l("Countries of a supporting organiser"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices.staff_roles()
        self.countries.choices = choices.countries()[1:]

    def entry(self) -> StaffEntry:
        """What was typed."""
        role = self.role.data
        return StaffEntry(
            StaffRole(role) if role in set(StaffRole) else None, tuple(self.countries.data or ())
        )


class NewMemberForm(RoleForm):
    """The same for somebody new, by their address."""

    email = StringField(_l("E-mail address"))
