"""Fields that keep apart what is empty and what cannot be read; the services judge both."""

import re
from datetime import date, time
from typing import Any

from wtforms import DateField, IntegerField, TimeField

# No rule of ours allows them, so they are refused with the rule's own sentence.
NO_NUMBER = -1
NO_DATE = date.min


class WholeNumberField(IntegerField):
    """A whole number; None where empty, NO_NUMBER where it cannot be read."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        is_number = re.fullmatch(r"-?[0-9]{1,6}", typed)
        self.data = (int(typed) if is_number else NO_NUMBER) if typed else None


class DayField(DateField):
    """A date as 2027-05-18; None where empty, NO_DATE where it cannot be read."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = date.fromisoformat(typed)
            except ValueError:
                self.data = NO_DATE


class ClockField(TimeField):
    """A time as 09:30; None where empty and where it cannot be read."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = (
                time.fromisoformat(typed) if re.fullmatch(r"\d\d:\d\d(:00)?", typed) else None
            )
        except ValueError:
            self.data = None
