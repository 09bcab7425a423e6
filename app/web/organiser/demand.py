"""Demand against capacity."""

from flask import Blueprint, render_template

from app.services.demand import demand
from app.web.access import organised_edition, signed_in

bp = Blueprint("organiser_demand", __name__, url_prefix="/organiser/e/<edition>/demand")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """How much is asked of whom."""
    found = organised_edition(edition)
    return render_template("organiser/demand.html", edition=found, demand=demand(found))
