"""Publishing: what it changes first, then the button."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.services import draft_schedule
from app.services import publish as publishing
from app.services.publication_preview import preview
from app.web.access import organised_edition, signed_in, viewer
from app.web.site import address

bp = Blueprint("organiser_publish", __name__, url_prefix="/organiser/e/<edition>/publish")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """What publishing the draft would change, person by person."""
    found = organised_edition(edition)
    return render_template(
        "organiser/publish.html",
        edition=found,
        preview=preview(found),
        board_url=address("organiser_board.page", found.slug),
        prints_url=address("organiser_prints.page", found.slug),
    )


@bp.post("/")
@signed_in
def publish(edition: str) -> Response:
    """Make the draft the schedule that everybody goes by."""
    found = organised_edition(edition)
    try:
        done = publishing.publish(found, by_account_id=viewer().account_id, now=now_utc())
    except (ConflictError, InvalidInputError) as error:
        flash(error.message, "error")
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
    return redirect(url_for("organiser_publish.page", edition=found.slug), code=303)


@bp.post("/discard")
@signed_in
def discard(edition: str) -> Response:
    """Throw the draft away; the run that made it stays in the history."""
    found = organised_edition(edition)
    if draft_schedule.discard(found):
        flash(_("The draft is thrown away. What is live stays as it is."))
    return redirect(url_for("organiser_publish.page", edition=found.slug), code=303)
