"""The form of a hub that is in no catalogue."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from app.services.hub_tables import HubEntry
from app.services.profiles import ProfileEntry
from app.web.forms import choices
from app.web.forms.place import OwnPlaceForm
from app.web.forms.profile import CheckboxListField

# What an organiser ticks for a hub counts as a middling strength; its people say it better later.
USUAL_INTENSITY = 3


class NewHubForm(OwnPlaceForm):
    """A hub typed by hand, and its table."""

    name = StringField(_l("Name of the hub"))
    country = SelectField(_l("Country"))
    city = StringField(_l("City"))
    website = StringField(_l("Website"))
    text = TextAreaField(_l("What it does"))
    technologies = CheckboxListField(_l("Technologies"))
    services = CheckboxListField(_l("Services"))
    languages = CheckboxListField(_l("Languages"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = choices.countries()
        self.technologies.choices = choices.technologies()
        self.services.choices = choices.services()
        self.languages.choices = choices.languages()

    def hub(self) -> HubEntry:
        """What was typed."""
        return HubEntry(
            name=self.name.data or "",
            country=self.country.data or "",
            profile=ProfileEntry(
                technologies=_strengths(self.technologies.data),
                services=_strengths(self.services.data),
                text=self.text.data or "",
                languages=tuple(self.languages.data or ()),
            ),
            city=self.city.data or "",
            website=self.website.data or "",
        )


def _strengths(codes: list[str] | None) -> tuple[tuple[str, int], ...]:
    return tuple((code, USUAL_INTENSITY) for code in codes or ())
