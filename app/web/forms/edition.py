"""The form of an edition: what it is called, when, where, and how people meet."""

from collections.abc import Iterable
from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from app.domain.presets import GOALS, Preset, preset_of
from app.models import Edition, Series
from app.services.edition_entry import EditionEntry
from app.services.editions import SeriesChoice
from app.services.languages import say
from app.web.forms import choices
from app.web.forms.fields import DayField, WholeNumberField
from app.web.forms.page_form import PageForm

KEEP = "keep"
NEW_SERIES = ""
CONTINENTS = frozenset(
    {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


class EditionForm(PageForm):
    """Everything that an organiser types about an edition; the service judges it."""

    name = StringField(_l("Name of the edition"))
    description = TextAreaField(_l("What it is about"))
    who_may_come = TextAreaField(_l("Who may come"))
    starts_on = DayField(_l("First day"))
    ends_on = DayField(_l("Last day"))
    registration_closes_on = DayField(_l("Last day to register"))
    zone = SelectField(_l("Time zone"), default="Europe/Brussels")
    city = StringField(_l("City"))
    country = SelectField(_l("Country"))
    venue = StringField(_l("Venue"))
    max_meetings = WholeNumberField(_l("Most meetings of one person"), default=5)
    min_meetings = WholeNumberField(_l("Meetings everybody should get at least"), default=0)
    hub_max_per_block = WholeNumberField(_l("Most meetings of a hub’s person in one block"))
    max_consecutive = WholeNumberField(_l("Most meetings in a row"))
    request_quota = WholeNumberField(_l("Requests a participant may send"), default=8)
    hub_request_quota = WholeNumberField(_l("Requests a hub’s person may send"), default=12)
    preset = RadioField(_l("What matters most"), default=Preset.COVERAGE.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = zones()
        self.country.choices = choices.countries()
        self.preset.choices = [
            (preset.value, f"{say(goals.label)}. {say(goals.consequence)}")
            for preset, goals in GOALS.items()
        ]

    @classmethod
    def of(cls, edition: Edition) -> "EditionForm":
        """The form as it begins for a known edition."""
        preset = preset_of(edition.reach, edition.idle_slot_price)
        form = cls(obj=edition)
        form.preset.data = preset.value if preset else KEEP
        return form.keeping(edition)

    def keeping(self, edition: Edition) -> "EditionForm":
        """Offer to keep goals that are no preset."""
        if preset_of(edition.reach, edition.idle_slot_price) is None:
            kept = (KEEP, _("Keep the goals as they are: somebody chose their own."))
            self.preset.choices = [kept, *cast(Iterable[tuple[str, str]], self.preset.choices)]
        return self

    def entry(self) -> EditionEntry:
        """What was typed."""
        chosen = self.preset.data
        return EditionEntry(
            name=self.name.data or "",
            zone=self.zone.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            description=self.description.data or "",
            who_may_come=self.who_may_come.data or "",
            city=self.city.data or "",
            country=self.country.data or "",
            venue=self.venue.data or "",
            registration_closes_on=self.registration_closes_on.data,
            max_meetings=self.max_meetings.data,
            min_meetings=self.min_meetings.data,
            hub_max_per_block=self.hub_max_per_block.data,
            max_consecutive=self.max_consecutive.data,
            request_quota=self.request_quota.data,
            hub_request_quota=self.hub_request_quota.data,
            preset=Preset(chosen) if chosen in set(Preset) else None,
        )


class NewEditionForm(EditionForm):
    """The same, and the series that the edition belongs to."""

    series = SelectField(_l("Series"))
    series_name = StringField(_l("Name of the new series"))

    def __init__(self, *args: Any, owned: Iterable[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.slug, one.name) for one in owned]
        self.series.choices = [*known, (NEW_SERIES, _("A new series"))]

    @property
    def first_series(self) -> str:
        """What is chosen at first: a known series, else a new one."""
        first: tuple[str, str] = cast(list[tuple[str, str]], self.series.choices)[0]
        return first[0]

    def series_choice(self) -> SeriesChoice:
        """The chosen or new series."""
        return SeriesChoice(self.series.data or NEW_SERIES, self.series_name.data or "")


@cache
def zones() -> dict[str, list[tuple[str, str]]]:
    """IANA zones by continent, Europe first."""
    found: dict[str, list[tuple[str, str]]] = {"Europe": []}
    for name in sorted(available_timezones()):
        continent, slash, place = name.partition("/")
        if slash and continent in CONTINENTS:
            found.setdefault(continent, []).append((name, place.replace("_", " ")))
    return found
