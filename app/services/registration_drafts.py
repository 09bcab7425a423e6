"""Registration forms that are not sent yet: kept screen by screen, found again."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import CodePurpose
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Account, Edition, Invitation, RegistrationDraft
from app.services import accounts, mailed_codes
from app.services.letters import registration as letters
from app.services.mailed_codes import Proof
from app.services.registration_entry import PersonEntry, person_faults
from app.services.transaction import writing

LIFETIME = timedelta(days=30)
# How long a mailed link proves enough to sign in to an account.
FRESH = timedelta(hours=1)
MAX_CHARACTERS = 20_000
NO_LINK = later(
    "This link is not good any more: it was used, or is too old, or a newer one was sent."
)
# What a screen's form sent: field → values.
Typed = Mapping[str, list[str]]


@dataclass(frozen=True)
class Begun:
    """A draft and the token by which the browser finds it again."""

    draft: RegistrationDraft
    token: str


def find(
    edition: Edition, *, token: str | None, viewer: Viewer | None, now: datetime
) -> RegistrationDraft | None:
    """The draft of the account, else that of the browser's token."""
    living = (
        select(RegistrationDraft)
        .where(
            RegistrationDraft.edition_id == edition.id,
            RegistrationDraft.finished_at.is_(None),
            RegistrationDraft.expires_at > now,
        )
        .order_by(RegistrationDraft.changed_at.desc(), RegistrationDraft.id.desc())
        .limit(1)
    )
    if viewer is not None:
        return db.session.scalar(living.where(RegistrationDraft.account_id == viewer.account_id))
    if not token:
        return None
    return db.session.scalar(living.where(RegistrationDraft.token_hash == _hash(token)))


def begin(
    edition: Edition,
    person: PersonEntry,
    typed: Mapping[str, Typed],
    *,
    viewer: Viewer | None,
    invitation: Invitation | None,
    now: datetime,
) -> Begun:
    """Store the first screen, and mail a code and the link back to who is not signed in.

    `typed` may hold later screens too, as a proposal. The answer is the same for every address,
    whoever it belongs to. Raises InvalidInputError with every fault at once.
    """
    token = secrets.token_urlsafe(24)
    with writing():
        draft = RegistrationDraft(
            edition_id=edition.id,
            token_hash=_hash(token),
            account_id=viewer.account_id if viewer else None,
            invitation_id=invitation.id if invitation else None,
            created_at=now,
            changed_at=now,
            expires_at=now + LIFETIME,
        )
        _set_person(draft, person, typed, now=now)
        db.session.add(draft)
        db.session.flush()
        if viewer is None:
            _mail_code(edition, draft, token, now=now)
    return Begun(draft, token)


def change_person(
    edition: Edition,
    draft: RegistrationDraft,
    token: str,
    person: PersonEntry,
    typed: Typed,
    *,
    viewer: Viewer | None,
    invitation: Invitation | None = None,
    now: datetime,
) -> None:
    """Store the first screen again; a changed address has to be proved, too."""
    with writing():
        before = draft.email
        draft.invitation_id = invitation.id if invitation else draft.invitation_id
        _set_person(draft, person, {"you": typed}, now=now)
        if viewer is None and draft.email != before:
            draft.proved_at = draft.account_id = None
            _mail_code(edition, draft, token, now=now)


def keep(draft: RegistrationDraft, screen: str, typed: Typed, *, step: int, now: datetime) -> None:
    """Store a screen as it was typed; `step` is the screen that can be shown next."""
    with writing():
        draft.answers = _limited({**draft.answers, screen: dict(typed)})
        draft.step = max(draft.step, step)
        draft.changed_at, draft.expires_at = now, now + LIFETIME


def mail_code_again(
    edition: Edition, draft: RegistrationDraft, token: str, *, now: datetime
) -> None:
    """One more mail with a new code and link; what came before is void."""
    with writing():
        _mail_code(edition, draft, token, now=now)


def check_link(edition: Edition, link: str, *, now: datetime) -> None:
    """Raises NotFoundError unless the mailed link leads to a form of this edition."""
    try:
        proof = mailed_codes.peek(link, now=now)
    except NotFoundError as error:
        raise NotFoundError(NO_LINK) from error
    if proof.purpose is not CodePurpose.RESUME_REGISTRATION or _of_proof(edition, proof) is None:
        raise NotFoundError(NO_LINK)


def resume(edition: Edition, link: str, *, now: datetime) -> Begun:
    """Go on in another browser: the link proves the address, and is good once.

    The browser that began finds the draft no more: nobody who typed another's address reads on.
    An older link opens the form, but no account that is there: for that a new code is mailed.
    """
    token = secrets.token_urlsafe(24)
    check_link(edition, link, now=now)
    with writing():
        proof = mailed_codes.redeem_link(link, CodePurpose.RESUME_REGISTRATION, now=now)
        draft = _of_proof(edition, proof)
        if draft is None or draft.expires_at <= now:
            raise NotFoundError(NO_LINK)
        draft.token_hash, draft.changed_at = _hash(token), now
        draft.account_id = _account_id(draft.email)
        if draft.account_id is None or _is_fresh(proof, now=now):
            draft.proved_at = now
        else:
            _mail_code(edition, draft, token, now=now)
    return Begun(draft, token)


def _is_fresh(proof: Proof, *, now: datetime) -> bool:
    return now - datetime.fromisoformat(proof.details["mailed_at"]) <= FRESH


def _of_proof(edition: Edition, proof: Proof) -> RegistrationDraft | None:
    """The unfinished form that a link was mailed for."""
    return db.session.scalar(
        select(RegistrationDraft).where(
            RegistrationDraft.id == proof.details.get("draft", 0),
            RegistrationDraft.edition_id == edition.id,
            RegistrationDraft.email == proof.email,
            RegistrationDraft.finished_at.is_(None),
        )
    )


def _set_person(
    draft: RegistrationDraft, person: PersonEntry, typed: Mapping[str, Typed], *, now: datetime
) -> None:
    found = person_faults(person)
    if found:
        raise InvalidInputError(later("Nothing is stored yet: see below."), found)
    screens = {name: dict(fields) for name, fields in typed.items()}
    draft.answers = _limited({**(draft.answers or {}), **screens})
    draft.email, draft.part = accounts.normalise_email(person.email), person.part
    draft.step = max(draft.step or 1, 2)
    draft.changed_at, draft.expires_at = now, now + LIFETIME


def _mail_code(edition: Edition, draft: RegistrationDraft, token: str, *, now: datetime) -> None:
    mailed_codes.send(
        CodePurpose.RESUME_REGISTRATION,
        draft.email,
        browser=token,
        now=now,
        details={"edition": edition.id, "draft": draft.id, "mailed_at": now.isoformat()},
        edition=edition,
        link=f"/e/{edition.slug}/register/resume/",
        letter=lambda code, path: letters.code_and_link(edition, code, path),
    )


def _limited(answers: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
    size = sum(
        len(name) + len(value)
        for fields in answers.values()
        for name, values in fields.items()
        for value in values
    )
    if size > MAX_CHARACTERS:
        raise InvalidInputError(
            later("This is more than the form can keep. Shorten what you typed.")
        )
    return answers


def _account_id(email: str) -> int | None:
    return db.session.scalar(select(Account.id).where(Account.email == email))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
