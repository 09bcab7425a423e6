"""Ways back into the form: another mail, the link in it, an invitation, and leaving for later."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.models import Edition
from app.services import invitations, registration_drafts
from app.web.access import loads, public_edition, viewer_or_none
from app.web.participant import register_state as state
from app.web.participant.blueprint import bp


@bp.get("/register/later")
@loads(public_edition)
def register_later(edition: Edition) -> str | Response:
    """What is kept, and how one comes back."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    return render_template(
        "participant/register_later.html",
        edition=edition,
        draft=draft,
        viewer=viewer_or_none(),
        onward=state.address(edition, state.STEPS[draft.step - 1]),
    )


@bp.post("/register/code")
@loads(public_edition)
def mail_code_again(edition: Edition) -> Response:
    """A new code and link; the answer is the same where the address has had enough mails."""
    draft, token = state.draft(edition), state.token(edition)
    if draft is None or token is None:
        return state.to_the_beginning(edition)
    registration_drafts.mail_code_again(edition, draft, token, now=now_utc())
    flash(
        _(
            "A new code and link are on the way to %(email)s, unless three were sent within the "
            "hour. The older ones are void.",
            email=draft.email,
        )
    )
    return redirect(state.address(edition, state.STEPS[draft.step - 1]), code=303)


@bp.get("/register/resume/<token>")
@loads(public_edition)
def resume_registration(edition: Edition, token: str) -> str:
    """A button: mail programs follow links by themselves, and that must change nothing."""
    registration_drafts.check_link(edition, token, now=now_utc())
    return render_template("participant/register_resume.html", edition=edition)


@bp.post("/register/resume/<token>")
@loads(public_edition)
def send_resume(edition: Edition, token: str) -> Response:
    """Go on in this browser."""
    begun = registration_drafts.resume(edition, token, now=now_utc())
    state.remember(edition, begun.token)
    return redirect(state.address(edition, state.STEPS[begun.draft.step - 1]), code=303)


@bp.get("/register/invitation/<token>")
@loads(public_edition)
def invitation(edition: Edition, token: str) -> str:
    """What the invitation is for, and a button."""
    found = invitations.find(edition, token, now=now_utc())
    return render_template("participant/invitation.html", edition=edition, invitation=found)


@bp.post("/register/invitation/<token>")
@loads(public_edition)
def accept_invitation(edition: Edition, token: str) -> Response:
    """Register by it in this browser."""
    invitations.find(edition, token, now=now_utc())
    state.invite(edition, token)
    return state.to_the_beginning(edition)
