"""Demand against capacity."""

from flask import Blueprint, render_template

from app.domain.permissions import Permission
from app.models import Edition
from app.services.demand import demand
from app.web.access import loads, organised_edition

bp = Blueprint("organiser_demand", __name__, url_prefix="/organiser/e/<edition>/demand")


@bp.get("/")
@loads(organised_edition, Permission.DEMAND)
def page(edition: Edition) -> str:
    """How much is asked of whom."""
    return render_template("organiser/demand.html", edition=edition, demand=demand(edition))
