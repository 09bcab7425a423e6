"""Fills every table of whatever schema is there, and reads all of it: for moving up and down."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Time,
    insert,
    inspect,
    select,
)

from app.extensions import db

ROWS = 2
Rows = dict[str, list[dict[str, Any]]]
QUOTED = re.compile(r"'([^']*)'")

# What the CHECKs and unique rules of a table ask for beyond the type; the row's number is 1 or 2.
PARTICULAR: dict[str, dict[str, Any]] = {
    "meeting_request": {"first_organisation_id": 1, "second_organisation_id": 2},
    "schedule_version": {"number": None},
    "staff": {"edition_id": None},
    "veto": {"by_organisation_id": 1, "against_organisation_id": 2},
}


def schema() -> MetaData:
    """The tables as the database has them."""
    found = MetaData()
    found.reflect(db.engine)
    return found


def fill() -> None:
    """Two rows in every table, pointing at each other; what was there is gone."""
    known = schema()
    tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
    states = {table.name: _states(table) for table in tables}
    with db.engine.begin() as connection:
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            for number in range(1, ROWS + 1):
                values = {
                    column.name: _value(table, column, number, states[table.name])
                    for column in table.columns
                }
                connection.execute(insert(table), values | PARTICULAR.get(table.name, {}))


def rows() -> Rows:
    """Every row of every table, by key."""
    known = schema()
    with db.engine.connect() as connection:
        return {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in known.sorted_tables
            if table.name != "alembic_version"
        }


def differences(before: Rows, after: Rows) -> list[str]:
    """What is not as it was, in the tables and columns that are on both sides."""
    found = []
    for table in sorted(before.keys() & after.keys()):
        shared = [set(side[0]) for side in (before[table], after[table]) if side]
        columns = set.intersection(*shared) if shared else set()
        was, now = (
            [{name: row[name] for name in columns} for row in side]
            for side in (before[table], after[table])
        )
        if was != now:
            found.append(f"{table}: {was} became {now}")
    return found


def _states(table: Table) -> dict[str, str]:
    """Column → the first of the words that its CHECK allows."""
    found: dict[str, str] = {}
    for check in inspect(db.engine).get_check_constraints(table.name):
        column = str(check["name"]).removeprefix(f"ck_{table.name}_")
        words = QUOTED.findall(check["sqltext"])
        if column in table.columns and words:
            found[column] = words[0]
    return found


def _value(table: Table, column: Column[Any], number: int, states: dict[str, str]) -> Any:
    if column.foreign_keys:
        return number
    if column.name in states:
        return states[column.name]
    match column.type:
        case Boolean():
            return number == 1
        case Integer():
            return number if column.primary_key else number * 5
        case DateTime():
            return _instant(column.name, number)
        case Date():
            return date(2027, 5, 18)
        case Time():
            return time(9 + (column.name.startswith("ends")))
        case JSON():
            return {"kept": number}
        case LargeBinary():
            return bytes([number])
    length = getattr(column.type, "length", None)
    return f"{number} {table.name}.{column.name}"[:length]


def _instant(name: str, number: int) -> datetime:
    later = timedelta(minutes=20) if name.startswith("ends") else timedelta()
    return datetime(2027, 5, 18, 8 + number, tzinfo=UTC) + later
