"""What an import found and did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.domain.csv_rows import Fault, Row
from app.services.imports.cells import CellError

Value = TypeVar("Value")


@dataclass(frozen=True)
class ImportReport:
    """How many rows are new, how many are known already and left as they are, and every fault.

    `applied` says whether the new rows were stored; with a fault they never are.
    """

    new: int
    known: int
    faults: tuple[Fault, ...]
    applied: bool


class Faults:
    """Everything that is wrong with a file, as it is found."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        self._found = list(found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, row: Row, column: str, allowed: str) -> None:
        """The row's cell in `column` is wrong."""
        self._found.append(row.fault(column, allowed))

    def cell(self, row: Row, column: str, read: Callable[[str], Value]) -> Value | None:
        """What `read` makes of a cell; None where it raises CellError, which is noted."""
        try:
            return read(row[column])
        except CellError as error:
            self._found.append(Fault(row.line, column, error.value, error.allowed))
            return None

    def by_line(self) -> tuple[Fault, ...]:
        """All of them by line; those of a line in the order in which they were found."""
        return tuple(sorted(self._found, key=lambda fault: fault.line))
