"""Runs of the solver: look before, start, follow, stop."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError
from app.domain.permissions import Permission
from app.domain.presets import GOALS, preset_of
from app.models import Edition
from app.services import solve_runs
from app.services.run_checks import readiness
from app.services.run_panel import panel
from app.web.access import loads, organised_edition, viewer
from app.web.forms.run import RunForm
from app.web.organiser.navigation import allowed_address

bp = Blueprint("organiser_runs", __name__, url_prefix="/organiser/e/<edition>/runs")


@bp.get("/")
@loads(organised_edition, Permission.READ)
def page(edition: Edition) -> str:
    """What to know before a run, the button, and the runs so far."""
    return _page(edition, RunForm())


@bp.post("/")
@loads(organised_edition, Permission.SCHEDULE)
def start(edition: Edition) -> Response | tuple[str, int]:
    """Queue a run and go and watch it."""
    form = RunForm(request.form)
    if not form.validate():
        return _page(edition, form), 422
    try:
        run = solve_runs.queue(
            edition,
            by_account_id=viewer().account_id,
            now=now_utc(),
            seconds=float(form.seconds.data or 0),
        )
    except ConflictError as error:
        form.form_errors = [error.message]
        return _page(edition, form), 409
    return redirect(_address(edition, run.public_id), code=303)


@bp.get("/<run>")
@loads(organised_edition, Permission.READ)
def run(edition: Edition, run: str) -> str:
    """One run; asked for as a fragment, its panel alone."""
    template = "_progress" if request.headers.get("X-Fragment") else "run"
    return render_template(
        f"organiser/{template}.html",
        edition=edition,
        run=panel(edition, run),
        **_addresses(edition, run),
    )


@bp.post("/<run>/stop")
@loads(organised_edition, Permission.SCHEDULE)
def stop(edition: Edition, run: str) -> Response:
    """Stop and keep the best."""
    solve_runs.stop(edition, run, now=now_utc())
    return redirect(_address(edition, run), code=303)


def _page(edition: Edition, form: RunForm) -> str:
    ready = readiness(edition)
    preset = preset_of(edition.reach, edition.idle_slot_price)
    return render_template(
        "organiser/runs.html",
        edition=edition,
        form=form,
        readiness=ready,
        runs=solve_runs.history(edition),
        addresses={one.where: allowed_address(one.where, edition.slug) for one in ready.findings},
        title=_("Schedule the meetings"),
        goals=GOALS[preset] if preset else None,
        settings_url=allowed_address("organiser_settings.page", edition.slug),
    )


def _address(edition: Edition, run: str) -> str:
    return url_for("organiser_runs.run", edition=edition.slug, run=run)


def _addresses(edition: Edition, run: str) -> dict[str, str | None]:
    return {
        "own_url": _address(edition, run),
        "stop_url": url_for("organiser_runs.stop", edition=edition.slug, run=run),
        "result_url": url_for("organiser_results.page", edition=edition.slug, run=run),
    }
