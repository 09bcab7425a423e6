"""How mailed codes and links end before they are used: replaced, void, forgotten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.domain.states import CodePurpose
from app.extensions import db
from app.models import MailedCode
from app.services.transaction import writing


def void_older(
    purpose: CodePurpose, email: str, details: Mapping[str, Any], *, now: datetime
) -> None:
    """The newest counts; what is about another edition stays. Inside the caller's transaction."""
    living = select(MailedCode).where(
        MailedCode.purpose == purpose,
        MailedCode.email == email,
        MailedCode.used_at.is_(None),
        MailedCode.expires_at > now,
    )
    for row in db.session.scalars(living.with_for_update()):
        if row.details.get("edition") == details.get("edition"):
            row.expires_at = now


def void_all(account_id: int, email: str, *, now: datetime) -> None:
    """Void all for the account or its address, inside the caller's transaction."""
    db.session.execute(
        update(MailedCode)
        .where(
            (MailedCode.account_id == account_id) | (MailedCode.email == email),
            MailedCode.used_at.is_(None),
            MailedCode.expires_at > now,
        )
        .values(expires_at=now)
    )


def forget_old_codes(now: datetime) -> int:
    """Forget codes and links whose time is over; how many they were."""
    with writing() as session:
        gone = session.scalars(
            delete(MailedCode).where(MailedCode.expires_at <= now).returning(MailedCode.id)
        ).all()
    return len(gone)
