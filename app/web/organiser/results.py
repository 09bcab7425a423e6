"""How good a run's schedule is."""

from flask import Blueprint, render_template

from app.services.results import result_page
from app.web.access import organised_edition, signed_in
from app.web.site import address

bp = Blueprint("organiser_results", __name__, url_prefix="/organiser/e/<edition>/runs/<run>")


@bp.get("/result")
@signed_in
def page(edition: str, run: str) -> str:
    """The result of one run."""
    found = organised_edition(edition)
    return render_template(
        "organiser/result.html",
        edition=found,
        result=result_page(found, run),
        publish_url=address("organiser_publish.page", found.slug),
        board_url=address("organiser_board.page", found.slug),
    )
