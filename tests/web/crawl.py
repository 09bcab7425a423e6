"""Every page, read by two who may: what the sweeps of pages, forms and words look at."""

from dataclasses import dataclass
from functools import cached_property

from werkzeug.test import TestResponse

from tests.web.matrix import matrix
from tests.web.pages import Page
from tests.web.world import FILES, World

# The first two of these who may read a page read it.
WHO = ("owner", "participant", "exhibitor", "hub", "visitor")


@dataclass(frozen=True)
class Read:
    """One answer to one who may read the route."""

    route: str
    actor: str
    address: str
    answer: TestResponse

    @cached_property
    def page(self) -> Page:
        """The answer, where it is a page."""
        return Page(self.address, self.answer.text)

    @property
    def is_page(self) -> bool:
        """Whether it is one."""
        return self.answer.status_code == 200 and self.answer.mimetype == "text/html"


@dataclass(frozen=True)
class Sweep:
    """All answers, and what was stored before and after them."""

    before: str
    reads: list[Read]
    after: str


def crawl(world: World, *, heads: bool = False) -> list[Read]:
    """Every GET rule by two who may; with `heads`, by HEAD too."""
    found = []
    for rule, method in world.rules():
        if method != "GET" or rule.endpoint in FILES:
            continue
        route, address = world.route(rule, method), world.address(rule)
        readers = [one for one in WHO if one in matrix().allowed(route)][:2]
        for actor in readers:
            found.append(Read(route, actor, address, world.browser(actor).get(address)))
        for actor in readers[:1] if heads else ():
            world.browser(actor).head(address)
    return found
