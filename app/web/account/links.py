"""Links from mails: opening one shows a page with a button; only the button does something.

Mail programs and their scanners open every link, some of them several times.
"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import CodePurpose
from app.services import (
    account_changes,
    email_change,
    mailed_codes,
    mailed_sign_in,
    staff_invitations,
)
from app.services.mailed_codes import Proof
from app.web.access import everybody, viewer_or_none
from app.web.account.blueprint import bp
from app.web.account.entering import enter
from app.web.forms.account import PasswordForm


@bp.get("/link/<token>")
@everybody
def link(token: str) -> str:
    """What the link is for, and the button that uses it."""
    return _page(mailed_codes.peek(token, now=now_utc()), PasswordForm())


@bp.post("/link/<token>")
@everybody
def use_link(token: str) -> Response | tuple[str, int]:
    """Use the link for what it was sent for."""
    proof = mailed_codes.peek(token, now=now_utc())
    if proof.purpose is CodePurpose.RESET_PASSWORD:
        return _reset(token, proof)
    if proof.purpose is CodePurpose.CHANGE_EMAIL:
        email_change.confirm(token, viewer=viewer_or_none(), now=now_utc())
        flash(_("Your account signs in with %(email)s from now on.", email=proof.email))
        return redirect(url_for("account.security"), code=303)
    if proof.purpose is CodePurpose.INVITE_STAFF:
        invited = staff_invitations.join(token, user_agent=request.user_agent.string, now=now_utc())
        if invited.viewer is None:
            flash(_("You are in the team now."))
            return redirect(invited.wanted, code=303)
        return enter(invited.viewer, invited.wanted)
    entered = mailed_sign_in.by_link(token, user_agent=request.user_agent.string, now=now_utc())
    return enter(entered.viewer, entered.wanted)


def _reset(token: str, proof: Proof) -> Response | tuple[str, int]:
    form = PasswordForm(request.form)
    try:
        account_changes.reset_password(token, form.password.data or "", now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(proof, form), 422
    flash(_("Your new password is set. Sign in with it."))
    return redirect(url_for("account.sign_in"), code=303)


def _page(proof: Proof, form: PasswordForm) -> str:
    pages = {
        CodePurpose.SIGN_IN: "account/link_sign_in.html",
        CodePurpose.RESET_PASSWORD: "account/link_reset.html",
        CodePurpose.CHANGE_EMAIL: "account/link_email.html",
        CodePurpose.INVITE_STAFF: "account/link_team.html",
    }
    if proof.purpose not in pages:  # those have pages of their own
        raise NotFoundError(_("There is no such page."))
    return render_template(pages[proof.purpose], email=proof.email, form=form)
