"""The whole schema as text, the same for both engines: `schema.txt` is what it should be.

    python -m tests.models.schema     writes schema.txt anew, after a change that is wanted

It names every column, key, foreign key, unique rule, CHECK, index (with its WHERE) and trigger.
Brackets in the rules are left out, because each engine sets its own.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from app import create_app
from app.extensions import db
from tests.conftest import settings

GOLDEN = Path(__file__).with_name("schema.txt")
TYPES = {
    "DATETIME": "INSTANT",
    "TIMESTAMP": "INSTANT",
    "BLOB": "BYTES",
    "BYTEA": "BYTES",
}
CASTS = re.compile(r"::(character varying|[a-z]+)(\(\d+\))?(\[\])?")
ONE_OF = re.compile(r"= ANY \(*ARRAY\[(.*?)\]\)*")


def schema(connection: Connection) -> str:
    """Every table of the database with all its rules, a line each."""
    inspector = inspect(connection)
    triggers = _triggers(connection)
    lines: list[str] = []
    for table in sorted(inspector.get_table_names()):
        if table != "alembic_version":
            lines += ["", table, *_columns(inspector, table), *sorted(_rules(inspector, table))]
            lines += [f"  trigger on {event}" for event in sorted(triggers.get(table, ()))]
    return "\n".join(lines).lstrip() + "\n"


def _columns(inspector: Inspector, table: str) -> Iterator[str]:
    for column in inspector.get_columns(table):
        kind = str(column["type"])
        kind = TYPES.get(kind, kind)
        null = "" if column["nullable"] else " NOT NULL"
        given = column.get("default")
        default = "" if not given or "nextval(" in given else f" DEFAULT {plain(given)}"
        yield f"  column {column['name']} {kind}{null}{default}"


def _rules(inspector: Inspector, table: str) -> Iterator[str]:
    key = inspector.get_pk_constraint(table)
    yield f"  key {key['name']} ({', '.join(key['constrained_columns'])})"
    for unique in inspector.get_unique_constraints(table):
        yield f"  unique {unique['name']} ({', '.join(unique['column_names'])})"
    for check in inspector.get_check_constraints(table):
        yield f"  check {check['name']}: {plain(check['sqltext'])}"
    for foreign in inspector.get_foreign_keys(table):
        yield (
            f"  foreign key {foreign['name']} ({', '.join(foreign['constrained_columns'])}) to "
            f"{foreign['referred_table']} ({', '.join(foreign['referred_columns'])})"
            f" ON DELETE {foreign['options'].get('ondelete', 'NO ACTION')}"
        )
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" not in index:
            yield _index(index)


def _index(index: ReflectedIndex) -> str:
    unique = "unique " if index["unique"] else ""
    columns = ", ".join(name or "?" for name in index["column_names"])
    options: dict[str, Any] = index.get("dialect_options", {})
    where = options.get("sqlite_where", options.get("postgresql_where"))
    some = f" WHERE {plain(str(where))}" if where is not None else ""
    return f"  {unique}index {index['name']} ({columns}){some}"


def plain(rule: str) -> str:
    """A rule without what only one engine writes: casts, brackets, its own word for IN."""
    rule = CASTS.sub("", rule)
    rule = re.sub(r"\((\w+)\)", r"\1", rule)
    rule = ONE_OF.sub(r"IN \1", rule)
    return " ".join(re.sub(r"[()]", " ", rule).split()).replace(" ,", ",")


def _triggers(connection: Connection) -> dict[str, set[str]]:
    """Table → what its triggers watch."""
    found: dict[str, set[str]] = {}
    if connection.dialect.name == "sqlite":
        for table, sql in connection.execute(
            text("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        ):
            watched = re.search(r"\b(INSERT|UPDATE|DELETE)\b", sql)
            found.setdefault(table, set()).add(watched[1] if watched else "?")
        return found
    for table, event in connection.execute(
        text(
            "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
            " WHERE trigger_schema = current_schema()"
        )
    ):
        found.setdefault(table, set()).add(event)
    return found


def main() -> None:
    """Write the golden file from the migrations, on a SQLite file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder)))
        with app.app_context():
            upgrade()
            with db.engine.connect() as connection:
                GOLDEN.write_text(schema(connection), encoding="utf-8")
    sys.stdout.write(f"{GOLDEN} is written: look at the difference before you keep it.\n")


if __name__ == "__main__":
    main()
