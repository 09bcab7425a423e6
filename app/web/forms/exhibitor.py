"""The form of a stand."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from app.domain.states import OrganisationKind, PlaceKind
from app.services.exhibitors import KINDS, ExhibitorEntry
from app.web.forms import choices
from app.web.forms.place import OwnPlaceForm


class ExhibitorForm(OwnPlaceForm):
    """Whose stand it is, what it shows, where it stands."""

    place_kind = PlaceKind.STAND

    name = StringField(_l("Exhibitor"))
    kind = SelectField(_l("Kind"))
    country = SelectField(_l("Country"))
    shows = TextAreaField(_l("What it shows"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("", _("Choose a kind")), *choices.kinds(KINDS)]
        self.country.choices = choices.countries()

    def exhibitor(self) -> ExhibitorEntry:
        """What was typed."""
        known = {one.value for one in OrganisationKind}
        kind = self.kind.data
        return ExhibitorEntry(
            name=self.name.data or "",
            kind=OrganisationKind(kind) if kind in known else None,
            country=self.country.data or "",
            shows=self.shows.data or "",
            place=self.place(),
        )
