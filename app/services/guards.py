"""The rules that the database itself holds: are they all there?

Keys, unique rules and CHECKs refuse what no code above may get wrong, a double booking first of
all. A migration or a hand at the database can lose one without anybody noticing; this notices.
"""

import re

from sqlalchemy import Connection, text
from sqlalchemy.schema import Index

from app.extensions import Base

SQLITE = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
POSTGRESQL = """
    SELECT conname AS name, '' AS sql FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND convalidated
    UNION ALL
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
"""
NAMED = re.compile(r'\bCONSTRAINT "?(\w+)"?')
UNIQUE_INDEX = re.compile(r"\s*CREATE UNIQUE INDEX\b.*?(\bWHERE\b|\Z)", re.DOTALL)


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """The names of the rules that the models have and the database has not; in order."""
    return tuple(sorted(_wanted() - _found(connection)))


def _wanted() -> frozenset[str]:
    tables = Base.metadata.tables.values()
    return frozenset(
        [str(rule.name) for table in tables for rule in table.constraints]
        + [_mark(index) for table in tables for index in table.indexes if index.unique]
    )


def _mark(index: Index) -> str:
    """An index for some rows only is not the same guard as one for all."""
    partial = index.dialect_options["postgresql"]["where"] is not None
    return f"{index.name} (partial)" if partial else str(index.name)


def _found(connection: Connection) -> frozenset[str]:
    """Names of constraints and unique indexes, in one look at the database's own catalogue."""
    is_sqlite = connection.dialect.name == "sqlite"
    found: set[str] = set()
    for name, sql in connection.execute(text(SQLITE if is_sqlite else POSTGRESQL)):
        index = UNIQUE_INDEX.match(sql)
        if index:
            found.add(f"{name} (partial)" if index[1] else name)
        elif is_sqlite:
            found.update(NAMED.findall(sql))  # a table's own words name its constraints
        elif not sql:
            found.add(name)
    return frozenset(found)
