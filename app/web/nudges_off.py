"""Where reminders are ended: from a link in a mail, without signing in.

The address holds the registration's random id, signed, so that nobody makes one up. Mail programs
end them with one click of their own: a POST without any page before it (RFC 8058).
"""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import NotFoundError
from app.domain.words import later
from app.extensions import csrf
from app.services import nudges
from app.web.access import everybody

bp = Blueprint("nudges_off", __name__, url_prefix="/mails/off")


@bp.get("/<token>")
@everybody
def page(token: str) -> str:
    """The button; reading changes nothing."""
    return render_template(
        "public/nudges_off.html", token=token, wanted=nudges.wants_nudges(_registration(token))
    )


@bp.post("/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@everybody
def change(token: str) -> Response:
    """No more reminders; or some again."""
    wanted = request.form.get("wanted") == "yes"
    nudges.set_nudges(_registration(token), wanted=wanted, now=now_utc())
    return redirect(url_for("nudges_off.page", token=token), code=303)


def off_path(registration: str) -> str:
    """The address that ends reminders for the registration with this public id."""
    return url_for("nudges_off.page", token=off_token(registration))


def off_token(registration: str) -> str:
    """What stands in that address."""
    return str(_signer().dumps(registration))


def _registration(token: str) -> str:
    try:
        return str(_signer().loads(token))
    except BadSignature as error:
        raise NotFoundError(later("There is no such page.")) from error


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=later("no more reminders"))
