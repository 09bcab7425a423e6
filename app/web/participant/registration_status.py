"""A person's own registration: where it stands, taking an offered place, changing, cancelling."""

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.answers import field_name
from app.domain.errors import InvalidInputError
from app.exports.documents import document_pdf
from app.models import Registration
from app.services import cancelling, holdings, own_registration, waiting_list
from app.services.documents.confirmation import confirmation_of, has_a_place, was_there
from app.web.access import loads
from app.web.access import own_registration as own
from app.web.forms import choices
from app.web.forms.details import DetailsForm, details_form
from app.web.participant.blueprint import bp


@bp.get("/me/registration")
@loads(own)
def registration(registration: Registration) -> str:
    """Where it stands."""
    status = own_registration.status_of(registration, now=now_utc())
    return render_template(
        "participant/registration.html",
        edition=registration.edition,
        registration=registration,
        status=status,
        part=choices.parts()[status.part],
        consent_words=choices.consents(),
        confirms=has_a_place(registration),
        was_there=was_there(registration, now=now_utc()),
    )


@bp.get("/me/confirmation.pdf")
@loads(own)
def confirmation(registration: Registration) -> FlaskResponse:
    """That the person takes part; from the last day on, that they were there."""
    paper = confirmation_of(registration, language=str(get_locale()), now=now_utc())
    response = make_response(document_pdf(paper))
    response.headers["Content-Type"] = "application/pdf"
    name = f"{paper.file_name}-{registration.edition.slug}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/me/registration/accept")
@loads(own)
def accept_offer(registration: Registration) -> Response:
    """Take the place that is kept."""
    waiting_list.accept_offer(registration, now=now_utc())
    flash(_("The place is yours. You take part."))
    return _to_status(registration)


@bp.get("/me/registration/details")
@loads(own)
def registration_details(registration: Registration) -> str:
    """What one may change oneself."""
    asked = own_registration.asked_of(registration)
    form = details_form(
        None,
        asked,
        name=registration.name,
        job_title=registration.job_title,
        languages=list(registration.languages),
        locale=registration.locale,
        nuts2=registration.organisation.nuts2 or "",
        size_class=registration.organisation.size_class or "",
        **{field_name(one.code): _as_typed(registration.answers.get(one.code)) for one in asked},
    )
    return _details_page(registration, form)


@bp.post("/me/registration/details")
@loads(own)
def save_registration_details(registration: Registration) -> Response | tuple[str, int]:
    """Store it, or show every fault at once."""
    asked = own_registration.asked_of(registration)
    form = details_form(request.form, asked)
    try:
        own_registration.change_details(registration, form.entry(asked), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _details_page(registration, form), 422
    flash(_("Stored."))
    return _to_status(registration)


@bp.get("/me/registration/cancel")
@loads(own)
def confirm_cancelling(registration: Registration) -> str | Response:
    """What will go with it, before it is done."""
    if cancelling.reason_not_to_cancel(registration, now=now_utc()):
        return _to_status(registration)
    return render_template(
        "participant/cancel.html",
        edition=registration.edition,
        held=holdings.holdings_of(registration),
    )


@bp.post("/me/registration/cancel")
@loads(own)
def cancel_registration(registration: Registration) -> Response:
    """Cancel; everything is free at once."""
    cancelling.cancel(registration, by=registration.account_id, now=now_utc())
    flash(_("Your registration is cancelled. Everybody you were to meet is told by mail."))
    return _to_status(registration)


def _to_status(registration: Registration) -> Response:
    slug = registration.edition.slug
    return redirect(url_for("participant.registration", edition=slug), code=303)


def _details_page(registration: Registration, form: DetailsForm) -> str:
    return render_template(
        "participant/registration_details.html",
        edition=registration.edition,
        form=form,
        questions=own_registration.asked_of(registration),
        speaks=own_registration.speaks_for_it(registration),
    )


def _as_typed(answer: object) -> object:
    """An answer as its field takes it."""
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
