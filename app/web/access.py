"""Loaders: each gives a route its object, or raises NotFound or asks for a sign-in.

A person who may not see a thing learns nothing of it: NotFoundError, the same as for a thing
that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Response, redirect, request, url_for
from flask_login import current_user

from app.domain.errors import NotFoundError
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.models import Edition, Registration
from app.services import access

P = ParamSpec("P")
R = TypeVar("R")

WRITERS = frozenset({StaffRole.OWNER, StaffRole.EDITOR})


def viewer_or_none() -> Viewer | None:
    """Who is signed in, or None."""
    return cast(Viewer, current_user) if current_user.is_authenticated else None


def viewer() -> Viewer:
    """Who is signed in; only behind `signed_in`."""
    found = viewer_or_none()
    if found is None:
        raise NotFoundError("There is no such page.")
    return found


def signed_in(route: Callable[P, R]) -> Callable[P, R | Response]:
    """Send a visitor who is not signed in to the sign-in page and back again."""

    @wraps(route)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if viewer_or_none() is None:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return cast(Response, redirect(url_for("account.sign_in", next=target), code=303))
        return route(*args, **kwargs)

    return guarded


def public_edition(slug: str) -> Edition:
    """An edition that visitors may see; its organisers see it in any state."""
    return access.public_edition(slug, viewer_or_none())


def organised_edition(slug: str, roles: frozenset[StaffRole] = WRITERS) -> Edition:
    """An edition that the signed-in person helps to organise in one of `roles`."""
    return access.organised_edition(slug, viewer(), roles)


def own_registration(slug: str) -> Registration:
    """The signed-in person's own registration for the edition."""
    return access.own_registration(slug, viewer())
