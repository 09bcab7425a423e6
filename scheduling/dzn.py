"""Reads the published benchmark of business-to-business meetings (B2BSOP, JAIR 74, article 12670).

Every meeting is mandatory; the only goal is few idle groups, with at most a given difference
between any two participants.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from scheduling.dzn_reading import DznItem, DznRow, DznValue, read_values
from scheduling.faults import FormatError, InstanceError, fault
from scheduling.instance import Goals, Instance, Participant, Pin, Place, Request, Slot

NUMBERS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
LISTS = ("requested", "forbidden", "fixed", "precedences")
REDUNDANT = ("meetingsxBusiness", "nMeetingsBusiness")
LARGEST_COUNT = 100_000  # a slip of the pen above it would only fill the memory
SESSIONS = 3
PLACE = "hall"
FIRST_SLOT_STARTS_AT = datetime(2000, 1, 1, tzinfo=UTC)
SLOT_LENGTH = timedelta(minutes=20)
IDLE_GROUPS_ONLY = Goals(weight=0, first_meetings=(), below_minimum=0, idle_slot=0, idle_group=1)


def read_dzn(
    text: str, source: str = "benchmark", max_idle_group_difference: int | None = 2
) -> Instance:
    """The instance of a .dzn file: participants p1…, requests m1…, slots 1…T, tables 1…L in a hall.

    Raises FormatError saying where, which value and what is allowed.
    """
    try:
        benchmark = _benchmark(read_values(text))
    except FormatError as error:
        raise FormatError(f"{source}: {error}") from error
    try:
        return _instance(benchmark, max_idle_group_difference)
    except InstanceError as error:
        raise FormatError(f"{source}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Benchmark:
    """The values of a file, each in its range; the lists hold one entry per person or meeting."""

    tables: int
    slots: int
    morning: int
    requested: tuple[DznRow, ...]
    forbidden: tuple[DznRow, ...]
    fixed: tuple[int, ...]
    precedences: tuple[DznRow, ...]


def _benchmark(values: dict[str, DznValue]) -> _Benchmark:
    for name in values:
        if name not in (*NUMBERS, *LISTS, *REDUNDANT):
            _refuse("a name in the file", name, ", ".join((*NUMBERS, *LISTS, *REDUNDANT)))
    for name in (*NUMBERS, *LISTS):
        if name not in values:
            raise FormatError(f"the file has no {name}; it must say {name}, or it is cut off")
    people, meetings, tables, slots, morning = (_count(values[name], name) for name in NUMBERS)
    if morning > slots:
        _refuse("nMorningSlots", morning, f"at most nTotalSlots = {slots}")
    return _Benchmark(
        tables,
        slots,
        morning,
        _requested(values["requested"], meetings, people),
        tuple(_set(*entry, slots) for entry in _list(values["forbidden"], "forbidden", people)),
        tuple(_number(*entry, slots) for entry in _list(values["fixed"], "fixed", meetings)),
        _precedences(values["precedences"], meetings),
    )


def _requested(value: DznValue, meetings: int, people: int) -> tuple[DznRow, ...]:
    rows = []
    for at, row in _list(value, "requested", meetings):
        if not isinstance(row, tuple) or len(row) != 3:
            _refuse(at, row, "two participants and a session")
        one, other, session = row
        if not (1 <= one <= people and 1 <= other <= people and one != other):
            _refuse(at, row, f"two different participants from 1 to {people}")
        if not 1 <= session <= SESSIONS:
            _refuse(at, row, "session 1 (morning), 2 (afternoon) or 3 (any)")
        rows.append(row)
    return tuple(rows)


def _precedences(value: DznValue, meetings: int) -> tuple[DznRow, ...]:
    found = []
    for meeting, (at, entry) in enumerate(_list(value, "precedences", meetings), 1):
        before = _set(at, entry, meetings)
        if meeting in before:
            _refuse(at, entry, "other meetings than this one")
        found.append(before)
    return tuple(found)


def _count(value: DznValue, name: str) -> int:
    return _number(name, value, LARGEST_COUNT)


def _number(at: str, value: DznValue, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        _refuse(at, value, f"a whole number from 0 to {most}")
    return value


def _list(value: DznValue, name: str, length: int) -> list[tuple[str, DznItem]]:
    """The items of a list with the way to each, which is to hold one per person or meeting."""
    if not isinstance(value, list):
        _refuse(name, value, "a list in brackets")
    if len(value) != length:
        _refuse(f"the length of {name}", len(value), f"{length}, as the file's counts say")
    return [(f"{name}[{number}]", item) for number, item in enumerate(value, 1)]


def _set(at: str, value: DznItem, most: int) -> DznRow:
    """The numbers of a set in their order; 0 is a dummy, alone or in a set."""
    numbers = frozenset({value}) if isinstance(value, int) else value
    if not isinstance(numbers, frozenset):
        _refuse(at, value, "a set of numbers in braces")
    if any(not 0 <= number <= most for number in numbers):
        _refuse(at, value, f"numbers from 1 to {most}")
    return tuple(sorted(numbers - {0}))


def _refuse(where: str, value: object, allowed: str) -> NoReturn:
    said = sorted(value) if isinstance(value, frozenset) else value
    raise FormatError(fault(where, said, allowed))


def _instance(benchmark: _Benchmark, max_idle_group_difference: int | None) -> Instance:
    tables = _ids("", range(1, benchmark.tables + 1))
    return Instance(
        slots=tuple(_slot(number) for number in range(1, benchmark.slots + 1)),
        places=(Place(PLACE, zone=PLACE, tables=tables),),
        participants=tuple(
            Participant(f"p{number}", unavailable=_ids("", forbidden))
            for number, forbidden in enumerate(benchmark.forbidden, 1)
        ),
        requests=tuple(
            _request(benchmark, number) for number in range(1, len(benchmark.requested) + 1)
        ),
        max_idle_group_difference=max_idle_group_difference,
        goals=IDLE_GROUPS_ONLY,
    )


def _slot(number: int) -> Slot:
    starts_at = FIRST_SLOT_STARTS_AT + (number - 1) * SLOT_LENGTH
    return Slot(str(number), starts_at, starts_at + SLOT_LENGTH, block="1")


def _request(benchmark: _Benchmark, number: int) -> Request:
    one, other, session = benchmark.requested[number - 1]
    fixed = benchmark.fixed[number - 1]
    return Request(
        f"m{number}",
        ((f"p{one}",), (f"p{other}",)),
        mandatory=True,
        slots=_session_slots(benchmark, session),
        after=_ids("m", benchmark.precedences[number - 1]),
        pinned=Pin(str(fixed)) if fixed else None,
    )


def _session_slots(benchmark: _Benchmark, session: int) -> tuple[str, ...] | None:
    """The slots of the morning (1) or of the afternoon (2); None = any."""
    if session == SESSIONS:
        return None
    morning = range(1, benchmark.morning + 1)
    afternoon = range(benchmark.morning + 1, benchmark.slots + 1)
    return _ids("", morning if session == 1 else afternoon)


def _ids(prefix: str, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{prefix}{number}" for number in numbers)
