"""Who organises the edition, and in which role."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import StaffRole
from app.models import Edition
from app.services import staff, staff_invitations
from app.services.languages import say
from app.services.letters.team import role_words
from app.services.staff_invitations import waiting_invitations
from app.services.staff_list import Member, member_of, team_of
from app.web.access import loads, organised_edition, viewer
from app.web.forms.staff import NewMemberForm, RoleForm

bp = Blueprint("organiser_team", __name__, url_prefix="/organiser/e/<edition>/team")

MEMBER = "/<int(max=2147483647):member>"


@bp.get("/")
@loads(organised_edition, Permission.STAFF)
def page(edition: Edition) -> str:
    """The team, and the form of somebody new."""
    return _page(edition, NewMemberForm())


@bp.post("/")
@loads(organised_edition, Permission.STAFF)
def add(edition: Edition) -> Response | tuple[str, int]:
    """Give somebody a role."""
    form = NewMemberForm(request.form)
    try:
        account = staff.add_member(
            edition, form.email.data or "", form.entry(), by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    if account is None:
        flash(_("An invitation goes to %(email)s.", email=form.email.data))
    else:
        flash(_("%(name)s belongs to the team and gets a mail.", name=account.name))
    return _back(edition)


@bp.post("/invitations/cancel")
@loads(organised_edition, Permission.STAFF)
def cancel_invitation(edition: Edition) -> Response:
    """Take an invitation back."""
    email = request.form.get("email", "")
    try:
        staff_invitations.cancel(edition, email, by=viewer().account_id, now=now_utc())
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The invitation of %(email)s is void.", email=email))
    return _back(edition)


@bp.get(MEMBER)
@loads(organised_edition, Permission.STAFF)
def member(edition: Edition, member: int) -> str:
    """One role of one person, to change it."""
    known = member_of(edition, member)
    form = RoleForm(role=known.role.value, countries=list(known.countries))
    return _member_page(edition, known, form)


@bp.post(MEMBER)
@loads(organised_edition, Permission.STAFF)
def change(edition: Edition, member: int) -> Response | tuple[str, int]:
    """Give another role, or other countries."""
    known = member_of(edition, member)
    form = RoleForm(request.form)
    try:
        account = staff.change_member(
            edition, member, form.entry(), was=_was(), by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _member_page(edition, known, form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The role of %(name)s is stored.", name=account.name))
        if account.id == viewer().account_id:  # who may not see this page any more
            return redirect(url_for("organiser.home"), code=303)
    return _back(edition)


@bp.post(MEMBER + "/remove")
@loads(organised_edition, Permission.STAFF)
def remove(edition: Edition, member: int) -> Response:
    """Take a role away."""
    try:
        account = staff.remove_member(
            edition, member, was=_was(), by=viewer().account_id, now=now_utc()
        )
    except ConflictError as error:
        flash(say(error.message), "error")
        return _back(edition)
    flash(_("%(name)s does not belong to the team any more.", name=account.name))
    if account.id == viewer().account_id:
        return redirect(url_for("account.home"), code=303)
    return _back(edition)


def _was() -> StaffRole:
    """The role that the organiser saw when they decided."""
    text = request.form.get("was", "")
    if text not in set(StaffRole):
        raise InvalidInputError(_("There is no such role."))
    return StaffRole(text)


def _page(edition: Edition, form: NewMemberForm) -> str:
    return render_template(
        "organiser/team.html",
        edition=edition,
        team=team_of(edition),
        invitations=waiting_invitations(edition, now=now_utc()),
        form=form,
        role_words=role_words,
        me=viewer().account_id,
    )


def _member_page(edition: Edition, known: Member, form: RoleForm) -> str:
    return render_template("organiser/team_member.html", edition=edition, member=known, form=form)


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_team.page", edition=edition.slug), code=303)
