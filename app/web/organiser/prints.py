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
from app.models import Edition
from app.services import print_jobs
from app.web.access import organised_edition, signed_in, viewer

bp = Blueprint("organiser_prints", __name__, url_prefix="/organiser/e/<edition>/prints")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """The button, and the prints so far."""
    return _page(organised_edition(edition))


@bp.post("/")
@signed_in
def start(edition: str) -> AnyResponse | tuple[str, int]:
    """Queue a print and go and watch it."""
    found = organised_edition(edition)
    try:
        job = print_jobs.queue(found, by_account_id=viewer().account_id, now=now_utc())
    except ConflictError as error:
        return _page(found, refused=error.message), 409
    return redirect(_address(found, job.public_id), code=303)


@bp.get("/<job>")
@signed_in
def job(edition: str, job: str) -> str:
    """One print; asked for as a fragment, its progress alone."""
    found = organised_edition(edition)
    template = "_print" if request.headers.get("X-Fragment") else "print"
    return render_template(
        f"organiser/{template}.html",
        edition=found,
        job=print_jobs.print_view(found, job),
        own_url=_address(found, job),
    )


@bp.post("/<job>/stop")
@signed_in
def stop(edition: str, job: str) -> AnyResponse:
    """Stop a print."""
    found = organised_edition(edition)
    print_jobs.stop(found, job, now=now_utc())
    return redirect(_address(found, job), code=303)


@bp.get("/<job>/agendas.pdf")
@signed_in
def file(edition: str, job: str) -> Response:
    """The finished PDF."""
    found = organised_edition(edition)
    data: Path = current_app.config["HUBMEET_DATA"]
    path = print_jobs.finished_file(found, job, data / print_jobs.FOLDER)
    return send_file(
        path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"agendas-{found.slug}.pdf",
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
