"""Registrations that are on their way, for the sweeps: a form half filled in, an invitation."""

import secrets
from datetime import UTC, datetime
from hashlib import sha256

from app.domain.states import CodePurpose, Part, QuestionKind
from app.models import Edition, Invitation, MailedCode, Question, RegistrationDraft
from tests.factory import Factory

# The sweeps do not set the clock.
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def begun(factory: Factory, edition: Edition) -> str:
    """The token of a mailed link to a form that somebody has begun."""
    token, now = secrets.token_hex(16), factory.now
    email = f"{token}@example.org"
    draft = factory.add(
        RegistrationDraft(
            edition_id=edition.id,
            token_hash=token,
            email=email,
            part=Part.SME,
            step=2,
            created_at=now,
            changed_at=now,
            expires_at=LATER,
        )
    )
    factory.add(
        MailedCode(
            purpose=CodePurpose.RESUME_REGISTRATION,
            email=email,
            token_hash=sha256(token.encode()).hexdigest(),
            details={"edition": edition.id, "draft": draft.id, "mailed_at": now.isoformat()},
            created_at=now,
            expires_at=LATER,
        )
    )
    return token


def invited(factory: Factory, edition: Edition) -> str:
    """The token of an invitation."""
    token = secrets.token_hex(16)
    _invite(factory, edition, token)
    return token


def open_invitation(factory: Factory, edition: Edition) -> str:
    """The public id of one."""
    return _invite(factory, edition, secrets.token_hex(16)).public_id


def asked(factory: Factory, edition: Edition) -> str:
    """The code of an extra question, called so at this edition only."""
    code = f"why_{edition.slug}"
    factory.add(Question(edition_id=edition.id, code=code, label="Why?", kind=QuestionKind.TEXT))
    return code


def _invite(factory: Factory, edition: Edition, token: str) -> Invitation:
    return factory.add(
        Invitation(
            edition_id=edition.id,
            email=f"{token}@example.org",
            token_hash=sha256(token.encode()).hexdigest(),
            created_at=factory.now,
            expires_at=LATER,
        )
    )
