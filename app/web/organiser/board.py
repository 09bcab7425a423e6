"""The board: slots × tables."""

from flask import Blueprint, render_template, request

from app.domain.permissions import Permission
from app.models import Edition
from app.services.board import board
from app.web.access import loads, organised_edition
from app.web.organiser.navigation import allowed_address

bp = Blueprint("organiser_board", __name__, url_prefix="/organiser/e/<edition>/board")


@bp.get("/")
@loads(organised_edition, Permission.READ)
def page(edition: Edition) -> str:
    """The draft's board if there is a draft, else the live one; `which=live` asks for that."""
    shown = None
    if request.args.get("which") != "live":
        shown = board(edition, draft=True)
    return render_template(
        "organiser/board.html",
        edition=edition,
        board=shown or board(edition, draft=False),
        publish_url=allowed_address("organiser_publish.page", edition.slug),
    )
