"""Papers about places: what stands on a table, hangs at a stand, lies at a door, and the plan."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from app.domain.agenda import clock, local, zone_label
from app.domain.paper.hall import (
    DoorSheet,
    Guest,
    PlanRow,
    Seat,
    Sitting,
    StandSheet,
    TablePlan,
    TableSign,
)
from app.domain.paper.imprint import Imprint
from app.exports.paper import paper_html
from app.exports.plain import plain_line, shortened

ACROSS = 8
"""So many tables stand side by side on a turned sheet."""


def stand_sheet_html(sheet: StandSheet) -> str:
    """Who comes when, to whom, and what is free, for one day at one stand."""
    moments = [one.starts_at for one in sheet.times]
    return _html("stand_sheet.html", sheet.imprint, _whose(sheet.seat), moments, sheet=sheet)


def table_sign_html(sign: TableSign) -> str:
    """The number, as large as it fits, and below it the day's meetings."""
    moments = [one.starts_at for one in sign.sittings]
    return _html(
        "table_sign.html", sign.imprint, _whose(sign.seat), moments, sign=sign, size=_size(sign)
    )


def door_sheet_html(sheet: DoorSheet) -> str:
    """Who meets at which table, by name."""
    whose = f"{clock(sheet.starts_at, sheet.imprint.zone)} · {sheet.room}"
    day = local(sheet.starts_at, sheet.imprint.zone).date()
    return _html("door_sheet.html", sheet.imprint, whose, [sheet.starts_at], sheet=sheet, day=day)


def table_plan_html(plan: TablePlan) -> str:
    """Times down, tables across, in as many tables as fit side by side; long names at the end."""
    moments = [row.starts_at for row in plan.rows]
    return _html(
        "table_plan.html",
        plan.imprint,
        plan.room,
        moments,
        plan=plan,
        parts=[_Part(plan, columns) for columns in _side_by_side(len(plan.seats))],
        in_short=in_short,
        owner_in_short=lambda owner: shortened(owner, words=20, letters=36),
        long_names=_long_names(plan),
    )


def in_short(guest: Guest) -> str:
    """What stands in a cell; where it is less than the whole name, the end of the plan has that."""
    return shortened(plain_line(guest.short or guest.organisation), words=20, letters=36)


class _Part:
    """Some columns of a plan."""

    def __init__(self, plan: TablePlan, columns: range) -> None:
        self._plan, self._columns = plan, columns

    @property
    def seats(self) -> Sequence[Seat]:
        return [self._plan.seats[column] for column in self._columns]

    @property
    def rows(self) -> Iterator[tuple[PlanRow, list[tuple[Sitting, ...]]]]:
        for row in self._plan.rows:
            yield row, [row.cells[column] for column in self._columns]

    @property
    def totals(self) -> list[int]:
        return [self._plan.taken_at(column) for column in self._columns]


def _side_by_side(number: int) -> list[range]:
    """The columns 0 … number - 1 in as few parts as fit, of about one size."""
    parts = ceil(number / ACROSS) or 1
    size = ceil(number / parts) or 1
    return [range(first, min(first + size, number)) for first in range(0, number, size)]


def _long_names(plan: TablePlan) -> list[tuple[str, str]]:
    """As it stands in the plan → in full, of every organisation that is shortened there."""
    guests = {
        (in_short(guest), plain_line(guest.organisation))
        for row in plan.rows
        for cell in row.cells
        for sitting in cell
        for guest in (sitting.host, sitting.visitor)
    }
    return sorted(pair for pair in guests if pair[0] != pair[1])


def _size(sign: TableSign) -> str:
    """The class of the number's size: by how many letters it has, which must fit on one line."""
    letters = len(plain_line(sign.seat.label))
    return str(letters) if letters <= 8 else "many"


def _whose(seat: Seat) -> str:
    return " · ".join(part for part in (seat.label, seat.owner or seat.room) if part)


def _html(
    template: str, imprint: Imprint, whose: str, moments: Iterable[datetime], **values: Any
) -> str:
    return paper_html(
        template,
        language=imprint.language,
        zone=imprint.zone,
        imprint=imprint,
        zone_words=zone_label(imprint.zone, list(moments) or [imprint.printed_at]),
        foot_whose=shortened(whose, words=5),
        foot_edition=shortened(imprint.edition_name, words=7),
        **values,
    )
