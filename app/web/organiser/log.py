"""The log of the edition in words."""

from flask import Blueprint, render_template, request

from app.domain.permissions import Permission
from app.models import Edition
from app.services.log import log_page
from app.services.log_words import group_words
from app.web.access import loads, organised_edition

bp = Blueprint("organiser_log", __name__, url_prefix="/organiser/e/<edition>/log")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """Who did what, the latest first; of one kind where the address says so."""
    kinds = group_words()
    kind = request.args.get("kind", "")
    kind = kind if kind in kinds else ""
    return render_template(
        "organiser/log.html",
        edition=edition,
        page=log_page(edition, kind, request.args.get("page", 1, type=int)),
        kinds=kinds,
        kind=kind,
    )
