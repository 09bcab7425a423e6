"""The blueprint that all pages of a person at an edition belong to."""

from flask import Blueprint

bp = Blueprint("participant", __name__, url_prefix="/e/<edition>")
