"""Whether this installation can work: the database answers and has the tables it should."""

from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


@dataclass(frozen=True)
class Health:
    """`schema_current` is whether every migration has been applied."""

    database_reachable: bool
    schema_current: bool

    @property
    def is_good(self) -> bool:
        """Whether pages can be served."""
        return self.database_reachable and self.schema_current


def health() -> Health:
    """Ask the database; never raises for one that is away."""
    try:
        connection = db.session.connection()
        connection.execute(text("SELECT 1"))
        heads = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        db.session.rollback()
        return Health(database_reachable=False, schema_current=False)
    return Health(database_reachable=True, schema_current=set(heads) == _wanted_heads())


def _wanted_heads() -> set[str]:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return set(ScriptDirectory.from_config(settings).get_heads())
