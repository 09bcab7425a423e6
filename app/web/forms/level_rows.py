"""A field of several rows, each a choice with a number: “Robotics, 3”."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field

SPARE_ROWS = 2


class LevelRowsField(Field):
    """Rows of (code, level); an empty code is an empty row.

    `options` are (code, label) pairs, `levels` (number, words) pairs. A row is two selects named
    `<name>` and `<name>-level`; `rows` is how many are shown at least.
    """

    def __init__(self, label: Any = None, *, rows: int = 3, usual: int = 2, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.options: Sequence[tuple[str, str]] = ()
        self.levels: Sequence[tuple[int, str]] = ()
        self.fewest = rows
        self.usual = usual
        self.data: tuple[tuple[str, int], ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read both lists of a sent form, or take `data` as it is."""
        self.process_errors = []
        self.errors = ()
        if formdata is None or self.name not in formdata:
            self.data = tuple(data) if isinstance(data, (tuple, list)) else ()
            return
        codes = formdata.getlist(self.name)
        levels = formdata.getlist(f"{self.name}-level")
        padded = [*levels, *[""] * (len(codes) - len(levels))]
        pairs = zip(codes, padded, strict=False)
        self.data = tuple((code, _number(level, self.usual)) for code, level in pairs if code)

    @property
    def shown(self) -> tuple[tuple[str, int], ...]:
        """The rows to show: what is chosen, and some empty ones."""
        spare = max(self.fewest - len(self.data), SPARE_ROWS if self.data else 0)
        return (*self.data, *((("", self.usual),) * spare))


def _number(text: str, usual: int) -> int:
    """A level as sent; what is not a number becomes 0, which the service refuses."""
    if not text:
        return usual
    return int(text) if text.isdecimal() and len(text) < 3 else 0
