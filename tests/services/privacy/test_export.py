"""A person's copy holds all that is stored of them, and nothing of others."""

import json
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.domain.states import VersionKind
from app.extensions import Base, db
from app.services.privacy.export import export_account
from app.services.privacy.register import entry, personal_columns, tables
from app.services.privacy.words import CATEGORIES
from tests.factory import Factory
from tests.services.privacy.canaries import World, hits, takes_a_canary

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])


def copy_of(account_id: int, now: datetime) -> dict[str, str]:
    """The texts of the copy by file."""
    with ZipFile(BytesIO(export_account(account_id, now=now))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_copy_holds_every_canary_of_the_person_and_none_of_others(
    factory: Factory, now: datetime
) -> None:
    world = World(factory, codes_too=True)
    files = copy_of(world.account.id, now)
    text = "\n".join(files.values())

    exported = {
        f"canary-{table.name}-{column.name}-ada".replace("_", "-")
        for table in tables()
        for column in personal_columns(table)
        if entry(column).exported and f"canary-{table.name}-{column.name}" in planted()
    }
    assert len(exported) > 25
    assert exported - set(hits(text, "ada")) == set()
    assert {"canary-topic-ada", "canary-answer-ada", "canary-uid-ada"} <= set(hits(text, "ada"))
    assert hits(text, "bea") == []
    assert hits(text, "hub") == []
    edition = json.loads(files[f"edition-{world.edition.slug}.json"])
    assert edition["attendance"][0]["meeting"]["slot"] == {
        "starts_at": "2027-05-18T08:00:00+00:00",  # 10:00 in Warsaw
        "ends_at": "2027-05-18T08:20:00+00:00",
    }
    assert sorted(files)[:3] == ["README.txt", "account.json", f"edition-{world.edition.slug}.json"]
    assert [name for name in files if name.startswith("mails/")]


def planted() -> set[str]:
    """Which columns got a canary with their own name."""
    otherwise = {"calendar_identity", "meeting_request", "place"}
    return {
        f"canary-{table.name}-{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if takes_a_canary(column) and table.name not in otherwise
    }


@ON_SQLITE
def test_secrets_and_unpublished_meetings_are_in_no_copy(factory: Factory, now: datetime) -> None:
    world = World(factory, codes_too=True)
    world.live.kind = VersionKind.DRAFT
    db.session.commit()
    text = "\n".join(copy_of(world.account.id, now).values())
    secret = {
        f"canary-{table.name}-{column.name}-ada".replace("_", "-")
        for table in tables()
        for column in personal_columns(table)
        if not entry(column).exported
    }
    assert secret & set(hits(text, "ada")) == set()
    assert world.meeting.public_id not in text


@ON_SQLITE
def test_an_unproven_address_gives_nothing_that_was_stored_for_it(
    factory: Factory, now: datetime
) -> None:
    world = World(factory)
    world.factory.registration(factory.edition(slug="other"), email="canary-ada@example.org")
    assert "edition-other.json" in copy_of(world.account.id, now)
    world.account.email_verified_at = None
    db.session.commit()
    assert "edition-other.json" not in copy_of(world.account.id, now)


@ON_SQLITE
def test_every_table_with_something_of_people_is_described(factory: Factory, now: datetime) -> None:
    assert set(CATEGORIES) == {table.name for table in tables() if personal_columns(table)}
    text = copy_of(factory.account().id, now)["README.txt"]
    exported = {
        table.name
        for table in tables()
        if any(entry(column).exported for column in personal_columns(table))
    }
    assert {name for name in exported if f"\n{name}\n" not in text} == set()
