"""A form that was kept screen by screen becomes a registration, once its address is proved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.domain.errors import InvalidInputError
from app.domain.states import CodePurpose
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, Invitation, RegistrationDraft
from app.services import mailed_codes, sessions
from app.services.registration import Registered, register
from app.services.registration_entry import RegistrationEntry, faults
from app.services.transaction import writing

CODE_NEEDED = later("Type the code that was mailed to you.")


@dataclass(frozen=True)
class Sent:
    """What came of the form, and the session of who was not signed in."""

    registered: Registered
    viewer: Viewer | None


def send(
    edition: Edition,
    draft: RegistrationDraft,
    entry: RegistrationEntry,
    *,
    token: str,
    code: str,
    viewer: Viewer | None,
    user_agent: str,
    now: datetime,
) -> Sent:
    """Register with what was typed, once the address is proved.

    A right code is asked for only where it is needed, and used up only where nothing else is
    wrong. Raises InvalidInputError with every fault at once.
    """
    found = dict(faults(edition, entry))
    is_proved = viewer is not None or draft.proved_at is not None
    if not is_proved and not code.strip():
        found["code"] = CODE_NEEDED
    if found:
        raise InvalidInputError(later("Nothing is stored yet: see below."), found)
    if not is_proved:
        _prove(draft, code, token, now=now)
    invitation = db.session.get(Invitation, draft.invitation_id) if draft.invitation_id else None
    email = viewer.email if viewer else draft.email
    done = register(edition, entry, email=email, invitation=invitation, now=now)
    return Sent(done, _finish(draft, done, viewer, user_agent=user_agent, now=now))


def _finish(
    draft: RegistrationDraft,
    done: Registered,
    viewer: Viewer | None,
    *,
    user_agent: str,
    now: datetime,
) -> Viewer | None:
    """Forget what was typed; who was not signed in is, once for each draft."""
    with writing():
        ended = db.session.scalar(
            update(RegistrationDraft)
            .where(RegistrationDraft.id == draft.id, RegistrationDraft.finished_at.is_(None))
            .values(finished_at=now, answers={}, changed_at=now)
            .returning(RegistrationDraft.id)
            .execution_options(synchronize_session=False)
        )
        if viewer is not None or ended is None:
            return None
        account = db.session.get_one(Account, done.registration.account_id)
        return sessions.start_session(account, user_agent=user_agent, now=now)


def _prove(draft: RegistrationDraft, code: str, token: str, *, now: datetime) -> None:
    mailed_codes.redeem_code(
        CodePurpose.RESUME_REGISTRATION, draft.email, code, browser=token, now=now
    )
    with writing():
        draft.proved_at = now
