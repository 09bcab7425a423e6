"""Which column of somebody's file means what."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from app.domain.csv_rows import Fault, Row, Sheet, Table
from app.domain.errors import InvalidInputError
from app.domain.states import OrganisationKind, RegistrationRole
from app.domain.words import later
from app.services.imports.participant_rows import COLUMNS
from app.services.reference_data import taxonomy

SURNAME = "surname"
TARGETS = (*COLUMNS[:2], SURNAME, *COLUMNS[2:])
REQUIRED = ("email", "name", "organisation", "kind")
# A choice that stands for every row, in place of a column: `=sme`.
SAME = "="
SAMES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(OrganisationKind),
    "role": tuple(RegistrationRole),
}
_KNOWN_AS: Mapping[str, str] = {
    "email": "email mail emailaddress mailaddress address",
    "name": "name fullname participant firstname givenname forename",
    SURNAME: "surname lastname familyname",
    "organisation": "organisation organization company companyname employer hub institution firm",
    "kind": "kind type organisationtype organisationkind kindoforganisation typeoforganisation",
    "country": "country countrycode",
    "nuts2": "nuts2 nuts region",
    "role": "role",
    "languages": "languages language",
    "needs": "needs interests topics offers",
    "available": "available availability",
}


# Target → the number of the file's column, `=word` for every row, or nothing.
Chosen = Mapping[str, str]


def guessed(header: Sequence[str]) -> dict[str, str]:
    """What the columns most likely mean: target → number of the column, as text."""
    found: dict[str, str] = {}
    for target in TARGETS:
        words = _KNOWN_AS[target].split()
        for number, name in enumerate(header):
            if _key(name) in words and str(number) not in found.values():
                found[target] = str(number)
                break
    return found


def check(chosen: Chosen, header: Sequence[str]) -> None:
    """Refuse a choice that cannot be used, with a sentence for each target."""
    faults: dict[str, str] = {}
    times = Counter(value for value in chosen.values() if value and not value.startswith(SAME))
    for target in TARGETS:
        value = chosen.get(target, "")
        if not value and target in REQUIRED:
            faults[target] = later("Every row needs it: choose the column.")
        elif value.startswith(SAME) and value[1:] not in SAMES.get(target, ()):
            faults[target] = later("Choose from the list.")
        elif value and not value.startswith(SAME):
            if not (value.isdecimal() and len(value) < 4 and int(value) < len(header)):
                faults[target] = later("Choose from the list.")
            elif times[value] > 1:
                faults[target] = later("Two choices name this column: choose it once.")
    if faults:
        raise InvalidInputError(later("Not every column can be used as chosen."), faults)


def mapped(sheet: Sheet, chosen: Chosen) -> Table:
    """The table with our columns; rows of a wrong length or with unprintable text are faults."""
    check(chosen, sheet.header)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in sheet.records:
        if len(cells) != len(sheet.header):
            allowed = later(
                "The line has %(number)s cells, the header %(number_2)s.",
                number=len(cells),
                number_2=len(sheet.header),
            )
            faults.append(Fault(line, "(all)", " ".join(cells), allowed))
            continue
        row = Row(line, _cells(cells, chosen))
        bad = [name for name, cell in row.cells.items() if not cell.isprintable()]
        faults += [
            row.fault(name, later("It has characters that cannot be printed.")) for name in bad
        ]
        rows += [] if bad else [row]
    return Table(tuple(rows), tuple(faults))


def _cells(cells: Sequence[str], chosen: Chosen) -> dict[str, str]:
    def of(target: str) -> str:
        value = chosen.get(target, "")
        text = value[1:] if value.startswith(SAME) else cells[int(value)] if value else ""
        return " ".join(text.split())

    found = {target: of(target) for target in COLUMNS}
    found["name"] = f"{found['name']} {of(SURNAME)}".strip()
    found["country"] = _country_codes().get(_key(found["country"]), found["country"])
    return found


@cache
def _country_codes() -> Mapping[str, str]:
    """English names of the countries we know, as lists of people often have them."""
    names = Locale("en").territories
    return {_key(names[code]): code for code in taxonomy().countries if code in names}


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
