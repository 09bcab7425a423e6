"""The `flask …` commands, a file a subject; each parses, calls one service, and prints."""

import click

from app.commands.people import create_organiser_command

COMMANDS: tuple[click.Command, ...] = (create_organiser_command,)
