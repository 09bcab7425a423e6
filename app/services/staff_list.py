"""The organising team of an edition, for its page."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from app.domain.errors import NotFoundError
from app.domain.states import StaffRole
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, Staff

NO_MEMBER = later("This person does not belong to the team of this event.")
_ORDER = list(StaffRole)


@dataclass(frozen=True)
class Member:
    """One role of one person; `is_series_wide` ones hold in every edition of the series.

    `is_last_owner` is whether nobody else owns the edition or its series.
    """

    id: int
    account_id: int
    name: str
    email: str
    role: StaffRole
    countries: tuple[str, ...]
    is_series_wide: bool
    is_last_owner: bool


def of_edition(edition: Edition) -> ColumnElement[bool]:
    """For a WHERE over Staff: the roles in the edition, those of its series included."""
    return or_(Staff.edition_id == edition.id, Staff.series_id == edition.series_id)


def team_of(edition: Edition) -> tuple[Member, ...]:
    """Everybody with a role, owners first."""
    rows = db.session.execute(
        select(Staff, Account)
        .join(Account, Account.id == Staff.account_id)
        .where(of_edition(edition))
    ).all()
    owners = [
        staff.id
        for staff, account in rows
        if staff.role is StaffRole.OWNER and account.disabled_at is None
    ]
    members = [
        Member(
            staff.id,
            account.id,
            account.name,
            account.email,
            staff.role,
            tuple(staff.countries),
            is_series_wide=staff.series_id is not None,
            is_last_owner=owners == [staff.id],
        )
        for staff, account in rows
    ]
    members.sort(key=lambda one: (_ORDER.index(one.role), one.name.casefold(), one.email))
    return tuple(members)


def member_of(edition: Edition, staff_id: int) -> Member:
    """One role in this very edition; a series-wide one is not found here."""
    for member in team_of(edition):
        if member.id == staff_id and not member.is_series_wide:
            return member
    raise NotFoundError(NO_MEMBER)
