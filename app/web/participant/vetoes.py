"""Whom one does not want to meet."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.models import Registration
from app.services import vetoes
from app.services.partner_page import visible_organisation
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp


@bp.post("/me/organisations/<slug>/veto")
@loads(own_registration)
def veto(registration: Registration, slug: str) -> Response:
    """Rule out meetings with an organisation."""
    organisation = visible_organisation(registration, slug)
    vetoes.veto(registration, organisation, now=now_utc())
    flash(_("You will not meet %(name)s. They are not told.", name=organisation.name))
    return redirect(url_for("participant.requests", edition=registration.edition.slug), code=303)


@bp.post("/me/organisations/<slug>/lift-veto")
@loads(own_registration)
def lift_veto(registration: Registration, slug: str) -> Response:
    """Take that back."""
    organisation = visible_organisation(registration, slug)
    vetoes.lift(registration, organisation, now=now_utc())
    flash(_("%(name)s can be asked, and can ask you, again.", name=organisation.name))
    return redirect(url_for("participant.requests", edition=registration.edition.slug), code=303)
