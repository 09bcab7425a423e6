"""What a browser has begun: its draft, its invitation, which screen it may see."""

from typing import Any

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import NotFoundError
from app.domain.states import Part
from app.models import Edition, Invitation, RegistrationDraft
from app.services import invitations, registration_drafts
from app.web.access import viewer_or_none
from app.web.forms.registration import Typed

STEPS = ("you", "organisation", "wishes", "consents")
ENDPOINTS = {
    "you": "participant.register",
    "organisation": "participant.register_organisation",
    "wishes": "participant.register_wishes",
    "consents": "participant.register_consents",
}
# Keys of the browser's session: edition's slug → token.
DRAFTS = "registration_drafts"
INVITATIONS = "registration_invitations"


def draft(edition: Edition) -> RegistrationDraft | None:
    """The form that was begun, if there is one."""
    return registration_drafts.find(
        edition, token=token(edition), viewer=viewer_or_none(), now=now_utc()
    )


def token(edition: Edition) -> str | None:
    """The token of this browser's draft."""
    found: str | None = session.get(DRAFTS, {}).get(edition.slug)
    return found


def remember(edition: Edition, found: str) -> None:
    """This browser's draft from now on."""
    session[DRAFTS] = {**session.get(DRAFTS, {}), edition.slug: found}


def forget(edition: Edition) -> None:
    """The form is sent."""
    for key in (DRAFTS, INVITATIONS):
        left = {slug: one for slug, one in session.get(key, {}).items() if slug != edition.slug}
        session.pop(key, None)
        if left:
            session[key] = left


def invite(edition: Edition, found: str) -> None:
    """This browser came by an invitation."""
    session[INVITATIONS] = {**session.get(INVITATIONS, {}), edition.slug: found}


def invitation(edition: Edition) -> Invitation | None:
    """The invitation by which this browser came, while it is good."""
    found = session.get(INVITATIONS, {}).get(edition.slug)
    if not found:
        return None
    try:
        return invitations.find(edition, found, now=now_utc())
    except NotFoundError:
        return None


def typed(edition: Edition, screen: str) -> Typed | None:
    """What was typed on a screen, None where nothing was yet."""
    found = draft(edition)
    kept: Typed | None = found.answers.get(screen) if found else None
    return kept


def part_of(found: RegistrationDraft) -> Part:
    """What the person comes as; the first screen is never kept without it."""
    assert found.part is not None  # noqa: S101
    return found.part


def address(edition: Edition, screen: str) -> str:
    """Where a screen is."""
    return url_for(ENDPOINTS[screen], edition=edition.slug)


def to_the_beginning(edition: Edition) -> Response:
    """Nothing was begun here, or it is sent."""
    return redirect(address(edition, "you"), code=303)


def too_early(edition: Edition, found: RegistrationDraft, screen: str) -> Response | None:
    """Who skips a screen is led to the furthest that can be shown."""
    if STEPS.index(screen) < found.step:
        return None
    return redirect(address(edition, STEPS[found.step - 1]), code=303)


def frame(screen: str) -> dict[str, Any]:
    """What every screen shows of the way: its number, how many there are."""
    return {"step": STEPS.index(screen) + 1, "steps": len(STEPS)}
