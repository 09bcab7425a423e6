"""What is to be printed: for whom, since when, in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.words import later
from app.exports.documents import Document


class Order(StrEnum):
    """How the papers lie in the pile."""

    NAME = "name"
    ORGANISATION = "organisation"
    DESK = "desk"

    @property
    def words(self) -> str:
        """As a page says it, still to be translated."""
        return _ORDERS[self]


_ORDERS = {
    Order.NAME: later("by name"),
    Order.ORGANISATION: later("by organisation"),
    Order.DESK: later("by room and table: the desk line"),
}


class Whose(StrEnum):
    """Whom one document of a kind is for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"


@dataclass(frozen=True)
class Wanted:
    """The ids of whom to print for, None for all; a kind looks at those that mean something to it.

    `people` are registrations. `changed_since` (aware UTC): only what changed at or after it.
    `variant` is one of the kind's own, empty for the first.
    """

    people: frozenset[int] | None = None
    organisations: frozenset[int] | None = None
    rooms: frozenset[int] | None = None
    places: frozenset[int] | None = None
    changed_since: datetime | None = None
    order: Order = Order.NAME
    variant: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of document as the print centre offers it; its texts are still to be translated.

    `documents(edition, wanted, now=now)` reads the rows. `orders`: those that make a difference,
    the usual one first. `follows_meetings`: a wish for what changed since a time means something.
    `variants`: key → what it is.
    """

    key: str
    name: str
    about: str
    whose: Whose
    documents: Callable[..., list[Document]]
    orders: tuple[Order, ...] = (Order.NAME,)
    follows_meetings: bool = False
    variants: tuple[tuple[str, str], ...] = ()
