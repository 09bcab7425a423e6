"""A person's own copy of everything that is stored of them, by the register."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import RowMapping, Table

from app.services import audit
from app.services.privacy import subjects
from app.services.privacy.copied_rows import Copied, Copyist
from app.services.privacy.export_readme import readme
from app.services.privacy.reach import REACH
from app.services.privacy.register import personal_columns, tables
from app.services.privacy.subjects import Subject
from app.services.transaction import writing

ACCOUNT = "account"
Files = dict[str, dict[str, list[Copied]]]


def export_account(account_id: int, *, now: datetime) -> bytes:
    """A ZIP: a JSON file for each edition, one for the login, the mails, and what it all means.

    It is made for this one answer and kept nowhere; the log says that it was made.
    """
    with writing():
        audit.note("account.export", by=account_id, now=now, about=("account", str(account_id)))
        files, mails = _collected(subjects.of_account(account_id))
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme(now))
        for name, tables_in_it in files.items():
            archive.writestr(
                f"{name}.json", json.dumps(tables_in_it, ensure_ascii=False, indent=2) + "\n"
            )
        for name, data in mails.items():
            archive.writestr(f"mails/{name}.eml", data)
    return buffer.getvalue()


def _collected(subject: Subject) -> tuple[Files, dict[str, bytes]]:
    people = {row.id: row.edition_id for row in subjects.registrations_of(subject)}
    slugs = {edition.id: edition.slug for edition in subjects.editions_of(subject)}
    files: Files = {ACCOUNT: {}, **{f"edition-{slug}": {} for slug in slugs.values()}}
    mails: dict[str, bytes] = {}
    copyist = Copyist(subject)
    for table in reversed(tables()):
        if table.name not in REACH or not personal_columns(table):
            continue
        for row, copied in copyist.copies(table):
            if isinstance(copied.get("data"), bytes):
                mails[row["public_id"]] = copied["data"]
                copied["data"] = f"mails/{row['public_id']}.eml"
            edition = _edition_of(table, row, people)
            name = f"edition-{slugs[edition]}" if edition in slugs else ACCOUNT
            files[name].setdefault(table.name, []).append(copied)
    return files, mails


def _edition_of(table: Table, row: RowMapping, people: Mapping[int, int]) -> Any:
    """The edition that a row of the person's belongs to, if to any."""
    if "edition_id" in row and row["edition_id"] is not None:
        return row["edition_id"]
    found = (people.get(row[name]) for name in REACH[table.name].registration)
    return next((edition for edition in found if edition is not None), None)
