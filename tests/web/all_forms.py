"""Every form that is sent by POST, found on the pages of five who ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.web.crawl import Read
from tests.web.page_forms import Form

Sent = Mapping[str, list[str]]


@dataclass(frozen=True)
class Found:
    """A form, who saw it, and what of it is sent."""

    actor: str
    path: str
    names: frozenset[str]
    values: Sent


def all_forms(reads: list[Read]) -> list[Found]:
    """Each form once, with each of its buttons: the first of those that say nearly the same."""
    found: dict[tuple[str, str, str], Found] = {}
    for read in reads:
        for form in read.page.forms if read.is_page else ():
            for key, made in _each_button(read.actor, form):
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
