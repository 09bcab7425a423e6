"""Printing everybody's agendas: start, follow, stop, fetch."""

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now_utc
from app.domain.errors import ConflictError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import print_jobs
from app.web.access import loads, organised_edition, viewer

bp = Blueprint("organiser_prints", __name__, url_prefix="/organiser/e/<edition>/prints")


@bp.get("/")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def page(edition: Edition) -> str:
    """The button, and the prints so far."""
    return _page(edition)


@bp.post("/")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def start(edition: Edition) -> AnyResponse | tuple[str, int]:
    """Queue a print and go and watch it."""
    try:
        job = print_jobs.queue(edition, by_account_id=viewer().account_id, now=now_utc())
    except ConflictError as error:
        return _page(edition, refused=error.message), 409
    return redirect(_address(edition, job.public_id), code=303)


@bp.get("/<job>")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def job(edition: Edition, job: str) -> str:
    """One print; asked for as a fragment, its progress alone."""
    template = "_print" if request.headers.get("X-Fragment") else "print"
    return render_template(
        f"organiser/{template}.html",
        edition=edition,
        job=print_jobs.print_view(edition, job),
        own_url=_address(edition, job),
    )


@bp.post("/<job>/stop")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def stop(edition: Edition, job: str) -> AnyResponse:
    """Stop a print."""
    print_jobs.stop(edition, job, now=now_utc())
    return redirect(_address(edition, job), code=303)


@bp.get("/<job>/agendas.pdf")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def file(edition: Edition, job: str) -> Response:
    """The finished PDF."""
    data: Path = current_app.config["HUBMEET_DATA"]
    path = print_jobs.finished_file(edition, job, data / print_jobs.FOLDER)
    return send_file(
        path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"agendas-{edition.slug}.pdf",
    )


def _page(edition: Edition, refused: str | None = None) -> str:
    return render_template(
        "organiser/prints.html",
        edition=edition,
        jobs=print_jobs.history(edition),
        refused=refused,
        title=_("Print the agendas"),
    )


def _address(edition: Edition, job: str) -> str:
    return url_for("organiser_prints.job", edition=edition.slug, job=job)
