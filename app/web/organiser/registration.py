"""The organisers' page about registering: limits, words to agree to, invitations."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.permissions import Permission
from app.domain.states import ConsentKind, Part
from app.models import Edition
from app.services import consent_texts, invitations, questions, registration_settings
from app.services.capacity import places_of
from app.services.registration import is_open
from app.services.waiting_order import undecided, waiting
from app.web.access import loads, organised_edition, viewer
from app.web.forms import choices
from app.web.forms.registration_settings import (
    InvitationForm,
    SettingsForm,
    consent_text_form,
    settings_form,
)

bp = Blueprint("organiser_registration", __name__, url_prefix="/organiser/e/<edition>/registration")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """Everything about registering on one page."""
    return _page(edition, settings_form(edition))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition) -> Response | tuple[str, int]:
    """Store the settings; free places are offered at once."""
    form = settings_form(edition, request.form)
    try:
        offered = registration_settings.change_settings(
            edition, form.entry(), by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(_("Stored."))
    if offered:
        flash(
            ngettext(
                "%(num)d person of the waiting list is offered a place.",
                "%(num)d people of the waiting list are offered a place.",
                offered,
            )
        )
    return _to_page(edition)


@bp.get("/consent")
@loads(organised_edition, Permission.PREPARE)
def consent(edition: Edition) -> str:
    """The words of one consent."""
    found = _kind()
    return _consent_page(edition, found, consent_text_form(edition, found))


@bp.post("/consent")
@loads(organised_edition, Permission.PREPARE)
def change_consent(edition: Edition) -> Response | tuple[str, int]:
    """New words are a new version; who agreed to the old ones keeps those."""
    found = _kind()
    form = consent_text_form(edition, found, request.form)
    try:
        changed = consent_texts.change(
            edition,
            found,
            form[found.value].data or "",
            asked=bool(form["asked"].data),
            by=viewer().account_id,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _consent_page(edition, found, form), 422
    flash(_("Stored as a new version.") if changed else _("Nothing was different."))
    return _to_page(edition)


@bp.post("/invitations")
@loads(organised_edition, Permission.PREPARE)
def invite(edition: Edition) -> Response | tuple[str, int]:
    """Mail a link that lets one person register past the limits."""
    form = InvitationForm(request.form)
    try:
        invitations.invite(
            edition,
            form.email.data or "",
            part=form.chosen_part(),
            by=viewer().account_id,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, settings_form(edition), form), 422
    flash(_("The invitation is on its way."))
    return _to_page(edition)


@bp.post("/invitations/<invitation>/withdraw")
@loads(organised_edition, Permission.PREPARE)
def withdraw_invitation(edition: Edition, invitation: str) -> Response:
    """The link is good no more."""
    invitations.withdraw(edition, invitation, by=viewer().account_id, now=now_utc())
    flash(_("The invitation is withdrawn."))
    return _to_page(edition)


def _kind() -> ConsentKind:
    text = request.args.get("kind", "")
    if text not in set(ConsentKind):
        raise NotFoundError(_("There is no such text."))
    return ConsentKind(text)


def _to_page(edition: Edition) -> Response:
    return redirect(url_for("organiser_registration.page", edition=edition.slug), code=303)


def _page(edition: Edition, form: SettingsForm, invitation: InvitationForm | None = None) -> str:
    now = now_utc()
    places = places_of(edition)
    return render_template(
        "organiser/registration.html",
        edition=edition,
        form=form,
        parts=choices.parts(),
        taken=places.taken,
        all_taken=sum(places.taken.values()),
        waiting=len(waiting(edition)),
        undecided=undecided(edition),
        is_open=is_open(edition, now=now),
        texts=consent_texts.all_texts(edition),
        consent_words=choices.consents(),
        questions=questions.questions_of(edition),
        question_kinds=choices.question_kinds(),
        invitations=invitations.open_invitations(edition, now=now),
        invitation_form=invitation or InvitationForm(),
        all_parts=list(Part),
    )


def _consent_page(edition: Edition, kind: ConsentKind, form: object) -> str:
    return render_template(
        "organiser/consent_text.html",
        edition=edition,
        form=form,
        kind=kind,
        title=choices.consents()[kind],
    )
