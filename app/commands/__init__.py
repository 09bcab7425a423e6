"""The `flask …` commands, a file a subject; each parses, calls one service, and prints."""

import click

from app.commands.backups import backup_command, release_mails_command, restore_command
from app.commands.demo import demo_command
from app.commands.files import (
    codes_command,
    import_hubs_command,
    import_participants_command,
    import_requests_command,
)
from app.commands.people import (
    create_organiser_command,
    disable_account_command,
    remove_second_factor_command,
)
from app.commands.periodic import periodic_command
from app.commands.privacy import retention_command
from app.commands.serving import serve_command, worker_command
from app.commands.solving import publish_command, solve_command
from app.commands.take_home import export_command

COMMANDS: tuple[click.Command, ...] = (
    demo_command,
    create_organiser_command,
    remove_second_factor_command,
    disable_account_command,
    import_hubs_command,
    import_participants_command,
    import_requests_command,
    codes_command,
    solve_command,
    publish_command,
    export_command,
    serve_command,
    worker_command,
    periodic_command,
    retention_command,
    backup_command,
    restore_command,
    release_mails_command,
)
