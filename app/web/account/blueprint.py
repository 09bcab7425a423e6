"""The blueprint that all pages of signing in and of one's own account belong to."""

from flask import Blueprint

bp = Blueprint("account", __name__, url_prefix="/account")
