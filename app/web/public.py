"""Pages that everybody may read, without signing in."""

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import gettext as _

from app.clock import now_utc
from app.domain.retention import people_go_on, sensitive_answers_go_on
from app.exports.feed import feed_file
from app.mailing import mail_goes_out
from app.models import Edition
from app.services.agenda import entry_of
from app.services.coming_editions import coming_editions
from app.services.edition_hubs import technology_label
from app.services.event_page import event_page
from app.services.exhibition import stands
from app.services.health import health
from app.services.hub_profile import hub_profile
from app.services.hub_search import HubFilter, search_hubs
from app.services.privacy.words import register_rows
from app.services.programme import moments, programme_days
from app.services.programme_calendar import programme_calendar as calendar_of_programme
from app.web.access import everybody, loads, public_edition
from app.web.calendars import (
    HOW_LONG_SHARED,
    calendar_download,
    calendar_feed,
    subscribing_address,
)
from app.web.formats import country_name
from app.web.site import address

bp = Blueprint("public", __name__)


@bp.get("/")
@everybody
def home() -> str:
    """The coming editions, and those that have been."""
    return render_template("public/home.html", editions=coming_editions(now_utc().date()))


@bp.get("/e/<edition>/")
@loads(public_edition)
def event(edition: Edition) -> str:
    """An edition's front page."""
    page = event_page(edition, now_utc())
    return render_template(
        "public/event.html",
        event=page,
        moments=moments(edition, page.programme),
        register_url=address("participant.register", edition.slug),
    )


@bp.get("/e/<edition>/programme")
@loads(public_edition)
def programme(edition: Edition) -> str:
    """The whole programme."""
    days = programme_days(edition)
    path = url_for("public.programme_calendar", edition=edition.slug)
    return render_template(
        "public/programme.html",
        edition=edition,
        days=days,
        moments=moments(edition, days),
        subscribing_address=subscribing_address(path),
    )


@bp.get("/e/<edition>/programme.ics")
@loads(public_edition)
def programme_calendar(edition: Edition) -> Response:
    """The same to subscribe to."""
    file = feed_file(calendar_of_programme(edition))
    how_long = HOW_LONG_SHARED if edition.state.is_public else "private, no-store"
    return calendar_feed(file, f"programme-{edition.slug}.ics", how_long)


@bp.get("/e/<edition>/programme/<item>.ics")
@loads(public_edition)
def programme_item(edition: Edition, item: str) -> Response:
    """One of its items to put into a calendar."""
    found = entry_of(calendar_of_programme(edition), item)
    return calendar_download(feed_file(found), "programme.ics")


@bp.get("/e/<edition>/hubs")
@loads(public_edition)
def hubs(edition: Edition) -> str:
    """The hubs, to be searched by words, technology and country."""
    wanted = HubFilter(
        text=request.args.get("q", "").strip()[:100],
        technology=request.args.get("technology", ""),
        country=request.args.get("country", ""),
    )
    page = search_hubs(edition, wanted, request.args.get("page", 1, type=int))
    countries = sorted((country_name(share.code), share.code) for share in page.countries)
    return render_template(
        "public/hubs.html",
        edition=edition,
        wanted=wanted,
        page=page,
        countries=countries,
        looked_for=_looked_for(wanted),
    )


@bp.get("/e/<edition>/hubs/<hub>")
@loads(public_edition)
def hub(edition: Edition, hub: str) -> str:
    """One hub."""
    return render_template("public/hub.html", edition=edition, hub=hub_profile(edition, hub))


@bp.get("/e/<edition>/exhibition")
@loads(public_edition)
def exhibition(edition: Edition) -> str:
    """Who shows what, and where."""
    return render_template("public/exhibition.html", edition=edition, stands=stands(edition))


@bp.get("/healthz")
@everybody
def healthz() -> Response:
    """Whether this installation can serve pages, for machines that watch it."""
    found = health()
    answer = jsonify(
        status="ok" if found.is_good else "failing",
        database=found.database_reachable,
        schema_current=found.schema_current,
        guarded=not found.guards_missing,
        mail_goes_out=mail_goes_out(),
    )
    answer.status_code = 200 if found.is_good else 503
    return answer


def _looked_for(wanted: HubFilter) -> str:
    """The filter in words, for the count above the list."""
    parts = [
        _("“%(text)s”", text=wanted.text) if wanted.text else "",
        technology_label(wanted.technology) if wanted.technology else "",
        country_name(wanted.country) if wanted.country else "",
    ]
    return ", ".join(part for part in parts if part)


@bp.get("/e/<edition>/privacy")
@loads(public_edition)
def privacy(edition: Edition) -> str:
    """What is stored of people at an edition, why, who sees it and when it goes."""
    return render_template(
        "public/privacy.html",
        edition=edition,
        rows=register_rows(edition.retention_months),
        people_go_on=people_go_on(edition.ends_on, edition.retention_months),
        sensitive_go_on=sensitive_answers_go_on(edition.ends_on),
    )
