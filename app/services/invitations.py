"""A personal link that lets one person register, whatever the limits; good for one registration."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import Part
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Invitation, Organisation, Registration
from app.services import accounts, audit, languages, outbox
from app.services.letters.registration import invitation as letter
from app.services.transaction import writing

LIFETIME = timedelta(days=30)
USED = later("This invitation was used already.")


def invite(
    edition: Edition,
    email: str,
    *,
    part: Part | None = None,
    organisation: Organisation | None = None,
    by: int,
    now: datetime,
) -> Invitation:
    """Mail a link to an address; a newer one replaces what was sent there before.

    With an organisation the person joins that, without one the organisers keep them a place.
    """
    with writing():
        address = accounts.normalise_email(email)
        if _is_registered(edition, address):
            text = later("Somebody with this address is registered already.")
            raise InvalidInputError(text, {"email": text})
        token = secrets.token_hex(16)
        row = _open_row(edition, address) or Invitation(edition_id=edition.id, email=address)
        row.token_hash = _hash(token)
        row.part, row.by_account_id = part, by
        row.organisation_id = organisation.id if organisation else None
        row.created_at, row.expires_at = now, now + LIFETIME
        db.session.add(row)
        db.session.flush()
        audit.note(
            "invitation.send",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("invitation", row.public_id),
        )
        path = f"/e/{edition.slug}/register/invitation/{token}"
        with languages.speaking(languages.of_address(address, edition)):
            made = letter(edition, path, valid_until=row.expires_at)
        outbox.post(
            made,
            kind="invitation",
            to=address,
            dedupe_key=f"invitation:{row.token_hash}",
            now=now,
            edition=edition,
        )
    return row


def find(edition: Edition, token: str, *, now: datetime) -> Invitation:
    """The invitation of a link; NotFoundError where it is not good any more."""
    row = db.session.scalar(
        select(Invitation).where(
            Invitation.edition_id == edition.id, Invitation.token_hash == _hash(token)
        )
    )
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise NotFoundError(later("This invitation is not good any more. Ask who invited you."))
    return row


def redeem(invitation: Invitation, person: Registration, *, now: datetime) -> None:
    """Use it for a registration that is about to be stored, inside the caller's transaction.

    Of many at the same moment one gets it: the others are told so by ConflictError.
    """
    used = db.session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if used is None:
        raise ConflictError(USED)
    person.invited_by_id = invitation.by_account_id
    db.session.add(person)
    db.session.flush()
    db.session.refresh(invitation)
    invitation.registration_id = person.id


def open_invitations(edition: Edition, *, now: datetime) -> Sequence[Invitation]:
    """Those that are still good, the newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.edition_id == edition.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    ).all()


def withdraw(edition: Edition, public_id: str, *, by: int, now: datetime) -> None:
    """The link is good no more."""
    with writing():
        row = db.session.scalar(
            select(Invitation).where(
                Invitation.edition_id == edition.id,
                Invitation.public_id == public_id,
                Invitation.used_at.is_(None),
            )
        )
        if row is None:
            raise NotFoundError(later("There is no such invitation."))
        row.expires_at = now
        audit.note(
            "invitation.withdraw",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("invitation", public_id),
        )


def _open_row(edition: Edition, email: str) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(
            Invitation.edition_id == edition.id,
            Invitation.email == email,
            Invitation.used_at.is_(None),
        )
    )


def _is_registered(edition: Edition, email: str) -> bool:
    found = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.email == email
    )
    return db.session.scalar(found) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
