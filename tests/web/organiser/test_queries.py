"""The pages read a fixed number of rows' worth: no query per hub, person, table or item."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any

import pytest
from sqlalchemy import event

from app.domain.states import OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Edition
from app.services.blocks import BlockEntry, add_block
from app.services.hub_tables import add_hub
from app.services.own_places import OwnPlaceEntry
from app.services.presenters import label_of
from app.services.programme_items import ItemEntry, add_item
from tests.factory import Factory
from tests.services.test_blocks import typed as typed_block
from tests.services.test_programme_items import typed as typed_item
from tests.web.organiser.conftest import Organiser

PAGES = [
    "",
    "times/",
    "places/",
    "hubs/?q=hub",
    "exhibitors/",
    "programme/",
    "people/",
    "demand/",
    "publish/",
]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent inside the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(factory: Factory, edition: Edition, number: int) -> None:
    """One more of everything."""
    hub = factory.organisation(OrganisationKind.HUB, name=f"Hub {number}")
    add_hub(edition, hub.slug, OwnPlaceEntry("hall"))
    person = factory.registration(edition, hub)
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    factory.request(factory.registration(edition), hub)
    block: BlockEntry = typed_block(
        starts_local=time(12 + number),
        ends_local=time(13 + number),
    )
    add_block(edition, block)
    item: ItemEntry = typed_item(
        starts_local=time(1 + number),
        ends_local=time(2 + number),
        presenters=(label_of(person),),
    )
    add_item(edition, item, now=factory.now)


@pytest.mark.parametrize("page", PAGES)
def test_more_rows_need_no_more_queries(
    organise: Callable[[Edition], Organiser], factory: Factory, page: str
) -> None:
    edition = factory.edition()
    factory.room(edition, tables=1)
    organiser = organise(edition)
    numbers = []
    for number in range(3):
        fill(factory, edition, number)
        with counted() as sent:
            organiser.sees(page)
        numbers.append(len(sent))
    assert numbers[1] == numbers[2]  # the first may find an empty list and stop early
