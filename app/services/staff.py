"""Who belongs to the organising team of an edition, and in which role.

Whoever changes the team holds the edition's row first, so that of two who remove the last two
owners at once the second is refused. Roles of the whole series are shown, not changed, here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.letters import Letter
from app.domain.states import StaffRole
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, Staff
from app.services import audit, edition_lock, outbox, staff_invitations
from app.services.accounts import normalise_email
from app.services.languages import speaking
from app.services.letters import team as letters
from app.services.reference_data import taxonomy
from app.services.staff_list import NO_MEMBER, of_edition
from app.services.transaction import writing

LAST_OWNER = later("An event has at least one owner: make somebody else an owner first.")
DISABLED = later("The account of this address is closed.")
TOO_MANY = later("This address had its mails for this hour: try again later.")
CHANGED = later("Somebody else changed this person's role meanwhile. Nothing was done.")


@dataclass(frozen=True)
class StaffEntry:
    """What was typed: a role, and for a supporting organiser the countries."""

    role: StaffRole | None
    countries: tuple[str, ...] = ()


def add_member(
    edition: Edition, email: str, entry: StaffEntry, *, by: int, now: datetime
) -> Account | None:
    """Give a role to whoever has an account with this address; they are told by mail.

    Where there is no account, an invitation goes out, and None comes back. Raises
    InvalidInputError with every fault at once.
    """
    with writing():
        edition_lock.hold(edition)
        found = _faults(entry)
        account, address = None, ""
        try:
            address = normalise_email(email)
            account = _account(edition, address)
        except InvalidInputError as error:
            found = {**error.fields, **found}
        if found or entry.role is None:
            raise InvalidInputError(later("Nothing is stored yet: see below."), found)
        if account is not None:
            join_team(edition, account, entry, by=by, now=now)
        elif not staff_invitations.invite(
            edition, address, entry.role, _countries(entry), by=by, now=now
        ):
            raise InvalidInputError(TOO_MANY, {"email": TOO_MANY})
    return account


def join_team(
    edition: Edition, account: Account, entry: StaffEntry, *, by: int, now: datetime
) -> Staff:
    """A role for the account, with its letter and its note, in the caller's transaction."""
    assert entry.role is not None  # noqa: S101 - the faults were looked for before
    staff = Staff(
        account_id=account.id,
        edition_id=edition.id,
        role=entry.role,
        countries=_countries(entry),
        created_at=now,
    )
    db.session.add(staff)
    db.session.flush()
    _note("staff.add", edition, account, by, now, {"role": staff.role.value})
    _tell(edition, account, lambda name: letters.joined(edition, account.name, staff.role, by=name),
          by=by, now=now)  # fmt: skip
    return staff


def change_member(
    edition: Edition, staff_id: int, entry: StaffEntry, *, was: StaffRole, by: int, now: datetime
) -> Account:
    """Another role, or other countries. `was` is the role that whoever decided saw.

    Raises InvalidInputError for what was typed, ConflictError for the last owner and where
    somebody was faster.
    """
    with writing():
        staff = _held_member(edition, staff_id, was)
        found = _faults(entry)
        if found or entry.role is None:
            raise InvalidInputError(later("Nothing is stored yet: see below."), found)
        if entry.role is not StaffRole.OWNER:
            _refuse_last_owner(edition, staff)
        countries = _countries(entry)
        if (staff.role, staff.countries) == (entry.role, countries):
            return staff.account
        staff.role, staff.countries = entry.role, countries
        role, account = staff.role, staff.account
        details = {"role": role.value, "was": was.value, "countries": " ".join(countries)}
        _note("staff.change", edition, account, by, now, details)
        _tell(edition, account, lambda name: letters.changed(edition, account.name, role, by=name),
              by=by, now=now)  # fmt: skip
    return account


def remove_member(
    edition: Edition, staff_id: int, *, was: StaffRole, by: int, now: datetime
) -> Account:
    """Take a role away at once; raises ConflictError for the last owner."""
    with writing():
        staff = _held_member(edition, staff_id, was)
        _refuse_last_owner(edition, staff)
        account = staff.account
        db.session.delete(staff)
        _note("staff.remove", edition, account, by, now, {"was": was.value})
        _tell(edition, account, lambda name: letters.removed(edition, account.name, by=name),
              by=by, now=now)  # fmt: skip
    return account


def _held_member(edition: Edition, staff_id: int, was: StaffRole) -> Staff:
    edition_lock.hold(edition)
    staff = db.session.scalar(
        select(Staff)
        .where(Staff.id == staff_id, Staff.edition_id == edition.id)
        .execution_options(populate_existing=True)
    )
    if staff is None:
        raise NotFoundError(NO_MEMBER)
    if staff.role is not was:
        raise ConflictError(CHANGED)
    return staff


def _refuse_last_owner(edition: Edition, staff: Staff) -> None:
    """Somebody else who can sign in owns the edition or its series."""
    others = (
        select(Staff.id)
        .join(Account, Account.id == Staff.account_id)
        .where(
            of_edition(edition),
            Staff.id != staff.id,
            Staff.role == StaffRole.OWNER,
            Account.disabled_at.is_(None),
        )
    )
    if staff.role is StaffRole.OWNER and db.session.scalar(others.limit(1)) is None:
        raise ConflictError(LAST_OWNER)


def _account(edition: Edition, address: str) -> Account | None:
    """The account of the address, if it has no role in the edition yet."""
    account = db.session.scalar(select(Account).where(Account.email == address))
    if account is None:
        return None
    if account.disabled_at is not None:
        raise InvalidInputError(DISABLED, {"email": DISABLED})
    known = select(Staff.id).where(
        Staff.account_id == account.id,
        of_edition(edition),
    )
    if db.session.scalar(known.limit(1)) is not None:
        message = later(
            "%(name)s belongs to the team already: change the role in the list.", name=account.name
        )
        raise InvalidInputError(message, {"email": message})
    return account


def _faults(entry: StaffEntry) -> dict[str, str]:
    if entry.role is None:
        return {"role": later("Choose a role.")}
    if entry.role is StaffRole.SUPPORTING and not _are_known(entry.countries):
        return {"countries": later("Choose from the list.")}
    return {}


def _are_known(countries: Collection[str]) -> bool:
    return set(countries) <= set(taxonomy().countries)


def _countries(entry: StaffEntry) -> list[str]:
    return sorted(set(entry.countries)) if entry.role is StaffRole.SUPPORTING else []


def _note(
    action: str, edition: Edition, account: Account, by: int, now: datetime, details: dict[str, str]
) -> None:
    about = ("account", str(account.id))
    audit.note(action, by=by, now=now, edition_id=edition.id, about=about, details=details)


def _tell(
    edition: Edition, account: Account, letter: Callable[[str], Letter], *, by: int, now: datetime
) -> None:
    """Mail the person, naming who did it."""
    actor = db.session.get(Account, by)
    with speaking(account.locale):
        made = letter(actor.name if actor else "")
    outbox.post(
        made,
        kind="team",
        to=account.email,
        dedupe_key=f"team:{edition.id}:{account.id}:{now.isoformat()}",
        now=now,
        edition=edition,
        account_id=account.id,
    )
