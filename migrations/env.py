"""Runs the migrations on the application's own engine, SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.extensions import WRITES, Base


def run_migrations() -> None:
    """Bring the schema up or down in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        _foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_as_batch=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                _refuse_orphans(connection)
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    """SQLite changes a table by making it anew; meanwhile nothing may cascade from the old one.

    The switch works outside a transaction only, so it goes past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={switch}")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration would leave orphans: {orphans[:5]}")


run_migrations()
