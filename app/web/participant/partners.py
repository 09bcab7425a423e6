"""Looking for somebody to meet, and asking."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.states import Level
from app.models import Registration
from app.services import booking_rules, directory, meeting_requests
from app.services.directory import ChoicePage, Wanted
from app.services.partner_page import partner_page, visible_organisation
from app.services.request_quota import quota_of
from app.web.access import loads, own_registration
from app.web.forms import choices
from app.web.forms.ask import AskForm
from app.web.participant.blueprint import bp
from app.web.participant.offer_moments import moments_of


@bp.get("/me/hubs")
@loads(own_registration)
def hubs(registration: Registration) -> str:
    """The hubs, the best match first."""
    page = directory.hubs_for(registration, _wanted(), request.args.get("page", 1, type=int))
    return _list_page(registration, page, "hubs")


@bp.get("/me/companies")
@loads(own_registration)
def companies(registration: Registration) -> str:
    """The companies that hubs may ask."""
    page = directory.companies_for(registration, _wanted(), request.args.get("page", 1, type=int))
    return _list_page(registration, page, "companies")


@bp.get("/me/organisations/<slug>")
@loads(own_registration)
def partner(registration: Registration, slug: str) -> str:
    """One organisation, why it fits, and the form to ask it."""
    return _partner_page(registration, slug, AskForm())


@bp.post("/me/organisations/<slug>/ask")
@loads(own_registration)
def ask(registration: Registration, slug: str) -> Response | tuple[str, int]:
    """Send a request."""
    organisation = visible_organisation(registration, slug)
    form = AskForm(request.form)
    try:
        meeting_requests.ask(
            registration,
            organisation,
            person=form.person.data or None,
            level=Level.TOP if form.level.data == Level.TOP.value else Level.LIKE,
            topic=form.topic.data or "",
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _partner_page(registration, slug, form), 422
    except (ConflictError, ForbiddenError) as error:
        form.form_errors = [error.message]
        status = 409 if isinstance(error, ConflictError) else 403
        return _partner_page(registration, slug, form), status
    left = quota_of(registration)
    flash(
        _(
            "%(name)s is asked. %(left)d of %(limit)d requests left.",
            name=organisation.name,
            left=left.left,
            limit=left.limit,
        )
    )
    return redirect(url_for("participant.requests", edition=registration.edition.slug), code=303)


def _wanted() -> Wanted:
    return Wanted(
        text=request.args.get("q", "").strip()[:100],
        technology=request.args.get("technology", ""),
        function=request.args.get("function", ""),
        sector=request.args.get("sector", ""),
        country=request.args.get("country", ""),
        region=request.args.get("region", ""),
        language=request.args.get("language", ""),
        shared_time=bool(request.args.get("shared")),
    )


def _list_page(registration: Registration, page: ChoicePage, what: str) -> str:
    return render_template(
        "participant/partners.html",
        edition=registration.edition,
        what=what,
        page=page,
        wanted=_wanted(),
        quota=quota_of(registration),
        technologies=_only(choices.technologies(), page.technologies),
        functions=_only(choices.functions(), page.functions),
        sectors=_only(choices.sectors(), page.sectors),
        countries=_only(choices.countries(), page.countries),
        regions=choices.regions_named(page.regions),
        languages=_only(choices.languages(), page.languages),
    )


def _only(known: choices.Choices, used: tuple[str, ...]) -> choices.Choices:
    return [(code, label) for code, label in known if code in used]


def _partner_page(registration: Registration, slug: str, form: AskForm) -> str:
    page = partner_page(registration, slug, now=now_utc())
    form.people(page.representatives)
    return render_template(
        "participant/hub.html" if page.hub else "participant/company.html",
        edition=registration.edition,
        page=page,
        hub=page.hub,
        form=form,
        moments=moments_of(page.offers),
        why_not_book=booking_rules.reason_not_to_book(registration) if page.offers else "",
    )
