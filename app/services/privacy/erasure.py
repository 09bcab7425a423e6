"""Erasing a person: what the register says goes, everywhere, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, select, update

from app.domain.errors import ConflictError, NotFoundError
from app.domain.privacy import NOWHERE, Erased
from app.domain.states import StaffRole
from app.extensions import db
from app.models import Account, Edition, Registration, Series, Staff
from app.models.columns import new_public_id
from app.services import audit, edition_lock
from app.services.privacy import files, leaving, mentions, orphans, subjects
from app.services.privacy.reach import REACH
from app.services.privacy.register import entry, goes_as_a_row, personal_columns, tables
from app.services.privacy.subjects import Subject
from app.services.transaction import writing

REMOVED_PERSON = "removed participant"
REMOVED_ORGANISATION = "removed organisation"

# What stands where a value must not be empty; a `*` is a random id, so that it is unique.
REPLACEMENTS: Mapping[tuple[str, str], str] = {
    ("account", "email"): f"*@{NOWHERE}",
    ("account", "name"): REMOVED_PERSON,
    ("organisation", "name"): REMOVED_ORGANISATION,
    ("organisation", "slug"): "removed-*",
    ("registration", "email"): f"*@{NOWHERE}",
    ("registration", "name"): REMOVED_PERSON,
}


@dataclass(frozen=True)
class Done:
    """What an erasure came to: how many registrations, meetings that end by it, and logins."""

    registrations: int
    meetings: int
    organisations: int
    logins: int


def erase_registration(
    edition: Edition, public_id: str, *, by_account_id: int | None, now: datetime, data: Path
) -> Done:
    """Erase one person of an edition, by its organisers; the login too if nothing else is left.

    `data` is the folder of this installation's files. Raises ConflictError while the edition is
    held back for a legal reason.
    """
    with writing():
        registration = db.session.scalar(
            select(Registration).where(
                Registration.edition_id == edition.id,
                Registration.public_id == public_id,
                Registration.erased_at.is_(None),
            )
        )
        if registration is None:
            raise NotFoundError("There is no such person here.")
        done, unwanted = erase(
            subjects.of_registration(registration), by_account_id=by_account_id, now=now, data=data
        )
    files.remove(unwanted)
    return done


def erase_account(
    account_id: int, *, with_organisations: bool = True, now: datetime, data: Path
) -> Done:
    """Erase everything of the person behind a login, by the person.

    Organisations that then have nobody left go too, unless `with_organisations` is False.
    Raises ConflictError where somebody else has to be named first, or an edition is held back.
    """
    with writing():
        subject = subjects.of_account(account_id)
        refuse_the_only_owner(account_id)
        done, unwanted = erase(
            subject,
            by_account_id=account_id,
            now=now,
            data=data,
            with_organisations=with_organisations,
        )
    files.remove(unwanted)
    return done


def erase(
    subject: Subject,
    *,
    by_account_id: int | None,
    now: datetime,
    data: Path,
    with_organisations: bool = True,
) -> tuple[Done, list[Path]]:
    """Erase inside the caller's transaction; gives the files to remove after it."""
    editions, people = subjects.editions_of(subject), subjects.registrations_of(subject)
    for edition in editions:
        edition_lock.hold(edition)
    refuse_a_legal_hold(editions)
    gone = orphans.organisations_left_by(subject) if with_organisations else ()
    names = mentions.pattern(_names(people, gone) | set(subject.emails))
    unwanted = [*files.prints_of(editions, data), *files.mails_naming(names, data)]
    _forget_names(people, gone)
    meetings = sum(leaving.leave(person, by_account_id=by_account_id, now=now) for person in people)
    # Then only, since who is told that a meeting is off depends on what was mailed of it.
    mentions.remove(editions, names)
    for table in tables():
        _erase_in(table, subject, gone)
    db.session.expire_all()
    login = subject.account_id if subject.edition_id is None else None
    _mark(people, login, now=now)
    for person in people:
        audit.note(
            "registration.erase",
            by=by_account_id,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )
    if login is not None:
        audit.note("account.erase", by=by_account_id, now=now, about=("account", str(login)))
    return Done(len(people), meetings, len(gone), int(login is not None)), unwanted


def _erase_in(table: Table, subject: Subject, organisations: Sequence[int]) -> None:
    if table.name not in REACH or not personal_columns(table):
        return
    own = subjects.rows_of(table, subject)
    if goes_as_a_row(table):
        db.session.execute(delete(table).where(own))
        return
    _change(table, own, personal_columns(table))
    written = [c for c in personal_columns(table) if entry(c).by in REACH[table.name].writers]
    _change(table, subjects.rows_written_by(table, subject), written)
    if organisations:
        its = subjects.rows_of_organisations(table, organisations)
        _change(table, its, personal_columns(table))


def _change(table: Table, rows: ColumnElement[bool], columns: Iterable[Column[object]]) -> None:
    """Empty or replace the columns in these rows, each as it says itself."""
    columns = [c for c in columns if entry(c).erased in {Erased.EMPTIED, Erased.REPLACED}]
    if not columns:
        return
    keys = list(table.primary_key.columns)
    for key in db.session.execute(select(*keys).where(rows)).all():
        values = {column.name: value_instead(column) for column in columns}
        same = [column == part for column, part in zip(keys, key, strict=True)]
        db.session.execute(update(table).where(*same).values(values))


def value_instead(column: Column[object]) -> Any:
    """What a column holds once the person is gone."""
    instead = REPLACEMENTS.get((column.table.name, column.name))
    if instead is not None:
        return instead.replace("*", new_public_id())
    if column.nullable:
        return None
    default = column.default
    if default is None:
        raise LookupError(f"{column} can be neither empty nor replaced")
    return default.arg(None) if default.is_callable else default.arg  # type: ignore[attr-defined]


def _names(people: Sequence[Registration], organisations: Sequence[int]) -> set[str]:
    """What others may know them by."""
    words = {word for person in people for word in (person.name, person.email)}
    return words | set(orphans.names_of(organisations))


def _forget_names(people: Sequence[Registration], organisations: Sequence[int]) -> None:
    """First of all, so that no news of what follows names anybody."""
    for person in people:
        person.name = REMOVED_PERSON
    for organisation in orphans.rows_of(organisations):
        organisation.name = REMOVED_ORGANISATION
    db.session.flush()


def _mark(people: Sequence[Registration], login: int | None, *, now: datetime) -> None:
    for person in people:
        person.erased_at = now
    if login is not None and (account := db.session.get(Account, login)) is not None:
        account.disabled_at = now
    db.session.flush()


def refuse_a_legal_hold(editions: Sequence[Edition]) -> None:
    """Raise ConflictError while the data of one of the editions has to be kept."""
    held = [edition for edition in editions if edition.legal_hold]
    if held:
        raise ConflictError(
            f"The organisers of “{held[0].name}” have to keep its data for a legal reason at the "
            "moment, so it cannot be erased yet. Ask them, or see the event's privacy page."
        )


def refuse_the_only_owner(account_id: int) -> None:
    """Raise ConflictError where a series would have no owner any more."""
    for series in db.session.scalars(
        select(Series)
        .join(Staff, Staff.series_id == Series.id)
        .where(Staff.account_id == account_id, Staff.role == StaffRole.OWNER)
        .order_by(Series.name)
    ):
        others = select(Staff.id).where(
            Staff.series_id == series.id,
            Staff.role == StaffRole.OWNER,
            Staff.account_id != account_id,
        )
        if db.session.scalar(others.limit(1)) is None:
            raise ConflictError(
                f"You are the only owner of “{series.name}”: name another owner first."
            )
