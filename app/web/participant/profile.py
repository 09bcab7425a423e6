"""What one's organisation offers or needs."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidInputError
from app.domain.states import OrganisationKind
from app.models import Registration
from app.services import profiles
from app.web.access import loads, own_registration
from app.web.forms.profile import ProfileForm
from app.web.participant.blueprint import bp


@bp.get("/me/profile")
@loads(own_registration)
def profile(registration: Registration) -> str:
    """The form, beginning with what is known."""
    entry = profiles.entry_of(registration.edition_id, registration.organisation_id)
    form = ProfileForm(
        for_hub=_for_hub(registration),
        technologies=entry.technologies,
        functions=entry.functions,
        services=entry.services,
        sectors=entry.sectors,
        text=entry.text,
        languages=list(entry.languages),
        cross_border=entry.cross_border.value,
    )
    return _page(registration, form)


@bp.post("/me/profile")
@loads(own_registration)
def save_profile(registration: Registration) -> Response | tuple[str, int]:
    """Store it, or show every fault at once."""
    form = ProfileForm(request.form, for_hub=_for_hub(registration))
    try:
        profiles.change(registration, form.profile())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(registration, form), 422
    flash(_("Stored. Match scores are counted with it from now on."))
    return redirect(url_for("participant.home", edition=registration.edition.slug), code=303)


def _for_hub(registration: Registration) -> bool:
    return registration.organisation.kind is OrganisationKind.HUB


def _page(registration: Registration, form: ProfileForm) -> str:
    return render_template(
        "participant/profile.html",
        edition=registration.edition,
        organisation=registration.organisation.name,
        form=form,
        may_change=profiles.may_change(registration),
    )
