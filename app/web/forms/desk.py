"""The short form of who walks in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField

from app.domain.states import OrganisationKind
from app.services.desk import WalkIn
from app.web.forms import choices
from app.web.forms.page_form import PageForm


class WalkInForm(PageForm):
    """Five answers and a tick."""

    name = StringField(_l("Name"))
    email = StringField(_l("E-mail address"))
    organisation = StringField(_l("Organisation"))
    kind = SelectField(_l("Kind"), default=OrganisationKind.SME.value)
    country = SelectField(_l("Country"))
    agreed = BooleanField(_l("They have read the privacy text and agree"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices.kinds(OrganisationKind)
        self.country.choices = choices.countries()

    def entry(self) -> WalkIn:
        """What was typed."""
        kind = self.kind.data
        return WalkIn(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            kind=OrganisationKind(kind) if kind in set(OrganisationKind) else None,
            country=self.country.data or "",
            agreed=bool(self.agreed.data),
        )
