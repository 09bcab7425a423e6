"""The form of what organisers say of an organisation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from app.domain.states import OrganisationKind
from app.services.organisation_pages import OrganisationDetails
from app.web.forms import choices
from app.web.forms.page_form import PageForm


class OrganisationForm(PageForm):
    """Kind, country, region, size and website; the country counts in the event's figures."""

    kind = SelectField(_l("Kind"))
    country = SelectField(_l("Country"))
    nuts2 = SelectField(_l("Region"))
    size_class = SelectField(_l("Size"))
    website = StringField(_l("Website"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices.kinds(OrganisationKind)
        self.country.choices = choices.countries()
        self.nuts2.choices = choices.regions_by_country()
        self.size_class.choices = choices.sizes()

    def details(self) -> OrganisationDetails:
        """What was typed."""
        kind = self.kind.data
        return OrganisationDetails(
            OrganisationKind(kind) if kind in set(OrganisationKind) else None,
            self.country.data or "",
            self.nuts2.data or "",
            self.size_class.data or "",
            self.website.data or "",
        )
