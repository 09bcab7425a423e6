"""What the register says is kept for days or until an expiry, as conditions on rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, func, or_, select, update

from app.domain.privacy import Kept
from app.extensions import Base, db
from app.models import Account
from app.services.privacy.erasure import value_instead
from app.services.privacy.reach import SINCE
from app.services.privacy.register import entry, personal_columns, tables

AGES = {
    Kept.EXPIRY: timedelta(0),
    Kept.DAYS_30: timedelta(days=30),
    Kept.DAYS_90: timedelta(days=90),
}
UNPROVEN = timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """Rows of a table that have to go, or the columns of them that have to be emptied."""

    words: str
    table: Table
    where: ColumnElement[bool]
    emptied: tuple[Column[object], ...] = ()

    def due(self) -> int:
        """How many rows it would change now."""
        number = db.session.scalar(select(func.count()).select_from(self.table).where(self.where))
        return number or 0

    def apply(self) -> int:
        """Change them, inside the caller's transaction; how many it changed."""
        number = self.due()
        if number and self.emptied:
            values = {column.name: value_instead(column) for column in self.emptied}
            db.session.execute(update(self.table).where(self.where).values(values))
        elif number:
            db.session.execute(delete(self.table).where(self.where))
        return number


def rules(now: datetime) -> Iterator[Rule]:
    """Every rule that counts from a row's own time."""
    for table in tables():
        if table.name in SINCE:
            yield from _timed(table, now)
    yield _unproven_accounts(now)


def _timed(table: Table, now: datetime) -> Iterator[Rule]:
    personal = personal_columns(table)
    since = func.coalesce(*(table.c[name] for name in SINCE[table.name]), None)
    for kept, age in AGES.items():
        columns = tuple(column for column in personal if entry(column).kept is kept)
        if not columns:
            continue
        old = since < now - age
        if len(columns) == len(personal):
            where = and_(old, not_leaned_on(table))
            yield Rule(f"{table.name}: rows kept {_how_long(kept)}", table, where)
        else:
            full = or_(*(column != value_instead(column) for column in columns))
            names = ", ".join(column.name for column in columns)
            words = f"{table.name}: {names}, kept {_how_long(kept)}"
            yield Rule(words, table, and_(old, full), columns)


def _how_long(kept: Kept) -> str:
    return "until they expire" if kept is Kept.EXPIRY else f"{AGES[kept].days} days"


def _unproven_accounts(now: datetime) -> Rule:
    """Logins whose address nobody proved in a week, and which are used for nothing."""
    table = Base.metadata.tables["account"]
    old = and_(
        Account.email_verified_at.is_(None),
        Account.fictional.is_(False),
        Account.disabled_at.is_(None),
        Account.created_at < now - UNPROVEN,
        not_leaned_on(table, but=("login_session", "mailed_code")),
    )
    return Rule("account: logins that nobody proved in 7 days", table, old)


def not_leaned_on(table: Table, *, but: Sequence[str] = ()) -> ColumnElement[bool]:
    """Rows that no row of another table refers to; `but` are tables whose rows go with them."""
    leaning = [
        ~exists().where(column == key.column)
        for other in Base.metadata.sorted_tables
        if other.name not in but
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table is table and other is not table
    ]
    return and_(*leaning) if leaning else and_(True)
