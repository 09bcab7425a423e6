"""What stands in the cells of an import file. Each function reads one kind of cell.

They raise CellError with what is wrong and what is allowed. `docs/files.md` explains the cells.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from app.domain.errors import InvalidInputError
from app.domain.names import LONGEST_NAME, fault_of_name
from app.domain.words import later
from app.services.accounts import normalise_email
from app.services.reference_data import regions, taxonomy

NO_MEETINGS = "none"
HIGHEST_PRIORITY, USUAL_PRIORITY = 3, 2
HIGHEST_INTENSITY, USUAL_INTENSITY = 5, 3

Word = TypeVar("Word", bound=StrEnum)


class CellError(Exception):
    """A cell cannot be used; `value` is the part that is wrong."""

    def __init__(self, value: str, allowed: str) -> None:
        super().__init__(allowed)
        self.value = value
        self.allowed = allowed


@dataclass
class Wishes:
    """What a cell `needs` says: codes with a priority (hubs: an intensity)."""

    technologies: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)
    need_codes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the cell said nothing."""
        groups = (self.technologies, self.sectors, self.services, self.functions, self.need_codes)
        return not any(groups)


@dataclass(frozen=True)
class SlotName:
    """A slot as a file names it: `A1` of block `A`; given in time order."""

    code: str
    block: str


def text(cell: str, *, longest: int, required: bool = True) -> str:
    """Any text of at most `longest` characters."""
    if required and not cell:
        raise CellError(cell, later("It must not be empty."))
    if len(cell) > longest:
        raise CellError(
            cell,
            later(
                "At most %(most)s characters; these are %(number)s.", most=longest, number=len(cell)
            ),
        )
    return cell


def person_name(cell: str) -> str:
    """A person's name: not empty, and nothing that a mail program would make a link of."""
    fault = fault_of_name(text(cell, longest=LONGEST_NAME))
    if fault:
        raise CellError(cell, fault)
    return cell


def email(cell: str) -> str:
    """An e-mail address, lower-case."""
    try:
        return normalise_email(cell)
    except InvalidInputError as error:
        raise CellError(cell, later("An e-mail address such as ann@example.org.")) from error


def word(cell: str, words: type[Word], default: Word | None = None) -> Word:
    """One of the words; empty means `default`, where there is one."""
    if not cell and default is not None:
        return default
    try:
        return words(cell.lower().replace(" ", "_").replace("-", "_"))
    except ValueError as error:
        allowed = ", ".join(member.value for member in words)
        empty = later(" Empty means %(value)s.", value=default.value) if default is not None else ""
        raise CellError(
            cell, later("One of %(allowed)s.%(empty)s", allowed=allowed, empty=empty)
        ) from error


def country(cell: str) -> str:
    """A two-letter country code."""
    code = cell.upper()
    if code not in taxonomy().countries:
        raise CellError(cell, later("One of %(names)s.", names=", ".join(taxonomy().countries)))
    return code


def region(cell: str, of_country: str) -> str | None:
    """A NUTS-2 region of the country; empty is allowed."""
    found = regions().get(cell.upper())
    if not cell:
        return None
    if found is None or (of_country and found.country != of_country):
        codes = [one.code for one in regions().values() if one.country == of_country]
        allowed = (
            later("One of %(names)s.", names=", ".join(codes))
            if codes
            else later("A NUTS-2 code such as ES21.")
        )
        raise CellError(
            cell, later("Empty or a NUTS-2 region of 2024. %(allowed)s", allowed=allowed)
        )
    return found.code


def languages(cell: str) -> tuple[str, ...]:
    """Language codes with semicolons, e.g. `en;pl`; empty is allowed."""
    codes = tuple(dict.fromkeys(part.lower() for part in parts(cell)))
    _refuse_unknown(
        codes, taxonomy().languages, later("Language codes with semicolons, e.g. en;pl. One")
    )
    return codes


def wishes(cell: str, *, of_hub: bool) -> Wishes:
    """Codes with their weight: `robotics:3;test_before_invest:2`; empty is allowed.

    A hub says what it offers (technologies, sectors, services, service functions; 1 to 5),
    others what they need (technologies, sectors, service functions, needs; 1 to 3).
    """
    read = Wishes()
    highest = HIGHEST_INTENSITY if of_hub else HIGHEST_PRIORITY
    wrong = [part for part in parts(cell) if not _read_wish(part, read, of_hub, highest)]
    if wrong:
        kinds = "services" if of_hub else "needs"
        raise CellError(
            "; ".join(wrong),
            later(
                "Codes of technologies, sectors, service functions and %(kinds)s, each "
                "with :1 to :%(highest)s or nothing (flask codes lists them).",
                kinds=kinds,
                highest=highest,
            ),
        )
    return read


def _read_wish(part: str, read: Wishes, of_hub: bool, highest: int) -> bool:
    """Put one `code:number` where it belongs; False where it cannot be read."""
    spelling, colon, digits = (piece.strip() for piece in part.lower().partition(":"))
    lists = taxonomy()
    code = lists.technology_aliases.get(spelling, spelling)
    if colon and digits not in {str(number) for number in range(1, highest + 1)}:
        return False
    usual = USUAL_INTENSITY if of_hub else USUAL_PRIORITY
    number = int(digits) if colon else usual
    groups: list[tuple[Collection[str], dict[str, int]]] = [
        (lists.technologies, read.technologies),
        (lists.sectors, read.sectors),
        (lists.service_functions, read.functions),
    ]
    if of_hub:
        groups.append((lists.services, read.services))
    known = [target for codes, target in groups if code in codes]
    for target in known:
        target[code] = number
    if code in lists.needs and not of_hub:
        # A need also asks for the kind of help that meets it.
        read.need_codes.append(code)
        read.functions.setdefault(lists.needs[code].function, number)
        return True
    return bool(known)


def available(cell: str, slots: Sequence[SlotName]) -> frozenset[str] | None:
    """The slots in which the person can meet: blocks, slots, ranges; empty means all of them.

    `none` (the person wants no meetings) gives None.
    """
    every = {slot.code.upper(): slot.code for slot in slots}
    if not cell:
        return frozenset(every.values())
    if cell.lower() == NO_MEETINGS:
        return None
    found: set[str] = set()
    wrong = [part for part in parts(cell) if not _add_slots(part.upper(), slots, every, found)]
    if wrong or not found:
        raise CellError("; ".join(wrong) or cell, _allowed_slots(slots))
    return frozenset(found)


def _add_slots(
    part: str, slots: Sequence[SlotName], every: dict[str, str], found: set[str]
) -> bool:
    in_block = {slot.code for slot in slots if slot.block.upper() == part}
    first, dash, last = (piece.strip() for piece in part.partition("-"))
    order = list(every)
    if in_block:
        found |= in_block
    elif part in every:
        found.add(every[part])
    elif dash and first in every and last in every and order.index(first) <= order.index(last):
        found |= {every[code] for code in order[order.index(first) : order.index(last) + 1]}
    else:
        return False
    return True


def _allowed_slots(slots: Sequence[SlotName]) -> str:
    if not slots:
        return later("Empty or none: the edition has no slots yet.")
    blocks = list(dict.fromkeys(slot.block for slot in slots))
    return later(
        "Empty (always), none (wants no meetings), or with semicolons: blocks "
        "(%(names)s), slots (%(code)s … %(code_2)s), or ranges such as "
        "%(code_3)s-%(code_4)s.",
        names=", ".join(blocks),
        code=slots[0].code,
        code_2=slots[-1].code,
        code_3=slots[0].code,
        code_4=slots[-1].code,
    )


def parts(cell: str) -> list[str]:
    """The pieces between semicolons (or commas), without empty ones."""
    return [piece.strip() for piece in cell.replace(",", ";").split(";") if piece.strip()]


def _refuse_unknown(codes: Collection[str], known: Collection[str], allowed: str) -> None:
    if unknown := [code for code in codes if code not in known]:
        raise CellError(
            "; ".join(unknown),
            later("%(allowed)s of %(names)s.", allowed=allowed, names=", ".join(known)),
        )
