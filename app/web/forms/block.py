"""The form of a matchmaking block."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.services.blocks import BlockEntry
from app.web.forms.fields import ClockField, DayField, WholeNumberField
from app.web.forms.page_form import PageForm


class BlockForm(PageForm):
    """A day, a start, an end, and how it is cut."""

    held_on = DayField(_l("Day"))
    starts_local = ClockField(_l("Start"))
    ends_local = ClockField(_l("End"))
    slot_minutes = WholeNumberField(_l("Minutes per meeting"), default=20)
    gap_minutes = WholeNumberField(_l("Minutes between meetings"), default=5)
    online = BooleanField(_l("Online only"))

    def entry(self) -> BlockEntry:
        """What was typed."""
        return BlockEntry(
            self.held_on.data,
            self.starts_local.data,
            self.ends_local.data,
            self.slot_minutes.data,
            self.gap_minutes.data,
            bool(self.online.data),
        )
