"""Publishing: what it changes first, then the button."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import draft_schedule
from app.services import publish as publishing
from app.services.languages import say
from app.services.publication_preview import Preview, preview
from app.web.access import loads, organised_edition, viewer
from app.web.forms.publish import PublishForm
from app.web.organiser.navigation import allowed_address

bp = Blueprint("organiser_publish", __name__, url_prefix="/organiser/e/<edition>/publish")


@bp.get("/")
@loads(organised_edition, Permission.SCHEDULE)
def page(edition: Edition) -> str:
    """What publishing the draft would change, person by person, and whom it would mail."""
    found = preview(edition, now=now_utc())
    # A first agenda is awaited as a paper.
    form = PublishForm(with_paper=found is not None and found.next_number == 1)
    return _page(edition, found, form)


def _page(edition: Edition, found: Preview | None, form: PublishForm) -> str:
    return render_template(
        "organiser/publish.html",
        edition=edition,
        preview=found,
        form=form,
        board_url=allowed_address("organiser_board.page", edition.slug),
        prints_url=allowed_address("organiser_prints.page", edition.slug),
    )


@bp.post("/")
@loads(organised_edition, Permission.SCHEDULE)
def publish(edition: Edition) -> Response | tuple[str, int]:
    """Make the draft the schedule that everybody goes by."""
    form = PublishForm(request.form)
    if not form.validate():
        return _page(edition, preview(edition, now=now_utc()), form), 422
    try:
        done = publishing.publish(
            edition,
            by_account_id=viewer().account_id,
            now=now_utc(),
            mail_to=form.chosen,
            with_paper=form.with_paper.data,
        )
    except (ConflictError, InvalidInputError) as error:
        flash(say(error.message), "error")
    else:
        flash(
            _(
                "Version %(number)d is published: %(added)d new, %(changed)d changed, "
                "%(cancelled)d cancelled. Everybody finds their agenda on their page.",
                number=done.number,
                added=done.added,
                changed=done.changed,
                cancelled=done.cancelled,
            )
        )
    return redirect(url_for("organiser_publish.page", edition=edition.slug), code=303)


@bp.post("/discard")
@loads(organised_edition, Permission.SCHEDULE)
def discard(edition: Edition) -> Response:
    """Throw the draft away; the run that made it stays in the history."""
    if draft_schedule.discard(edition):
        flash(_("The draft is thrown away. What is live stays as it is."))
    return redirect(url_for("organiser_publish.page", edition=edition.slug), code=303)
