"""Whether this installation can work: the database answers, has its tables and its guards."""

from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.services.guards import missing_guards

NAMES_SHOWN = 5
MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


@dataclass(frozen=True)
class Health:
    """`schema_current` is whether every migration has been applied.

    `guards_missing` names rules that the database should hold and does not.
    """

    database_reachable: bool
    schema_current: bool
    guards_missing: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether pages can be served."""
        return self.database_reachable and self.schema_current and not self.guards_missing


def health() -> Health:
    """Ask the database; never raises for one that is away."""
    try:
        connection = db.session.connection()
        connection.execute(text("SELECT 1"))
        heads = MigrationContext.configure(connection).get_current_heads()
        missing = missing_guards(connection)
    except SQLAlchemyError:
        db.session.rollback()
        return Health(database_reachable=False, schema_current=False)
    return Health(
        database_reachable=True,
        schema_current=set(heads) == _wanted_heads(),
        guards_missing=missing,
    )


def reason_not_to_start() -> str:
    """Why nobody should be let in; empty where all is well, and while the database is away.

    A database that is away comes back; one without its guards would store what it must refuse.
    """
    missing = health().guards_missing
    db.session.rollback()
    db.engine.dispose()  # processes started from here must not share this one's connection
    if not missing:
        return ""
    more = f" and {len(missing) - NAMES_SHOWN} more" if len(missing) > NAMES_SHOWN else ""
    return (
        f"integrity guard missing: {', '.join(missing[:NAMES_SHOWN])}{more}. "
        "Run `flask db upgrade`; if it stays, restore the schema before anybody is let in."
    )


def is_known_schema(revision: str) -> bool:
    """Whether this version has the migration, and so can bring such tables up to date."""
    return revision in {script.revision for script in _migrations().walk_revisions()}


def _wanted_heads() -> set[str]:
    return set(_migrations().get_heads())


def _migrations() -> ScriptDirectory:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(settings)
