"""Every column says whose data it holds, and the register has no hole."""

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from app.domain.privacy import Kept
from app.extensions import Base
from app.models.columns import DRAFTED, NOBODYS, OF_PERSON, WITH_ROW
from app.services.privacy.erasure import REPLACEMENTS
from app.services.privacy.reach import REACH
from app.services.privacy.register import entry, faults, personal_columns, tables


def test_every_column_says_whose_it_is_and_how_it_is_reached() -> None:
    assert faults(Base.metadata) == []


def with_planted(*columns: Column[object], name: str = "planted") -> list[str]:
    """The faults of the whole database with one more table, or one more column of a table."""
    metadata = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(metadata)
    if name in metadata.tables:
        for column in columns:
            metadata.tables[name].append_column(column)
    else:
        Table(name, metadata, Column("id", Integer, primary_key=True, info=NOBODYS), *columns)
    return faults(metadata)


@pytest.mark.parametrize(
    ("columns", "table", "fault"),
    [
        (
            [Column("phone", String)],
            "registration",
            "registration.phone does not say whose it is",
        ),
        (
            [Column("phone", String, info=OF_PERSON)],
            "planted",
            "planted.*: nothing says how its rows belong to a person",
        ),
        (
            [Column("noted_by_id", ForeignKey("account.id"), info=NOBODYS)],
            "edition",
            "edition.noted_by_id leads to a person, and nothing says what that means",
        ),
        (
            [Column("email", String, info=NOBODYS)],
            "edition",
            "edition.email is an address that leads to nobody",
        ),
        (
            [Column("phone", String, info=WITH_ROW)],
            "registration",
            "registration.*: some of its values go with the row, others do not",
        ),
        (
            [Column("phone", String, info=DRAFTED)],
            "consent",
            "consent.*: its time limit counts from nothing",
        ),
    ],
)
def test_a_hole_in_the_register_is_found(
    columns: list[Column[object]], table: str, fault: str
) -> None:
    assert with_planted(*columns, name=table) == [fault]


def test_what_cannot_be_empty_has_something_in_its_place() -> None:
    replaced = {
        (table.name, column.name)
        for table in tables()
        for column in personal_columns(table)
        if entry(column).erased == "replaced"
    }
    assert set(REPLACEMENTS) == replaced


def test_what_ends_by_itself_is_in_no_copy_unless_a_person_typed_it() -> None:
    """Codes and counts expire; drafts and invitations do too, and are a person's own."""
    expiring = {
        table.name
        for table in tables()
        for column in personal_columns(table)
        if entry(column).kept is Kept.EXPIRY and entry(column).exported
    }
    assert expiring == {"registration_draft", "invitation"}
    assert REACH["rate_count"].by_nobody_because
