"""Registers the `flask …` commands and answers their errors in one line."""

from functools import wraps
from typing import Any

import click
from flask import Flask

from app.commands import COMMANDS
from app.domain.errors import AppError


def init_app(app: Flask) -> None:
    """Make every command of `app.commands` a command of the application."""
    for command in COMMANDS:
        app.cli.add_command(_answering_errors(command))


def _answering_errors(command: click.Command) -> click.Command:
    """Print an AppError as one line and exit with 2, instead of a traceback."""
    run = command.callback
    if run is None or getattr(run, "answers_errors", False):
        return command

    @wraps(run)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return run(*args, **kwargs)
        except AppError as error:
            click.echo(f"Error: {error.message}", err=True)
            raise SystemExit(2) from error

    answered.answers_errors = True  # type: ignore[attr-defined]  # marks the function as wrapped
    command.callback = answered
    return command
