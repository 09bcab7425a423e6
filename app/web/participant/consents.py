"""What a person agreed to, and taking it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.states import ConsentKind
from app.models import Registration
from app.services.privacy import consents as agreed
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp
from app.web.site import address


@bp.get("/me/consents")
@loads(own_registration)
def consents(registration: Registration) -> str:
    """Each on its own, in the words that were agreed to."""
    return render_template(
        "participant/consents.html",
        edition=registration.edition,
        registration=registration,
        choices=agreed.choices_of(registration),
        cancel_url=address("participant.confirm_cancelling", registration.edition.slug),
    )


@bp.post("/me/consents")
@loads(own_registration)
def save_consents(registration: Registration) -> Response:
    """Give what is ticked and take back the rest."""
    typed = {word for word in request.form.getlist("consent") if word in set(ConsentKind)}
    wanted = frozenset(ConsentKind(word) for word in typed)
    number = agreed.change(registration, wanted, by=registration.account_id, now=now_utc())
    flash(_("Stored. It counts from now on.") if number else _("Nothing was different."))
    return redirect(url_for("participant.consents", edition=registration.edition.slug), code=303)
