"""Whatever people type stands on pages as text: hostile words in every text column, all pages."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Enum, String, Table, select, update

from app.extensions import Base, db
from tests.web.crawl import crawl
from tests.web.pages import Page
from tests.web.world import World

MARK = "data-xss"
# Breaks out of text, of attributes in either quote, of elements that hold raw text.
HOSTILE = (
    f"\"'><i {MARK}=1>&lt;</title></textarea></script></style><i {MARK}=2><img src=x onerror=x>"
    f"{{{{7*7}}}}{{%x%}}%(name)s{{0}}"
)
SHORT = f'"><i {MARK}>'
LINK = "javascript:alert(1)//https://x.example"
LINKS = {"website", "join_link", "join_link_template"}
# Columns that say which thing a row is, or that a program reads: no person types their content.
PROGRAMS = {
    *("slug", "public_id", "code", "uid", "zone", "email", "locale", "label", "size_class"),
    *("country", "nuts2", "catalogue_id", "holder", "file_name", "instance", "result"),
    *("settings", "progress", "lease_token", "dedupe_key", "message_id", "text_version"),
    *("token_hash", "code_hash", "browser_hash", "password_hash", "totp_secret", "key"),
    *("countries", "options", "parts", "recipient", "object_id", "object_kind", "request_id"),
}
SCHEMES = ("javascript:", "data:", "vbscript:")


def hostile_columns(table: Table) -> Iterator[Column[str]]:
    """The columns of the table that hold what somebody typed."""
    for column in table.columns:
        is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
        if is_text and column.name not in PROGRAMS and not column.foreign_keys:
            yield column


def words_for(column: Column[str]) -> str:
    """The longest hostile words that the column takes."""
    length = column.type.length if isinstance(column.type, String) else None
    if column.name in LINKS:
        return LINK
    return HOSTILE if length is None or length >= len(HOSTILE) else SHORT


def spoil(world: World) -> int:
    """Write hostile words into every text column; gives how many columns."""
    spoiled = 0
    with world.app.app_context(), db.session.begin():
        for table in Base.metadata.sorted_tables:
            values = {column: words_for(column) for column in hostile_columns(table)}
            spoiled += len(values)
            if values:
                _write(table, values)
    return spoiled


def _write(table: Table, values: dict[Column[str], str]) -> None:
    """The same words into each row; where they must differ, with the row's number."""
    for key in db.session.execute(select(*table.primary_key.columns)):
        here = [one == value for one, value in zip(table.primary_key.columns, key, strict=True)]
        number = "" if table.name != "room" else f" {key[0]}"
        row = {one.name: text + number for one, text in values.items()}
        db.session.execute(update(table).where(*here).values(row))


@pytest.fixture(scope="module")
def pages(built_world: World) -> Iterator[dict[str, Page]]:
    """All pages of a world full of hostile words."""
    built_world.restore()
    assert spoil(built_world) > 40
    reads = crawl(built_world)
    broken = [read.route for read in reads if read.answer.status_code >= 500]
    assert broken == []
    yield {f"{read.route} as {read.actor}": read.page for read in reads if read.is_page}
    built_world.restore()


def test_no_page_takes_typed_words_for_its_own(pages: dict[str, Page]) -> None:
    taken = [
        f"{where}: <{tag} {name}>"
        for where, page in pages.items()
        for tag, name, _value in page.attributes
        if name == MARK or name.startswith("on") or name == "style"
    ]
    assert taken == []


def test_the_words_stand_there_as_they_were_typed(pages: dict[str, Page]) -> None:
    """Else the test above would prove nothing."""
    showing = [where for where, page in pages.items() if MARK in page.words]
    assert len(showing) > len(pages) * 0.8
    assert any(HOSTILE in " ".join(page.words.split()) for page in pages.values())


def test_no_address_on_a_page_runs_anything(pages: dict[str, Page]) -> None:
    running = [
        f"{where}: {link}"
        for where, page in pages.items()
        for link in page.links
        if link.strip().lower().startswith(SCHEMES)
    ]
    assert running == []
