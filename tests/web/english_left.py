"""What pages show that did not go through gettext: read in a made-up language.

What stands in the database (names, titles, whatever people typed) is left out.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel import Locale

from app.domain.consents import CONSENTS
from app.exports.words import own_name
from app.services.reference_data import regions
from tests import pseudo
from tests.web.matrix import matrix
from tests.web.world import FILES, World

SILENT = {"script", "style", "code"}
SHOWN = ("title", "aria-label", "placeholder", "alt")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names that are the same in every language, and what a calendar says in the made-up one.
NAMES = {"Hubmeet", "NUTS", "CSV", "XLSX", "PDF", "UTC", "CET", "CEST", "Warsaw", "Europe"}


class Texts(HTMLParser):
    """The texts of a page that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Texts stand in attributes, too."""
        self._silent += tag in SILENT
        self.found += [value or "" for name, value in attrs if name in SHOWN]

    def handle_endtag(self, tag: str) -> None:
        """Out of what nobody sees."""
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """A text between two tags."""
        if not self._silent:
            self.found.append(data)


def english_left(world: World, folder: Path, actors: Iterable[str]) -> dict[str, set[str]]:
    """Route → what is English there; of every page that one of the actors may read."""
    found: dict[str, set[str]] = {}
    with pseudo.spoken(world.app, folder, always=True) as language:
        known = _typed(world) | set(WORD.findall(f"{own_name(language)} {own_name('en')}"))
        for rule, method in world.rules():
            route = world.route(rule, method)
            allowed = matrix().allowed(route)
            reader = next((one for one in actors if one in allowed), "")
            if method != "GET" or rule.endpoint in FILES or not reader:
                continue
            answer = world.browser(reader).get(world.address(rule))
            if (
                answer.status_code == 200
                and answer.mimetype == "text/html"
                and (texts := set(_left(answer.text, known)))
            ):
                found[f"{route} ({reader})"] = texts
    return found


def _typed(world: World) -> set[str]:
    """Every word that stands in the database."""
    values = (v for rows in world.rows().values() for row in rows for v in row.values())
    return {word for value in values for word in WORD.findall(str(value))} | NAMES | _of_cldr()


def _of_cldr() -> set[str]:
    """Days, months, countries and languages as Babel says them, names of regions, our consents."""
    locale = Locale(pseudo.LANGUAGE)
    names = [*locale.territories.values(), *locale.languages.values()]
    for kind in (locale.days, locale.months):
        names += [name for width in kind["format"].values() for name in width.values()]
    names += [f"{one.code} {one.name}" for one in regions().values()]
    names += [consent.text for consent in CONSENTS]
    return set(WORD.findall(" ".join(map(str, names))))


def _left(html: str, known: set[str]) -> Iterator[str]:
    page = Texts()
    page.feed(html)
    for text in page.found:
        if set(WORD.findall(pseudo.outside(text))) - known:
            yield " ".join(text.split())
