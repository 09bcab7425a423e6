"""Every form that is sent by POST, found on the pages of five who ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.web.matrix import matrix
from tests.web.page_forms import Form
from tests.web.pages import Page
from tests.web.world import FILES, World

WHO = ("owner", "participant", "exhibitor", "hub", "visitor")

Sent = Mapping[str, list[str]]


@dataclass(frozen=True)
class Found:
    """A form, who saw it, and what of it is sent."""

    actor: str
    path: str
    names: frozenset[str]
    values: Sent


def all_forms(world: World) -> list[Found]:
    """Each form once, with each of its buttons: the first of those that say nearly the same."""
    world.restore()
    found: dict[tuple[str, str, str], Found] = {}
    for rule, method in world.rules():
        if method != "GET" or rule.endpoint in FILES:
            continue
        allowed = matrix().allowed(world.route(rule, method))
        for actor in (one for one in WHO if one in allowed):
            address = world.address(rule)
            answer = world.browser(actor).get(address)
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            for form in Page(address, answer.text).forms:
                for key, made in _each_button(actor, form):
                    found.setdefault(key, made)
    return list(found.values())


def _each_button(actor: str, form: Form) -> list[tuple[tuple[str, str, str], Found]]:
    if form.method != "post":
        return []
    made = []
    for name, value in form.buttons or [("", "")]:
        values = form.filled() | ({name: [value]} if name else {})
        key = (form.action, name, value.partition(":")[0])
        made.append((key, Found(actor, form.action, frozenset(form.names), values)))
    return made
