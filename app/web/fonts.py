"""Source Sans from the installed package, so that no other host is ever asked."""

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from app.domain.errors import NotFoundError
from app.web.access import everybody

bp = Blueprint("fonts", __name__, url_prefix="/fonts")

FACES = frozenset({"SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"})
KEPT_SECONDS = 30 * 24 * 3600


@bp.get("/<name>")
@everybody
def face(name: str) -> Response:
    """One face of the web font; browsers keep it for a month."""
    if name not in FACES:
        raise NotFoundError("There is no such page.")
    answer = send_from_directory(_folder(), name, max_age=KEPT_SECONDS, mimetype="font/ttf")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _folder() -> Path:
    """Where the font package keeps its files; the package is not imported: it reads them all."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise NotFoundError("The font package is not installed.")
    return Path(spec.origin).parent / "files"
