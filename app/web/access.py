"""Who may call a route: one decorator names what it loads and the permission it needs.

    @bp.get("/me/agenda")                       @bp.get("/people/")
    @loads(own_registration)                    @loads(organised_edition, Permission.PEOPLE_READ)
    def agenda(registration: Registration):     def page(edition: Edition):

The loader takes the address's arguments of its own names; the view gets what it found, and the
other arguments. A person who may not see a thing learns nothing of it: NotFoundError, the same as
for a thing that does not exist. ForbiddenError is for the organising team: they know the edition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ForbiddenError, NotFoundError
from app.domain.permissions import Permission
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.models import Edition, Registration
from app.services import access
from app.services.people_scope import PeopleScope, person_in, scope_of

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
PROOF_IS_FRESH = timedelta(minutes=15)


@dataclass(frozen=True)
class Policy:
    """What a route asks of who calls it: its loader's name, and a permission of the team."""

    loader: str
    permission: Permission | None = None


class SignInNeededError(Exception):
    """Nobody is signed in, and the page is somebody's."""


class ProofNeededError(Exception):
    """Who sits there proved who they are too long ago for what they want to change."""


class SecondFactorNeededError(Exception):
    """The roles of who is signed in need a second step, and the account has none."""


def everybody(view: Callable[P, R]) -> Callable[P, R]:
    """For a page that loads nothing of anybody."""
    cast(Any, view).policy = Policy("everybody")
    return view


def loads(
    loader: Callable[..., T], permission: Permission | None = None
) -> Callable[[Callable[Concatenate[T, P], R]], Callable[..., R | Response]]:
    """Give the view what `loader` finds, in place of the address's arguments that it takes.

    Who must sign in first is sent there, and back again.
    """
    names = list(signature(loader).parameters)
    if ("permission" in names) is not (permission is not None):
        raise TypeError(f"{loader.__name__}: a permission is for loaders that take one")

    def decorate(view: Callable[Concatenate[T, P], R]) -> Callable[..., R | Response]:
        @wraps(view)
        def guarded(**arguments: Any) -> R | Response:
            given = {name: arguments.pop(name) for name in names if name != "permission"}
            if permission is not None:
                given["permission"] = permission
            try:
                found = loader(**given)
            except SignInNeededError:
                return _to("account.sign_in")
            except ProofNeededError:
                return _to("account.prove")
            except SecondFactorNeededError:
                return _to("account.second_factor_page")
            return cast(Any, view)(found, **arguments)  # type: ignore[no-any-return]

        cast(Any, guarded).policy = Policy(loader.__name__, permission)
        return guarded

    return decorate


def policy_of(endpoint: str) -> Policy | None:
    """What the endpoint's view asks, None where it says nothing."""
    policy: Policy | None = getattr(current_app.view_functions[endpoint], "policy", None)
    return policy


def may_open(endpoint: str) -> bool:
    """Whether who looks at an organisers' page may also use this endpoint of the same edition."""
    policy = policy_of(endpoint) if endpoint in current_app.view_functions else None
    return policy is not None and policy.permission in {None, *g.get("permissions", ())}


def viewer_or_none() -> Viewer | None:
    """Who is signed in, or None."""
    return cast(Viewer, current_user) if current_user.is_authenticated else None


def viewer() -> Viewer:
    """Who is signed in; a loader that asks makes its pages ask for a sign-in."""
    found = viewer_or_none()
    if found is None:
        raise SignInNeededError
    return found


def signed_in_viewer() -> Viewer:
    """Who is signed in, whoever it is."""
    return viewer()


def proven_viewer() -> Viewer:
    """Who is signed in, if they proved who they are within the last 15 minutes."""
    found = viewer()
    if now_utc() - found.proved_at > PROOF_IS_FRESH:
        raise ProofNeededError
    return found


def organising_viewer() -> Viewer:
    """Who is signed in, with a second step where their roles need it (REQUIRE_2FA)."""
    found = viewer()
    needed = current_app.config["REQUIRE_2FA"] == "organiser" and found.must_have_second_factor
    if needed and not found.second_factor_shown:
        raise SecondFactorNeededError
    return found


def team_member() -> Viewer:
    """Who is signed in, if they help to organise anything."""
    found = organising_viewer()
    if not found.is_staff:
        raise NotFoundError(access.NO_PAGE)
    return found


def series_owner() -> Viewer:
    """Who is signed in, if they own a series."""
    found = team_member()
    if StaffRole.OWNER not in found.staff_roles:
        raise ForbiddenError(_("Only who owns a series can make editions."))
    return found


def public_edition(edition: str) -> Edition:
    """An edition that visitors may see; its organisers see it in any state."""
    return access.public_edition(edition, viewer_or_none())


def entered_edition(edition: str) -> Edition:
    """The same, for who is signed in."""
    return access.public_edition(edition, viewer())


def organised_edition(edition: str, permission: Permission) -> Edition:
    """An edition that the signed-in person helps to organise in a role with the permission."""
    known = organising_viewer()
    found = access.organised_edition(edition, known, permission)
    g.permissions = access.permissions_in(found, known.account_id)
    return found


def organised_people(edition: str, permission: Permission) -> PeopleScope:
    """The people of an edition whom the signed-in member of its team may see."""
    return scope_of(organised_edition(edition, permission), viewer().account_id, permission)


def organised_person(edition: str, person: str, permission: Permission) -> Registration:
    """One of these people."""
    return person_in(organised_people(edition, permission), person)


def own_registration(edition: str) -> Registration:
    """The signed-in person's own registration for the edition."""
    return access.own_registration(edition, viewer())


def _to(endpoint: str) -> Response:
    """To a page that comes first, and from there back again."""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(endpoint, next=target), code=303)
