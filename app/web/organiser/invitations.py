"""Invitations to register: whoever is invited comes whatever the limits."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import Part
from app.services import scope_invitations
from app.services.languages import say
from app.services.people_columns import PARTS
from app.services.people_scope import PeopleScope
from app.web.access import loads, organised_people, viewer
from app.web.forms.page_form import PageForm

bp = Blueprint(
    "organiser_invitations", __name__, url_prefix="/organiser/e/<edition>/people/invitations"
)


class InviteForm(PageForm):
    """Addresses, and what those people come as."""

    emails = TextAreaField(_l("E-mail addresses"))
    part = SelectField(_l("They come as"))


@bp.get("/")
@loads(organised_people, Permission.PEOPLE_DECIDE)
def page(scope: PeopleScope) -> str:
    """Who may still register by an invitation, and the form of new ones."""
    return _page(scope, _form())


@bp.post("/")
@loads(organised_people, Permission.PEOPLE_DECIDE)
def invite(scope: PeopleScope) -> Response | tuple[str, int]:
    """Mail the links."""
    form = _form(filled=True)
    part = Part(form.part.data) if form.part.data in set(Part) else None
    try:
        number = scope_invitations.invite_all(
            scope, form.emails.data or "", part, by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(scope, form), 422
    flash(ngettext("%(num)d invitation goes out.", "%(num)d invitations go out.", number))
    return _back(scope)


@bp.post("/withdraw")
@loads(organised_people, Permission.PEOPLE_DECIDE)
def withdraw(scope: PeopleScope) -> Response:
    """Make a link void."""
    number, by = request.form.get("invitation", ""), viewer().account_id
    try:
        scope_invitations.withdraw_in(scope, number, by=by, now=now_utc())
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The invitation is void."))
    return _back(scope)


def _form(*, filled: bool = False) -> InviteForm:
    form = InviteForm(request.form if filled else None)
    form.part.choices = [
        ("", _("They say it themselves")),
        *((part.value, words) for part, words in PARTS.items() if part is not Part.OTHER),
    ]
    return form


def _page(scope: PeopleScope, form: InviteForm) -> str:
    return render_template(
        "organiser/invitations.html",
        edition=scope.edition,
        invitations=scope_invitations.invitations_in(scope, now=now_utc()),
        parts=PARTS,
        form=form,
    )


def _back(scope: PeopleScope) -> Response:
    return redirect(url_for("organiser_invitations.page", edition=scope.edition.slug), code=303)
