"""How good a run's schedule is."""

from flask import Blueprint, render_template

from app.domain.permissions import Permission
from app.models import Edition
from app.services.results import result_page
from app.web.access import loads, organised_edition
from app.web.organiser.navigation import allowed_address

bp = Blueprint("organiser_results", __name__, url_prefix="/organiser/e/<edition>/runs/<run>")


@bp.get("/result")
@loads(organised_edition, Permission.READ)
def page(edition: Edition, run: str) -> str:
    """The result of one run."""
    return render_template(
        "organiser/result.html",
        edition=edition,
        result=result_page(edition, run),
        publish_url=allowed_address("organiser_publish.page", edition.slug),
        board_url=allowed_address("organiser_board.page", edition.slug),
    )
