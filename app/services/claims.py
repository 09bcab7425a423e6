"""What was registered for an address becomes its account's, once the address is proven."""

from datetime import datetime

from sqlalchemy import func, select, update

from app.extensions import db
from app.models import Account, Registration
from app.services import audit


def claim(account: Account, *, now: datetime) -> int:
    """Registrations with the account's proven address become its own; how many did.

    Nobody gets a second registration for one edition. Inside the caller's transaction.
    """
    own = select(Registration.edition_id).where(Registration.account_id == account.id)
    claimed = db.session.execute(
        update(Registration)
        .where(
            func.lower(Registration.email) == account.email,
            Registration.account_id.is_(None),
            Registration.erased_at.is_(None),
            Registration.edition_id.not_in(own),
        )
        .values(account_id=account.id)
        .returning(Registration.public_id, Registration.edition_id)
    ).all()
    for public_id, edition_id in claimed:
        about = ("registration", public_id)
        audit.note("registration.claim", by=account.id, now=now, edition_id=edition_id, about=about)
    return len(claimed)
