"""The rows of a participants file, read cell by cell and against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.domain.csv_rows import Row, Table
from app.domain.organisation_names import name_key
from app.domain.states import OrganisationKind, RegistrationRole
from app.domain.words import later
from app.services.imports import cells
from app.services.imports.cells import CellError, SlotName, Wishes
from app.services.imports.report import Faults

COLUMNS = (
    "email",
    "name",
    "organisation",
    "kind",
    "country",
    "nuts2",
    "role",
    "languages",
    "needs",
    "available",
)


@dataclass(frozen=True)
class ParticipantRow:
    """One person as the file has them; `available` is None where they want no meetings."""

    row: Row
    email: str
    name: str
    organisation: str
    kind: OrganisationKind
    country: str
    nuts2: str | None
    role: RegistrationRole
    languages: tuple[str, ...]
    wishes: Wishes
    available: frozenset[str] | None

    @property
    def organisation_key(self) -> tuple[str, str]:
        """The same for rows of the same organisation."""
        return name_key(self.organisation), self.country


class ParticipantReader:
    """Reads the rows, and gathers every fault on the way."""

    def __init__(self, slots: Sequence[SlotName], faults: Faults) -> None:
        self._slots = slots
        self.faults = faults

    def read(self, table: Table) -> list[ParticipantRow]:
        """The rows without a fault of their own; the others are in `faults`."""
        people = [person for row in table.rows if (person := self._person(row)) is not None]
        self._check_emails(table)
        self._check_organisations(people)
        return people

    def _person(self, row: Row) -> ParticipantRow | None:
        before = len(self.faults)
        is_hub = row["kind"].lower() == OrganisationKind.HUB
        # A hub of the catalogue needs no country: the catalogue has it.
        no_country = is_hub and not row["country"]
        country = "" if no_country else self.faults.cell(row, "country", cells.country)
        person = (
            self.faults.cell(row, "email", cells.email),
            self.faults.cell(row, "name", cells.person_name),
            self.faults.cell(row, "organisation", partial(cells.text, longest=400)),
            self.faults.cell(row, "kind", partial(cells.word, words=OrganisationKind)),
            country,
            self.faults.cell(row, "nuts2", partial(cells.region, of_country=country or "")),
            self.faults.cell(
                row,
                "role",
                partial(cells.word, words=RegistrationRole, default=RegistrationRole.ATTENDEE),
            ),
            self.faults.cell(row, "languages", cells.languages),
            self.faults.cell(row, "needs", partial(cells.wishes, of_hub=is_hub)),
            self.faults.cell(row, "available", partial(cells.available, slots=self._slots)),
        )
        if len(self.faults) > before:
            return None
        return ParticipantRow(row, *person)  # type: ignore[arg-type]  # no fault, so none is missing

    def _check_emails(self, table: Table) -> None:
        first: dict[str, int] = {}
        for row in table.rows:
            line = first.setdefault(_email_key(row), row.line)
            if line != row.line:
                self.faults.add(
                    row,
                    "email",
                    later("Each person once; this one is in line %(line)s.", line=line),
                )

    def _check_organisations(self, people: Sequence[ParticipantRow]) -> None:
        """People of one organisation must not contradict each other about it."""
        first: dict[tuple[str, str], ParticipantRow] = {}
        for person in people:
            known = first.setdefault(person.organisation_key, person)
            if known is person:
                continue
            for column, mine, theirs in (
                ("kind", person.kind, known.kind),
                ("nuts2", person.nuts2, known.nuts2),
                ("needs", None if person.wishes.is_empty else person.wishes, known.wishes),
            ):
                if mine and mine != theirs:
                    allowed = later(
                        "Line %(line)s says “%(row)s”.", line=known.row.line, row=known.row[column]
                    )
                    self.faults.add(person.row, column, allowed)


def _email_key(row: Row) -> str:
    """The same for two spellings of one address; empty cells are all different."""
    try:
        return cells.email(row["email"])
    except CellError:
        return row["email"].lower() or later("line %(line)s", line=row.line)
