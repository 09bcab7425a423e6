"""A form whose token died: it is shown again with all that was typed, to be sent by one click.

That happens to who signs in or out in another window while a form is open. Nothing is done with
the form before the click: the token of the page that is shown now is the guard again.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

# Never written back into a page.
SECRETS = ("password", "code")
OWN = {"csrf_token"}


@dataclass(frozen=True)
class StaleForm:
    """What was sent; `lacks` is true where secrets or files must be given anew."""

    fields: tuple[tuple[str, str], ...]
    lacks: bool


def stale_form() -> StaleForm | None:
    """The form of this request if one of our own pages sent it; what other sites send is not."""
    if not _is_from_here() or request.mimetype not in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        return None
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in OWN]
    kept = tuple((name, value) for name, value in sent if not _is_secret(name))
    return StaleForm(kept, lacks=len(kept) < len(sent) or bool(request.files)) if kept else None


def stale_page(form: StaleForm) -> Response:
    """The page that shows it again."""
    return make_response(render_template("errors/stale_form.html", form=form), 400)


def _is_from_here() -> bool:
    """Browsers say with every form which site's page sent it."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRETS)
