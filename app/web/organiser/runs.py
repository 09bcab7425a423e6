"""Runs of the solver: look before, start, follow, stop."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError
from app.domain.presets import GOALS, preset_of
from app.models import Edition
from app.services import solve_runs
from app.services.run_checks import readiness
from app.services.run_panel import panel
from app.web.access import organised_edition, signed_in, viewer
from app.web.forms.run import RunForm
from app.web.site import address

bp = Blueprint("organiser_runs", __name__, url_prefix="/organiser/e/<edition>/runs")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """What to know before a run, the button, and the runs so far."""
    return _page(organised_edition(edition), RunForm())


@bp.post("/")
@signed_in
def start(edition: str) -> Response | tuple[str, int]:
    """Queue a run and go and watch it."""
    found = organised_edition(edition)
    form = RunForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    try:
        run = solve_runs.queue(
            found,
            by_account_id=viewer().account_id,
            now=now_utc(),
            seconds=float(form.seconds.data or 0),
        )
    except ConflictError as error:
        form.form_errors = [error.message]
        return _page(found, form), 409
    return redirect(_address(found, run.public_id), code=303)


@bp.get("/<run>")
@signed_in
def run(edition: str, run: str) -> str:
    """One run; asked for as a fragment, its panel alone."""
    found = organised_edition(edition)
    template = "_progress" if request.headers.get("X-Fragment") else "run"
    return render_template(
        f"organiser/{template}.html", edition=found, run=panel(found, run), **_addresses(found, run)
    )


@bp.post("/<run>/stop")
@signed_in
def stop(edition: str, run: str) -> Response:
    """Stop and keep the best."""
    found = organised_edition(edition)
    solve_runs.stop(found, run, now=now_utc())
    return redirect(_address(found, run), code=303)


def _page(edition: Edition, form: RunForm) -> str:
    ready = readiness(edition)
    preset = preset_of(edition.reach, edition.idle_slot_price)
    return render_template(
        "organiser/runs.html",
        edition=edition,
        form=form,
        readiness=ready,
        runs=solve_runs.history(edition),
        addresses={one.where: address(one.where, edition.slug) for one in ready.findings},
        title=_("Schedule the meetings"),
        goals=GOALS[preset] if preset else None,
        settings_url=address("organiser_settings.page", edition.slug),
    )


def _address(edition: Edition, run: str) -> str:
    return url_for("organiser_runs.run", edition=edition.slug, run=run)


def _addresses(edition: Edition, run: str) -> dict[str, str | None]:
    return {
        "own_url": _address(edition, run),
        "stop_url": url_for("organiser_runs.stop", edition=edition.slug, run=run),
        "result_url": url_for("organiser_results.page", edition=edition.slug, run=run),
    }
