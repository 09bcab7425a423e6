"""Who is responsible for people's data, how long it is kept, and erasing one person."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition, Registration
from app.services.privacy import erasure, preview, retention, settings
from app.web.access import loads, organised_edition, organised_person, viewer
from app.web.forms.privacy import EraseForm, PrivacyForm

bp = Blueprint("organiser_privacy", __name__, url_prefix="/organiser/e/<edition>/privacy")


@bp.get("/")
@loads(organised_edition, Permission.ERASE)
def page(edition: Edition) -> str:
    """The form, and what will be erased when."""
    return _page(edition, PrivacyForm.of(edition))


@bp.post("/")
@loads(organised_edition, Permission.ERASE)
def change(edition: Edition) -> Response | tuple[str, int]:
    """Store what was typed."""
    form = PrivacyForm(request.form)
    try:
        settings.change_privacy(edition, form.entry(), by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(_("Stored. The privacy page of the event says so from now on."))
    return redirect(url_for("organiser_privacy.page", edition=edition.slug), code=303)


@bp.post("/find")
@loads(organised_edition, Permission.ERASE)
def find(edition: Edition) -> Response:
    """From an address to the page that says what erasing its owner would do."""
    person = preview.person_with(edition, request.form.get("email", ""))
    if person is None:
        flash(_("Nobody of this event has this address."), "error")
        return redirect(url_for("organiser_privacy.page", edition=edition.slug), code=303)
    address = url_for("organiser_privacy.erase", edition=edition.slug, person=person)
    return redirect(address, code=303)


@bp.get("/people/<person>")
@loads(organised_person, Permission.ERASE)
def erase(registration: Registration) -> str:
    """What erasing this person would do."""
    return _erase_page(registration, EraseForm())


@bp.post("/people/<person>")
@loads(organised_person, Permission.ERASE)
def send_erase(registration: Registration) -> Response | tuple[str, int]:
    """Erase this person."""
    form, edition = EraseForm(request.form), registration.edition
    try:
        form.check(registration.email)
    except InvalidInputError as error:
        form.refuse(error)
        return _erase_page(registration, form), 422
    erasure.erase_registration(
        edition,
        registration.public_id,
        by_account_id=viewer().account_id,
        now=now_utc(),
        data=current_app.config["HUBMEET_DATA"],
    )
    flash(_("The person is erased."))
    return redirect(url_for("organiser_people.page", edition=edition.slug), code=303)


def _page(edition: Edition, form: PrivacyForm) -> str:
    return render_template(
        "organiser/privacy.html",
        edition=edition,
        form=form,
        plan=retention.plan_of(edition),
        is_named=settings.is_named(edition),
    )


def _erase_page(registration: Registration, form: EraseForm) -> str:
    edition = registration.edition
    return render_template(
        "organiser/erase.html",
        edition=edition,
        registration=registration,
        form=form,
        preview=preview.of_registration(edition, registration.public_id, now=now_utc()),
    )
