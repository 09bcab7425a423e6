"""Whom a copy or an erasure is about, and which rows are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from app.domain.errors import NotFoundError
from app.domain.privacy import Whose
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, Registration, Staff
from app.services.privacy.reach import REACH
from app.services.privacy.register import entry


@dataclass(frozen=True)
class Subject:
    """A person: their registrations, and their account with whatever is stored of its address.

    `edition_id` is set where only one registration is meant: then of accounts and addresses
    only the edition's own rows count, and the login stays.
    """

    registrations: tuple[int, ...]
    emails: tuple[str, ...]
    account_id: int | None = None
    edition_id: int | None = None
    organisations: tuple[int, ...] = ()


def of_account(account_id: int) -> Subject:
    """The whole person behind a login, with what was imported for their proven address."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFoundError(later("There is no such account."))
    own: ColumnElement[bool] = Registration.account_id == account.id
    proved = account.email_verified_at is not None
    if proved:
        own = or_(own, and_(Registration.account_id.is_(None), Registration.email == account.email))
    rows = db.session.scalars(
        select(Registration).where(own, Registration.erased_at.is_(None)).order_by(Registration.id)
    ).all()
    return Subject(
        registrations=tuple(row.id for row in rows),
        emails=(account.email,) if proved else (),  # anybody can type somebody else's
        account_id=account.id,
        organisations=tuple(sorted({row.organisation_id for row in rows})),
    )


def of_registration(registration: Registration) -> Subject:
    """One registration; the login goes with it if nothing else hangs on it."""
    whole = _is_all_there_is(registration)
    account = registration.account
    return Subject(
        registrations=(registration.id,),
        emails=tuple({registration.email, account.email if account else registration.email}),
        account_id=registration.account_id,
        edition_id=None if whole else registration.edition_id,
        organisations=(registration.organisation_id,),
    )


def registrations_of(subject: Subject) -> Sequence[Registration]:
    """The subject's registrations, the first first."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(subject.registrations))
        .order_by(Registration.id)
    ).all()


def editions_of(subject: Subject) -> Sequence[Edition]:
    """The editions of the subject's registrations."""
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.id.in_(
                select(Registration.edition_id).where(Registration.id.in_(subject.registrations))
            )
        )
        .order_by(Edition.id)
    ).all()


def rows_of(table: Table, subject: Subject) -> ColumnElement[bool]:
    """The rows of the table that are the subject's."""
    reach = REACH[table.name]
    ways: list[ColumnElement[bool]] = [
        table.c[name].in_(subject.registrations) for name in reach.registration
    ]
    if subject.edition_id is None:
        ways += [table.c[name] == subject.account_id for name in reach.account]
        ways += [func.lower(table.c[name]).in_(subject.emails) for name in reach.email]
    elif "edition_id" in table.c and _is_of_registrations(table):
        here = table.c.edition_id == subject.edition_id
        ways += [and_(here, table.c[name] == subject.account_id) for name in reach.account]
        ways += [and_(here, func.lower(table.c[name]).in_(subject.emails)) for name in reach.email]
    return or_(false(), *ways)


def rows_written_by(table: Table, subject: Subject) -> ColumnElement[bool]:
    """Rows of others in which the subject wrote something."""
    if subject.edition_id is not None and "edition_id" not in table.c:
        return false()
    ways: list[ColumnElement[bool]] = [
        table.c[name] == subject.account_id for name in REACH[table.name].writers
    ]
    if subject.edition_id is not None:
        ways = [and_(way, table.c.edition_id == subject.edition_id) for way in ways]
    return or_(false(), *ways)


def rows_of_organisations(table: Table, organisations: Sequence[int]) -> ColumnElement[bool]:
    """The rows of the table that are these organisations'."""
    ways = [table.c[name].in_(organisations) for name in REACH[table.name].organisation]
    return or_(false(), *ways)


def _is_of_registrations(table: Table) -> bool:
    """Whether the table tells of people at an edition, and not of logins."""
    return any(entry(column).whose is Whose.PERSON for column in table.columns)


def _is_all_there_is(registration: Registration) -> bool:
    """Whether the person is nothing else here: no other registration, and on no team."""
    account_id = registration.account_id
    same = Registration.email == registration.email
    if account_id is None:
        login = select(Account.id).where(Account.email == registration.email)
        if db.session.scalar(login.limit(1)) is not None:
            return False
    else:
        same = or_(same, Registration.account_id == account_id)
        if db.session.scalar(select(Staff.id).where(Staff.account_id == account_id).limit(1)):
            return False
    others = select(Registration.id).where(
        same, Registration.id != registration.id, Registration.erased_at.is_(None)
    )
    return db.session.scalar(others.limit(1)) is None
