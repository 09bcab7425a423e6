"""The catalogue of hubs, from its file into the tables."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError
from app.extensions import db
from app.models import CatalogueEntry, Organisation
from app.services.hub_catalogue import HubImport, import_hubs
from app.services.hub_file import COLUMNS, HubFileError, bundled_hubs, read_hubs

GOOD = {
    "hub_id": "es-x",
    "name": "X",
    "title": "The X",
    "hub_type": "EDIH",
    "country_code": "ES",
    "city": "Bilbao",
    "nuts2_code": "ES21",
    "website": "",
    "technologies": "robotics:4;data:2;big_data:3",
    "sectors": "",
    "services": "prototyping:5",
    "profile_complete": "1",
    "languages_derived": "en;es",
    "source": "test",
}


def file_of(*rows: dict[str, str]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    return "\n".join(lines).encode()


def test_the_bundled_file_has_all_hubs() -> None:
    hubs = bundled_hubs()
    assert (len(hubs), sum(hub.complete for hub in hubs)) == (457, 288)


def test_a_row_becomes_a_hub_with_aliases_resolved() -> None:
    (hub,) = read_hubs(file_of(GOOD))
    # data:2 is big_data:2, and of the two the higher counts
    assert hub.technologies == {"robotics": 4, "big_data": 3}
    assert (hub.languages, hub.complete, hub.nuts2) == (("en", "es"), True, "ES21")


def test_every_bad_cell_is_listed() -> None:
    bad = GOOD | {
        "country_code": "Spain",
        "nuts2_code": "ES99",
        "technologies": "robotics:4;robots:4;drones:9",
        "website": "javascript:alert(1)",
    }
    with pytest.raises(HubFileError) as caught:
        read_hubs(file_of(GOOD, bad))
    assert [(fault.line, fault.column, fault.value) for fault in caught.value.faults] == [
        (3, "hub_id", "es-x"),
        (3, "country_code", "Spain"),
        (3, "website", "javascript:alert(1)"),
        (3, "nuts2_code", "ES99"),
        (3, "technologies", "robots:4"),
        (3, "technologies", "drones:9"),
    ]
    assert caught.value.message.startswith("Nothing was changed. 6 cells cannot be used:\nline 3")


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        read_hubs(b"slots: []")


def test_import_adds_changes_and_leaves(app: Flask, now: datetime) -> None:
    first, second = read_hubs(file_of(GOOD, GOOD | {"hub_id": "es-y", "name": "Y"}))
    assert import_hubs([first, second], now=now) == HubImport(2, 0, 0)
    assert import_hubs([first, second], now=now) == HubImport(0, 0, 2)
    renamed = replace(second, name="Z", technologies={"robotics": 1})
    assert import_hubs([first, renamed], now=now) == HubImport(0, 1, 1)
    stored = db.session.scalars(
        select(Organisation).where(Organisation.catalogue_id == "es-y")
    ).one()
    assert (stored.name, stored.slug, stored.fictional) == ("Z", "es-y", False)
    assert stored.catalogue_entry is not None
    assert stored.catalogue_entry.technologies == {"robotics": 1}
    assert import_hubs([first], now=now) == HubImport(0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(CatalogueEntry)) == 2


def test_all_hubs_are_imported_twice_without_change(app: Flask, now: datetime) -> None:
    hubs = bundled_hubs()
    assert import_hubs(hubs, now=now) == HubImport(457, 0, 0)
    db.session.expire_all()
    assert import_hubs(hubs, now=now) == HubImport(0, 0, 457)
