"""Runs the migrations on the application's own engine, SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from app.extensions import WRITES, Base


def run_migrations() -> None:
    """Bring the schema up or down in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
