"""Every route, asked by everybody: who gets what is said in `access_matrix.yaml` alone."""

import re

import pytest
from werkzeug.routing import Rule

from tests.web.matrix import Matrix, matrix, outcome
from tests.web.world import World


@pytest.fixture(scope="module")
def table() -> Matrix:
    """What is to be."""
    return matrix()


def test_the_file_names_every_route_and_no_other(world: World, table: Matrix) -> None:
    there = {world.route(rule, method) for rule, method in world.rules()}
    assert there - set(table.routes) == set(), "say in access_matrix.yaml who may call these"
    assert set(table.routes) - there == set(), "access_matrix.yaml names what is no route"
    assert set(world.actors) == set(table.actors)


@pytest.mark.parametrize("part", [0, 1])  # two, for two processes
def test_everybody_gets_what_the_policy_says(
    world: World, table: Matrix, part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    actors, cells, wrong = world.actors[part::2], 0, []
    for rule, method in world.rules():
        route = world.route(rule, method)
        address, form = world.address(rule), world.form(rule)
        for actor in actors:
            found = outcome(world.browser(actor).open(address, method=method, data=form))
            cells += 1
            if method != "GET":
                world.restore()
            if found != table.expected(route, actor):
                wrong.append(f"{route} as {actor}: {found}, not {table.expected(route, actor)}")
    with capsys.disabled():
        print(f"\n{cells} cells of the access matrix executed")
    assert wrong == []
    assert cells == len(table.routes) * len(actors)


def test_what_is_hidden_answers_as_what_is_not_there(world: World, table: Matrix) -> None:
    """Nobody learns from an answer that an address of somebody else's thing is a real one."""
    told = []
    for rule, method in world.rules():
        route, things = world.route(rule, method), world.nowhere(rule)
        hidden = [one for one in world.actors if table.expected(route, one) == "hidden"]
        for actor in [*hidden[:2], *hidden[2:][-2:]] if things else ():
            if _body(world, actor, method, rule) != _body(world, actor, method, rule, **things):
                told.append(f"{route} as {actor}")
    assert told == []


def test_another_editions_things_are_not_there(world: World, table: Matrix) -> None:
    """Who may call a route finds no thing of another edition by it."""
    told, tried = [], 0
    for rule, method in world.rules():
        theirs = world.names(rule, world.other)
        theirs.pop("edition", None)
        theirs.pop("language", None)  # a language is no edition's own
        if "edition" not in rule.arguments or not theirs:
            continue
        route = world.route(rule, method)
        for actor in table.allowed(route):
            tried += 1
            real = _body(world, actor, method, rule, **theirs)
            made_up = _body(world, actor, method, rule, **world.nowhere(rule))
            if real != made_up or not real.startswith("404"):
                told.append(f"{route} as {actor}: {real[:3]}")
    assert told == []
    assert tried > 0


def _body(world: World, actor: str, method: str, rule: Rule, **names: str) -> str:
    """Status and text of the answer, without what differs from answer to answer."""
    address = world.address(rule, **names)
    answer = world.browser(actor).open(address, method=method, data=world.form(rule))
    if method != "GET":
        world.restore()
    text = re.sub(r'request: \w+|name="csrf_token" value="[^"]*"', "", answer.text)
    return f"{answer.status_code} {text.replace(address, '')}"
