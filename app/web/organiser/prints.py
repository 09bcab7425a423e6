"""The print centre: choose, start, follow, stop, fetch."""

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
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import print_jobs, print_subjects
from app.services.documents import KINDS
from app.services.print_asking import asked_order, forecast
from app.services.print_orders import kind_of
from app.web.access import loads, organised_edition, viewer
from app.web.forms.printing import PrintForm

bp = Blueprint("organiser_prints", __name__, url_prefix="/organiser/e/<edition>/prints")


@bp.get("/")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def page(edition: Edition) -> str:
    """What can be printed, and the prints so far."""
    return render_template(
        "organiser/prints.html",
        edition=edition,
        kinds=list(KINDS.values()),
        jobs=print_jobs.history(edition),
    )


@bp.get("/new")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def order(edition: Edition) -> str:
    """Choose for whom; how many sheets it will take."""
    paper = request.args.get("paper", "")
    return _order_page(edition, paper, PrintForm(request.args, kind=kind_of(paper)))


@bp.post("/new")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def start(edition: Edition) -> AnyResponse | tuple[str, int]:
    """Queue a print and go and watch it."""
    paper = request.form.get("paper", "")
    form = PrintForm(request.form, kind=kind_of(paper))
    try:
        wanted = asked_order(edition, paper, form.asked())
        job = print_jobs.queue(edition, wanted, by_account_id=viewer().account_id, now=now_utc())
    except ConflictError as error:
        return _order_page(edition, paper, form, refused=error.message), 409
    except InvalidInputError as error:
        form.refuse(error)
        return _order_page(edition, paper, form), 422
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


@bp.get("/<job>/file")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def file(edition: Edition, job: str) -> Response:
    """The finished PDF or ZIP."""
    data: Path = current_app.config["HUBMEET_DATA"]
    path = print_jobs.finished_file(edition, job, data / print_jobs.FOLDER)
    kind = print_jobs.print_view(edition, job).order.kind.replace("_", "-")
    return send_file(path, as_attachment=True, download_name=f"{kind}-{edition.slug}{path.suffix}")


def _order_page(edition: Edition, paper: str, form: PrintForm, refused: str | None = None) -> str:
    kind = kind_of(paper)
    form.show_found(print_subjects.found(edition, kind, form.typed))
    expected = None
    try:
        expected = forecast(edition, asked_order(edition, paper, form.asked()), now=now_utc())
    except InvalidInputError as error:
        # Who is still looking for a name has done nothing wrong.
        if request.args.get("whom") and not form.errors and "subject" not in error.fields:
            form.refuse(error)
    return render_template(
        "organiser/print_order.html",
        edition=edition,
        kind=kind,
        form=form,
        expected=expected,
        last=print_jobs.last_printed_at(edition, paper),
        refused=refused,
    )


def _address(edition: Edition, job: str) -> str:
    return url_for("organiser_prints.job", edition=edition.slug, job=job)
