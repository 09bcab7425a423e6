"""The register of what is stored of people: read from the columns themselves, never kept twice."""

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table

from app.domain.privacy import Erased, Kept, Privacy, Whose
from app.extensions import Base
from app.services.privacy.reach import REACH, SINCE, Reach

PEOPLE = ("registration", "account")
ADDRESSES = ("email", "recipient")
TIMED = {Kept.DAYS_30, Kept.DAYS_90, Kept.EXPIRY}
NOTHING = Reach()


def tables() -> list[Table]:
    """Every table, those that others lean on last."""
    return list(reversed(Base.metadata.sorted_tables))


def entry(column: Column[object]) -> Privacy:
    """What the column says of itself."""
    found: Privacy = column.info["privacy"]
    return found


def personal_columns(table: Table) -> list[Column[object]]:
    """The columns that tell something of somebody."""
    return [column for column in table.columns if entry(column).whose is not Whose.NOBODY]


def leads_to_a_person(column: Column[object]) -> bool:
    """Whether the column is a reference to a registration or an account."""
    return any(key.column.table.name in PEOPLE for key in column.foreign_keys)


def goes_as_a_row(table: Table) -> bool:
    """Whether erasing somebody deletes their rows of the table."""
    return any(entry(column).erased is Erased.ROW for column in table.columns)


def faults(metadata: MetaData) -> list[str]:
    """Everything by which the register is incomplete or contradicts itself; empty if nothing."""
    found = []
    for table in metadata.sorted_tables:
        silent = [column.name for column in table.columns if "privacy" not in column.info]
        found += [f"{table.name}.{name} does not say whose it is" for name in silent]
        if not silent:
            found += [f"{table.name}.{fault}" for fault in _faults_of(table)]
    known = set(metadata.tables)
    return found + [f"{name} is not a table" for name in {*REACH, *SINCE} - known]


def _faults_of(table: Table) -> Iterator[str]:
    reach = REACH.get(table.name, NOTHING)
    for column in table.columns:
        yield from _faults_of_column(column, reach)
    personal = personal_columns(table)
    if personal and table.name not in REACH:
        yield "*: nothing says how its rows belong to a person"
    kinds = {entry(column).erased is Erased.ROW for column in personal}
    if len(kinds) > 1:
        yield "*: some of its values go with the row, others do not"
    if any(entry(column).kept in TIMED for column in personal) and table.name not in SINCE:
        yield "*: its time limit counts from nothing"
    named = reach.columns | set(SINCE.get(table.name, ()))
    yield from (f"{name} is named and not there" for name in sorted(named - set(table.c.keys())))


def _faults_of_column(column: Column[object], reach: Reach) -> Iterator[str]:
    said = entry(column)
    if leads_to_a_person(column) and column.name not in reach.columns:
        yield f"{column.name} leads to a person, and nothing says what that means"
    own = column.table.name in PEOPLE
    if column.name in ADDRESSES and column.name not in reach.email and not own:
        yield f"{column.name} is an address that leads to nobody"
    if said.by and said.by not in reach.columns:
        yield f"{column.name} was written by {said.by}, which leads to nobody"
