"""The `flask …` commands, a file a subject; each parses, calls one service, and prints."""

import click

COMMANDS: tuple[click.Command, ...] = ()
