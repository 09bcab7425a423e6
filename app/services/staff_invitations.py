"""Invitations into the organising team, mailed to who has no account yet; good for seven days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update

from app.domain.errors import ConflictError, ForbiddenError
from app.domain.letters import Letter
from app.domain.permissions import Permission
from app.domain.states import CodePurpose, StaffRole
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, MailedCode, Staff
from app.models.columns import new_public_id
from app.services import access, accounts, audit, edition_lock, languages, mailed_codes, sessions
from app.services.letters import team as letters
from app.services.staff_list import of_edition
from app.services.transaction import writing

GONE = later("There is no such invitation any more.")
NOT_VALID = later("Who invited you cannot do so any more: ask the organisers.")


@dataclass(frozen=True)
class Joined:
    """Who is in (None: they have an account and sign in), and the page to go to."""

    viewer: Viewer | None
    wanted: str


@dataclass(frozen=True)
class WaitingInvitation:
    """Somebody who has been invited and has not joined."""

    email: str
    role: StaffRole
    until: datetime


def invite(
    edition: Edition,
    email: str,
    role: StaffRole,
    countries: Sequence[str],
    *,
    by: int,
    now: datetime,
) -> bool:
    """Mail the invitation, inside the caller's transaction; False where the address had its mails.

    `email` is normalised already.
    """
    sent = mailed_codes.send(
        CodePurpose.INVITE_STAFF,
        email,
        browser=new_public_id(),
        now=now,
        details={
            "edition": edition.id,
            "role": role.value,
            "countries": list(countries),
            "by": by,
        },
        edition=edition,
        letter=lambda _code, path: _letter(email, edition, role, path),
    )
    if sent:
        _note("staff.invite", edition, by=by, now=now, role=role)
    return sent


def _letter(email: str, edition: Edition, role: StaffRole, path: str) -> Letter:
    with languages.speaking(languages.of_address(email, edition)):
        return letters.invited(edition, role, path)


def waiting_invitations(edition: Edition, *, now: datetime) -> tuple[WaitingInvitation, ...]:
    """Who may still join, by address."""
    rows = db.session.scalars(_waiting(edition, now).order_by(MailedCode.email))
    return tuple(
        WaitingInvitation(one.email, StaffRole(one.details["role"]), one.expires_at) for one in rows
    )


def cancel(edition: Edition, email: str, *, by: int, now: datetime) -> None:
    """Make an invitation void; raises ConflictError where there is none any more."""
    with writing():
        ids = [one.id for one in db.session.scalars(_waiting(edition, now)) if one.email == email]
        voided = db.session.scalars(
            update(MailedCode)
            .where(MailedCode.id.in_(ids), MailedCode.used_at.is_(None))
            .values(used_at=now)
            .returning(MailedCode.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not voided:
            raise ConflictError(GONE)
        _note("staff.cancel_invitation", edition, by=by, now=now)


def join(token: str, *, user_agent: str, now: datetime) -> Joined:
    """Use the link: an account with the role, signed in if the link has made it.

    A link of seven days opens no account that was there before: its owner signs in.
    Raises NotFoundError, ConflictError for the link, and ForbiddenError where who invited does
    not own the edition any more.
    """
    with writing():
        proof = mailed_codes.redeem_link(token, CodePurpose.INVITE_STAFF, now=now)
        edition = db.session.get_one(Edition, int(proof.details["edition"]))
        edition_lock.hold(edition)
        if Permission.STAFF not in access.permissions_in(edition, int(proof.details["by"])):
            raise ForbiddenError(NOT_VALID)
        before = db.session.scalars(select(Account.id).where(Account.email == proof.email)).all()
        account = accounts.verified_account(proof.email, "", now=now)
        if account.disabled_at:
            raise ForbiddenError(later("This account is closed."))
        known = select(Staff.id).where(Staff.account_id == account.id, of_edition(edition))
        if db.session.scalar(known.limit(1)) is None:
            role = StaffRole(proof.details["role"])
            db.session.add(
                Staff(
                    account_id=account.id,
                    edition_id=edition.id,
                    role=role,
                    countries=list(proof.details["countries"]),
                    created_at=now,
                )
            )
            db.session.flush()
            _note("staff.join", edition, by=account.id, now=now, role=role)
        wanted = f"/organiser/e/{edition.slug}/"
        if account.id in before:
            return Joined(None, wanted)
        return Joined(sessions.start_session(account, user_agent=user_agent, now=now), wanted)


def _waiting(edition: Edition, now: datetime) -> Select[MailedCode]:
    return select(MailedCode).where(
        MailedCode.purpose == CodePurpose.INVITE_STAFF,
        MailedCode.details["edition"].as_integer() == edition.id,
        MailedCode.used_at.is_(None),
        MailedCode.expires_at > now,
    )


def _note(
    action: str, edition: Edition, *, by: int, now: datetime, role: StaffRole | None = None
) -> None:
    details = {"role": role.value} if role else {}
    audit.note(action, by=by, now=now, edition_id=edition.id, details=details)
