"""Links that prove what they are for: signed with this installation's secret, one purpose each."""

from collections.abc import Sequence

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def sign(purpose: str, values: Sequence[str]) -> str:
    """A token for an address; it is good for `purpose` only and says `values`."""
    return str(_serializer(purpose).dumps(list(values)))


def read(purpose: str, token: str, count: int) -> tuple[str, ...] | None:
    """The `count` values of a token, None where it was not made here for this purpose."""
    try:
        values = _serializer(purpose).loads(token)
    except BadSignature:
        return None
    is_good = (
        isinstance(values, list)
        and len(values) == count
        and all(isinstance(one, str) for one in values)
    )
    return tuple(values) if is_good else None


def _serializer(purpose: str) -> URLSafeSerializer:
    older = current_app.config.get("SECRET_KEY_FALLBACKS") or []
    return URLSafeSerializer([*older, current_app.config["SECRET_KEY"]], salt=f"link: {purpose}")
