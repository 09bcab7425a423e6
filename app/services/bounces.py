"""Addresses whose mails come back: noted at the mail and at the person, until they live again."""

from datetime import datetime

from sqlalchemy import update

from app.extensions import db
from app.models import OutgoingMail, Registration


def note_bounce(mail: OutgoingMail, words: str, *, at: datetime) -> None:
    """The mail came back for good, inside the caller's transaction.

    Noted at everybody who is registered with this very address: who has changed theirs since is
    not concerned.
    """
    mail.bounced_at = mail.bounced_at or at
    mail.message = words or mail.message
    db.session.execute(
        update(Registration)
        .where(
            Registration.email == mail.recipient,
            Registration.mail_bounced_at.is_(None),
            Registration.erased_at.is_(None),
        )
        .values(mail_bounced_at=at)
        .execution_options(synchronize_session=False)
    )


def note_life(address: str) -> None:
    """Somebody wrote from the address, or proved that they read it: mails get there again."""
    db.session.execute(
        update(Registration)
        .where(Registration.email == address, Registration.mail_bounced_at.is_not(None))
        .values(mail_bounced_at=None)
        .execution_options(synchronize_session=False)
    )
