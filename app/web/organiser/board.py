"""The board: slots × tables."""

from flask import Blueprint, render_template, request

from app.services.board import board
from app.web.access import organised_edition, signed_in
from app.web.site import address

bp = Blueprint("organiser_board", __name__, url_prefix="/organiser/e/<edition>/board")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """The draft's board if there is a draft, else the live one; `which=live` asks for that."""
    found = organised_edition(edition)
    shown = None
    if request.args.get("which") != "live":
        shown = board(found, draft=True)
    return render_template(
        "organiser/board.html",
        edition=found,
        board=shown or board(found, draft=False),
        publish_url=address("organiser_publish.page", found.slug),
    )
