"""The form for what an organisation offers or needs."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.states import CrossBorder
from app.services.profiles import MAX_TEXT_CHARACTERS, ProfileEntry
from app.web.forms import choices
from app.web.forms.level_rows import LevelRowsField
from app.web.forms.page_form import PageForm


class CheckboxListField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProfileForm(PageForm):
    """What a hub offers or what others need; only the fields of its kind are shown."""

    technologies = LevelRowsField(_l("Technologies"), rows=4)
    functions = LevelRowsField(_l("Kinds of help"), rows=2)
    services = LevelRowsField(_l("Services"), rows=4)
    sectors = LevelRowsField(_l("Sectors"), rows=2)
    text = TextAreaField(_l("In your own words"))
    languages = CheckboxListField(_l("Languages for a meeting"))
    cross_border = RadioField(_l("Hubs abroad"), default=CrossBorder.NO_PREFERENCE.value)

    def __init__(self, *args: Any, for_hub: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_hub = for_hub
        levels = choices.intensities() if for_hub else choices.priorities()
        for field, options in (
            (self.technologies, choices.technologies()),
            (self.functions, choices.functions()),
            (self.services, choices.services()),
            (self.sectors, choices.sectors()),
        ):
            field.options, field.levels = options, levels
        if for_hub:
            for field in (self.technologies, self.services, self.sectors):
                field.usual, field.fewest = 3, 5
        else:
            self.sectors.levels, self.sectors.usual = choices.sector_shares(), 3
        self.languages.choices = choices.languages()
        self.cross_border.choices = choices.cross_border()
        self.text.description = _(
            "What your company does and what it wants to achieve, up to %(most)d characters.",
            most=MAX_TEXT_CHARACTERS,
        )

    def profile(self) -> ProfileEntry:
        """What was typed."""
        wish = self.cross_border.data
        known = {one.value for one in CrossBorder}
        return ProfileEntry(
            technologies=self.technologies.data,
            functions=() if self.for_hub else self.functions.data,
            services=self.services.data if self.for_hub else (),
            sectors=self.sectors.data,
            text=self.text.data or "",
            languages=tuple(self.languages.data or ()),
            cross_border=CrossBorder(wish) if wish in known else CrossBorder.NO_PREFERENCE,
        )
