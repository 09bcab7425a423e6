"""Which people of an edition a member of the team may see: said here, for every page and file.

Owners and editors see everybody. A supporting organiser sees the people of their countries and
whom they invited; of all others they learn nothing, not even that they are there.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from app.domain.errors import NotFoundError
from app.domain.permissions import PERMISSIONS, Permission
from app.domain.states import StaffRole
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Invitation, Organisation, Registration, Staff
from app.services import person_locks

NO_PERSON = later("There is no such person in your list.")


@dataclass(frozen=True)
class PeopleScope:
    """The people of `edition` that the account may see, and act on.

    `countries` is None where everybody is theirs to see.
    """

    edition: Edition
    account_id: int
    countries: frozenset[str] | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is hidden."""
        return self.countries is None

    def condition(self) -> ColumnElement[bool]:
        """For a WHERE over Registration joined with its Organisation."""
        in_edition = Registration.edition_id == self.edition.id
        if self.countries is None:
            return in_edition
        return and_(in_edition, or_(self._from_countries(), self._invited()))

    def _from_countries(self) -> ColumnElement[bool]:
        return Organisation.country.in_(sorted(self.countries or ()))

    def _invited(self) -> ColumnElement[bool]:
        invited = select(Invitation.registration_id).where(
            Invitation.edition_id == self.edition.id,
            Invitation.by_account_id == self.account_id,
            Invitation.registration_id.is_not(None),
        )
        return or_(Registration.invited_by_id == self.account_id, Registration.id.in_(invited))


def scope_of(edition: Edition, account_id: int, permission: Permission) -> PeopleScope:
    """What the account's roles that hold `permission` let it see, as they are now.

    A role without the permission adds nothing: who is at the desk, too, does not see more in the
    list of people.
    """
    rows = db.session.execute(
        select(Staff.role, Staff.countries).where(
            Staff.account_id == account_id,
            or_(Staff.edition_id == edition.id, Staff.series_id == edition.series_id),
        )
    ).all()
    held = [(role, countries) for role, countries in rows if permission in PERMISSIONS[role]]
    if any(role is not StaffRole.SUPPORTING for role, _ in held):
        return PeopleScope(edition, account_id)
    return PeopleScope(edition, account_id, frozenset(code for _, its in held for code in its))


def person_in(scope: PeopleScope, public_id: str) -> Registration:
    """The one registration, if it is in the scope; else NotFoundError."""
    return people_in(scope, [public_id])[0]


def people_in(
    scope: PeopleScope, public_ids: Collection[str], *, lock: bool = False
) -> list[Registration]:
    """These registrations by name, all of them in the scope; else NotFoundError for the whole.

    `lock` holds their rows until the caller's transaction ends.
    """
    wanted = set(public_ids)
    if lock:
        _hold(scope, wanted)
    chosen = (
        select(Registration)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(scope.condition(), Registration.public_id.in_(wanted))
        .options(contains_eager(Registration.organisation))
    )
    found = list(db.session.scalars(chosen.execution_options(populate_existing=lock)))
    if len(found) != len(wanted):
        raise NotFoundError(NO_PERSON)
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _hold(scope: PeopleScope, public_ids: Collection[str]) -> None:
    person_locks.hold_ids(
        db.session.scalars(
            select(Registration.id).where(
                Registration.edition_id == scope.edition.id,
                Registration.public_id.in_(public_ids),
            )
        ).all()
    )
