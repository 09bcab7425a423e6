"""A person's rows as they stand in their copy: exported values, and words for references."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, and_, select, true

from app.domain.states import VersionKind
from app.extensions import Base, db
from app.models import Meeting, ScheduleVersion
from app.services.privacy import subjects
from app.services.privacy.reach import REACH, Reach
from app.services.privacy.register import entry
from app.services.privacy.subjects import Subject

# What stands for a row of another table that one of the person's leads to.
LABELS: Mapping[str, tuple[str, ...]] = {
    "edition": ("slug",),
    "meeting": ("public_id", "slot_id", "place_id", "state", "version_id"),
    "meeting_request": ("public_id",),
    "organisation": ("name",),
    "place": ("label", "kind", "room_id"),
    "programme_item": ("title",),
    "room": ("name",),
    "schedule_version": ("kind", "number"),
    "series": ("name",),
    "slot": ("starts_at", "ends_at"),
}
Copied = dict[str, Any]


class Copyist:
    """Copies the rows of one person, a table at a time."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._known: dict[tuple[str, int], Any] = {}

    def copies(self, table: Table) -> Iterator[tuple[RowMapping, Copied]]:
        """Each row of the person's with what their copy has of it."""
        reach, subject = REACH[table.name], self._subject
        rows = (
            subjects.rows_of(table, subject)
            | subjects.rows_of_organisations(table, subject.organisations)
            | subjects.rows_written_by(table, subject)
        )
        chosen = select(table).where(and_(rows, _told(table))).order_by(*table.primary_key.columns)
        for row in db.session.execute(chosen).mappings():
            theirs = {name for name in reach.columns if self._leads_to_them(reach, name, row)}
            copied = self._copied(table, row, theirs)
            if copied:
                yield row, copied

    def _leads_to_them(self, reach: Reach, name: str, row: RowMapping) -> bool:
        value, subject = row[name], self._subject
        if value is None or name in reach.mentions:
            return False
        if name in reach.registration:
            return value in subject.registrations
        if name in reach.organisation:
            return value in subject.organisations
        if name in reach.email:
            return str(value).lower() in subject.emails
        return bool(value == subject.account_id)

    def _copied(self, table: Table, row: RowMapping, theirs: set[str]) -> Copied:
        """Of a row in which they only wrote something, that and no more."""
        only_written = theirs <= set(REACH[table.name].writers)
        copied: Copied = {"public_id": row["public_id"]} if "public_id" in row else {}
        for column in table.columns:
            value, said = row[column.name], entry(column)
            key = next(iter(column.foreign_keys), None)
            target = key.column.table.name if key is not None else ""
            if value is None or (only_written and said.by not in theirs):
                continue
            if target in LABELS:
                copied[column.name.removesuffix("_id")] = self._label(target, value)
            elif not target and said.exported and (not said.by or said.by in theirs):
                copied[column.name] = plain(value)
        return copied

    def _label(self, name: str, number: int) -> Any:
        """A row of another table in words; references of it in turn."""
        if (name, number) not in self._known:
            table = Base.metadata.tables[name]
            row = db.session.execute(select(table).where(table.c.id == number)).mappings().one()
            words = {
                column.removesuffix("_id"): self._part(table, column, row[column])
                for column in LABELS[name]
                if row[column] is not None
            }
            self._known[name, number] = (
                words if len(LABELS[name]) > 1 else next(iter(words.values()))
            )
        return self._known[name, number]

    def _part(self, table: Table, column: str, value: Any) -> Any:
        key = next(iter(table.c[column].foreign_keys), None)
        return plain(value) if key is None else self._label(key.column.table.name, value)


def plain(value: Any) -> Any:
    """The value as JSON has it: instants in UTC, states as their words."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def _told(table: Table) -> ColumnElement[bool]:
    """Drafts of the schedule are nobody's yet."""
    if table.name != "attendance":
        return true()
    return table.c.meeting_id.in_(
        select(Meeting.id)
        .join(ScheduleVersion)
        .where(ScheduleVersion.kind.in_([VersionKind.LIVE, VersionKind.PUBLISHED]))
    )
