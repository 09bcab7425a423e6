"""A field of several lines, each typed with the help of a list."""

from typing import Any

from wtforms import Field

SPARE_LINES = 1
FEWEST_LINES = 2


class TypedListField(Field):
    """Lines of text under one name; empty ones do not count."""

    data: tuple[str, ...]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the lines of a sent form, or take `data` as it is."""
        self.process_errors = []
        self.errors = ()
        if formdata is None or self.name not in formdata:
            self.data = tuple(data) if isinstance(data, (tuple, list)) else ()
            return
        self.data = tuple(line.strip() for line in formdata.getlist(self.name) if line.strip())

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines to show: what is typed, and an empty one at least."""
        spare = max(FEWEST_LINES - len(self.data), SPARE_LINES)
        return (*self.data, *([""] * spare))
