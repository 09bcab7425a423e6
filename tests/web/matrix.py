"""What `access_matrix.yaml` says, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from werkzeug.test import TestResponse

FILE = Path(__file__).with_name("access_matrix.yaml")
OUTCOMES = ("allowed", "sign-in", "hidden", "forbidden")


@dataclass(frozen=True)
class Matrix:
    """Route (`GET /e/<edition>/`) → audience → actor → outcome."""

    actors: tuple[str, ...]
    audiences: dict[str, dict[str, str]]
    routes: dict[str, str]

    def expected(self, route: str, actor: str) -> str:
        """What the actor gets."""
        return self.audiences[self.routes[route]][actor]

    def allowed(self, route: str) -> tuple[str, ...]:
        """Who may call the route; in the order of the file."""
        return tuple(one for one in self.actors if self.expected(route, one) == "allowed")

    def caller(self, route: str) -> str:
        """One who may call the route; where nobody may, anybody."""
        return (self.allowed(route) or self.actors)[-1]


@cache
def matrix() -> Matrix:
    """The file, which must name each route once and each actor once in each audience."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    audiences = {}
    for name, outcomes in read["audiences"].items():
        pairs = [(actor, outcome) for outcome in outcomes for actor in _flat(outcomes[outcome])]
        audiences[name] = dict(pairs)
        assert len(pairs) == len(audiences[name]), f"{name}: an actor stands twice"
        assert set(outcomes) <= set(OUTCOMES), name
        assert set(audiences[name]) == set(read["actors"]), f"{name}: says nothing of some actor"
    pairs = [(route, name) for name, routes in read["routes"].items() for route in routes]
    assert len(pairs) == len(dict(pairs)), "a route stands twice"
    return Matrix(tuple(read["actors"]), audiences, dict(pairs))


def outcome(answer: TestResponse) -> str:
    """The answer as the file calls it; a fault of ours in its own words."""
    status = answer.status_code
    if status in {301, 302, 303, 307, 308} and answer.location.startswith("/account/sign-in"):
        return "sign-in"
    if status in {401, 403}:
        return "forbidden"
    if status == 404:
        return "hidden"
    # A page that is merely read is there, or leads on; an action may refuse what was typed.
    fine = {200, 302, 303} | ({409, 422} if answer.request.method != "GET" else set())
    return "allowed" if status in fine else f"status {status}"


def _flat(actors: Any) -> Iterator[str]:
    for one in actors:
        if isinstance(one, str):
            yield one
        else:
            yield from _flat(one)
