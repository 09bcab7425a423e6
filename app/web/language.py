"""The form in the foot of each page that chooses the reader's language.

It carries no token: a page without any other form sets no cookie. Browsers say themselves which
site a form comes from, and another site's is refused.
"""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.domain.links import safe_path
from app.exports.words import catalogues
from app.extensions import csrf
from app.services import account_changes
from app.web.access import everybody, viewer_or_none
from app.web.requests import LANGUAGE

bp = Blueprint("language", __name__)


@bp.post("/language")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@everybody
def choose() -> Response:
    """Keep the choice, with the account or else in this browser; back to the same page."""
    chosen = request.form.get("language", "")
    if chosen not in catalogues() or _is_of_another_site():
        raise BadRequest
    session[LANGUAGE] = chosen
    viewer = viewer_or_none()
    if viewer:
        account_changes.choose_language(viewer, chosen)
    wanted = safe_path(request.form.get("next"))
    return redirect(wanted or url_for("public.home"), code=303)


def _is_of_another_site() -> bool:
    """By the browser's word; old browsers say only the origin, and "null" for some own pages."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site != "same-origin"
    return origin is not None and urlsplit(origin).netloc != request.host
