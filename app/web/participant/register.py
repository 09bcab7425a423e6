"""Registering for an edition."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.consents import CONSENTS
from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind
from app.models import Edition
from app.services import availability, organisations, registration
from app.services.access import registration_in
from app.services.organisations import KnownOrganisation
from app.web.access import loads, public_edition, viewer_or_none
from app.web.account import begin_session
from app.web.forms.registration import KINDS, RegistrationForm
from app.web.participant.blueprint import bp
from app.web.participant.slot_views import day_views


@bp.get("/register")
@loads(public_edition)
def register(edition: Edition) -> str | Response:
    """First who you are, for a hub also which, then the one form."""
    known = viewer_or_none()
    if known and registration_in(edition, known):
        return redirect(url_for("participant.home", edition=edition.slug), code=303)
    coming_as = request.args.get("as", "")
    if not registration.is_open(edition, now=now_utc()) or coming_as not in KINDS:
        return _choice_page(edition)
    organisation = request.args.get("organisation", "").strip()
    if coming_as == "hub" and not organisation:
        return render_template(
            "participant/register_hub.html", edition=edition, known=_known(edition, coming_as)
        )
    name = known.name if known else ""
    form = RegistrationForm(organisation=organisation, name=name, coming_as=coming_as)
    return _form_page(edition, form, coming_as)


@bp.post("/register")
@loads(public_edition)
def send_registration(edition: Edition) -> str | Response | tuple[str, int]:
    """Store the registration, or show every fault at once."""
    coming_as = request.args.get("as", "")
    if coming_as not in KINDS:
        raise NotFoundError("There is no such form.")
    form = RegistrationForm(request.form, coming_as=coming_as)
    known = viewer_or_none()
    try:
        done = registration.register(
            edition,
            form.entry(known),
            viewer=known,
            user_agent=request.user_agent.string,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _form_page(edition, form, coming_as), 422
    except ConflictError as error:
        form.form_errors = [error.message]
        return _form_page(edition, form, coming_as), 409
    if done.viewer is not None:
        begin_session(done.viewer)
    flash(_thanks(done))
    return redirect(url_for("participant.home", edition=edition.slug), code=303)


def _thanks(done: registration.Registered) -> str:
    name = done.registration.organisation.name
    if done.joined:
        return str(
            _(
                "You are registered with %(name)s, which is known here already. "
                "The organisers look at it now.",
                name=name,
            )
        )
    return str(_("You are registered with %(name)s. The organisers look at it now.", name=name))


def _choice_page(edition: Edition) -> str:
    return render_template(
        "participant/register.html",
        edition=edition,
        is_open=registration.is_open(edition, now=now_utc()),
    )


def _form_page(edition: Edition, form: RegistrationForm, coming_as: str) -> str:
    times = availability.times_of(edition)
    return render_template(
        "participant/register_form.html",
        edition=edition,
        form=form,
        coming_as=coming_as,
        known=_known(edition, coming_as),
        known_hub=_known_hub(form, coming_as),
        days=day_views(times, form.free.data),
        moments=availability.moments_of(times),
        consents=CONSENTS,
        viewer=viewer_or_none(),
    )


def _known(edition: Edition, coming_as: str) -> tuple[KnownOrganisation, ...]:
    return organisations.known_organisations(edition, KINDS[coming_as])


def _known_hub(form: RegistrationForm, coming_as: str) -> KnownOrganisation | None:
    """The hub that was named, if it is one that we know: then its catalogue entry speaks."""
    if coming_as != "hub":
        return None
    found = organisations.find(form.organisation.data or "", form.country.data or "")
    if len(found) != 1 or found[0].kind is not OrganisationKind.HUB:
        return None
    return KnownOrganisation(found[0].name, found[0].kind, found[0].country)
