"""The syntax of MiniZinc data files, as far as the published benchmark uses it."""

import re
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeVar

from scheduling.faults import FormatError, fault

T = TypeVar("T")
DznRow = tuple[int, ...]
DznItem = int | frozenset[int] | DznRow
DznValue = DznItem | list[DznItem]
"""A number, a set, or a list of numbers, of sets or (between bars) of rows."""

TOKEN = re.compile(r"(?P<skip>\s+|%[^\n]*)|(?P<token>[A-Za-z_]\w*|-?\d+|\[\||\|\]|[\[\]{}|,;=])")
LONGEST_NUMBER = 18
END = ""


def read_values(text: str) -> dict[str, DznValue]:
    """All `name = value;` of the text; raises FormatError with line and column."""
    return _Reader(text).values()


class _Reader:
    """Walks through the tokens of a text, one after another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [*self._split(), (END, len(text))]
        self.at = 0

    def values(self) -> dict[str, DznValue]:
        found: dict[str, DznValue] = {}
        while self._now != END:
            name = self._now
            if not name.isidentifier() or name in found:
                self._refuse("a name not used before")
            self.at += 1
            self._skip("=")
            found[name] = self._value()
            self._skip(";")
        return found

    @property
    def _now(self) -> str:
        """The token to be read next, empty at the end of the text."""
        return self.tokens[self.at][0]

    def _skip(self, token: str) -> None:
        if self._now != token:
            self._refuse(token)
        self.at += 1

    def _value(self) -> DznValue:
        if self._now == "[|":
            return self._rows()
        if self._now == "[":
            return self._list("[", "]", self._item)
        return self._item()

    def _item(self) -> DznItem:
        if self._now == "{":
            return frozenset(self._list("{", "}", self._number))
        return self._number()

    def _number(self) -> int:
        if not self._now.removeprefix("-").isdecimal() or len(self._now) > LONGEST_NUMBER:
            self._refuse("a whole number")
        self.at += 1
        return int(self.tokens[self.at - 1][0])

    def _list(self, opening: str, closing: str, read: Callable[[], T]) -> list[T]:
        """Items between these brackets; a comma may follow the last one."""
        self._skip(opening)
        found: list[T] = []
        while self._now != closing:
            found.append(read())
            if self._now != closing:
                self._skip(",")
        self._skip(closing)
        return found

    def _rows(self) -> list[DznItem]:
        """Rows of numbers between bars; a comma may follow the last number of each."""
        self._skip("[|")
        rows: list[list[int]] = [[]]
        while self._now != "|]":
            if self._now == "|":
                self.at += 1
                rows.append([])
                continue
            rows[-1].append(self._number())
            if self._now not in ("|", "|]"):
                self._skip(",")
        self._skip("|]")
        return [tuple(row) for row in rows if row]

    def _split(self) -> Iterator[tuple[str, int]]:
        start = 0
        while start < len(self.text):
            match = TOKEN.match(self.text, start)
            if match is None:
                self._refuse_at(start, self.text[start], "MiniZinc data")
            if match["token"]:
                yield match["token"], start
            start = match.end()

    def _refuse(self, allowed: str) -> NoReturn:
        token, start = self.tokens[self.at]
        self._refuse_at(start, token, allowed)

    def _refuse_at(self, start: int, token: str, allowed: str) -> NoReturn:
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        where = f"line {line} column {column}"
        if token == END:
            raise FormatError(f"{where}: the file ends; allowed: {allowed}")
        raise FormatError(fault(where, token, allowed))
