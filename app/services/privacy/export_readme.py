"""What is in a person's copy, and what each part means: made from the register itself."""

from collections.abc import Iterator
from datetime import datetime

from app.services.privacy.register import entry, leads_to_a_person, personal_columns
from app.services.privacy.words import CATEGORIES, described_tables, kept_words

HEAD = """\
YOUR DATA

This is a copy of what this site stores of you, made on {now} (UTC).

account.json           your login and what belongs to no single event
edition-….json         one file for each event that you registered for
mails/….eml            mails sent to you in the last 30 days; any mail program opens them

Each JSON file (UTF-8) holds lists by table: {{"registration": [{{…}}], "consent": [{{…}}]}}.
Instants are ISO 8601 in UTC, days and times as they are at the event. A value that is empty is
left out. What other people wrote about you is here, what is theirs is not.

THE TABLES
"""


def readme(now: datetime) -> str:
    """The description that lies beside the files."""
    return "\n".join((HEAD.format(now=f"{now:%Y-%m-%d %H:%M}"), *_tables()))


def _tables() -> Iterator[str]:
    for table in described_tables():
        exported = [
            column.name
            for column in personal_columns(table)
            if entry(column).exported and not leads_to_a_person(column)
        ]
        if not exported:
            continue
        category = CATEGORIES[table.name]
        yield table.name
        yield f"  {category.what}"
        yield f"  Seen by: {category.seen_by}"
        yield f"  Kept: {kept_words(table)}."
        yield f"  Fields: {', '.join(name.removesuffix('_id') for name in exported)}"
        yield ""
