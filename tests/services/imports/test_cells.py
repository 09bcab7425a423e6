"""The cells of import files, one kind at a time."""

from collections.abc import Callable

import pytest

from app.domain.states import RegistrationRole
from app.services.imports import cells
from app.services.imports.cells import CellError, SlotName, Wishes

SLOTS = [
    SlotName("A1", "A"),
    SlotName("A2", "A"),
    SlotName("A3", "A"),
    SlotName("B1", "B"),
    SlotName("B2", "B"),
]


def test_wishes_of_a_company() -> None:
    read = cells.wishes("AI:3; robotics ;energy:1, funding:2;test_before_invest:1", of_hub=False)
    # robotics without a number counts 2; funding asks for support_find_investment at its own 2
    assert read == Wishes(
        technologies={"artificial_intelligence": 3, "robotics": 2},
        sectors={"energy": 1},
        functions={"support_find_investment": 2, "test_before_invest": 1},
        need_codes=["funding"],
    )


def test_a_code_that_is_a_technology_and_a_need_means_both() -> None:
    read = cells.wishes("cybersecurity:3", of_hub=False)
    assert read == Wishes(
        technologies={"cybersecurity": 3},
        functions={"test_before_invest": 3},
        need_codes=["cybersecurity"],
    )


def test_wishes_of_a_hub() -> None:
    read = cells.wishes("robotics:5;prototyping;skills_training:4;cybersecurity:1", of_hub=True)
    assert read == Wishes(
        technologies={"robotics": 5, "cybersecurity": 1},
        services={"prototyping": 3},
        functions={"skills_training": 4},
    )


@pytest.mark.parametrize(
    ("cell", "of_hub", "wrong"),
    [
        ("robots:1;robotics:1", False, "robots:1"),
        ("robotics:4;ai:0;iot:", False, "robotics:4; ai:0; iot:"),
        ("prototyping:1", False, "prototyping:1"),
        ("funding:1", True, "funding:1"),
        ("robotics:6", True, "robotics:6"),
        ("robotics:²", True, "robotics:²"),
    ],
)
def test_wishes_that_cannot_be_read(cell: str, of_hub: bool, wrong: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.wishes(cell, of_hub=of_hub)
    assert caught.value.value == wrong


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", {"A1", "A2", "A3", "B1", "B2"}),
        ("A", {"A1", "A2", "A3"}),
        ("a2; b", {"A2", "B1", "B2"}),
        ("A2-B1", {"A2", "A3", "B1"}),
        ("A1 - A2,B2", {"A1", "A2", "B2"}),
    ],
)
def test_available(cell: str, found: set[str]) -> None:
    assert cells.available(cell, SLOTS) == frozenset(found)


def test_available_none_means_no_meetings() -> None:
    assert cells.available("None", SLOTS) is None


@pytest.mark.parametrize("cell", ["C", "A9", "A3-A1", "A1-C2", ";", "-"])
def test_available_that_cannot_be_read(cell: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.available(cell, SLOTS)
    assert caught.value.value == cell
    assert caught.value.allowed == (
        "Empty (always), none (wants no meetings), or with semicolons: blocks (A, B), "
        "slots (A1 … B2), or ranges such as A1-B2."
    )


def test_available_before_there_are_slots() -> None:
    assert cells.available("", []) == frozenset()
    with pytest.raises(CellError, match="no slots yet"):
        cells.available("A", [])


@pytest.mark.parametrize(
    ("read", "allowed"),
    [
        (lambda: cells.text("", longest=3), "It must not be empty."),
        (lambda: cells.text("abcd", longest=3), "At most 3 characters; these are 4."),
        (
            lambda: cells.person_name("Delegate of evil.com"),
            "This looks like a web address or like code: please write only the name.",
        ),
        (lambda: cells.person_name("d" * 101), "At most 100 characters; these are 101."),
        (lambda: cells.email("ann"), "An e-mail address such as ann@example.org."),
        (
            lambda: cells.word("boss", RegistrationRole, RegistrationRole.ATTENDEE),
            "One of attendee, speaker, policy_maker, press. Empty means attendee.",
        ),
        (
            lambda: cells.word("", RegistrationRole),
            "One of attendee, speaker, policy_maker, press.",
        ),
        (
            lambda: cells.region("ES21", "SI"),
            "Empty or a NUTS-2 region of 2024. One of SI03, SI04.",
        ),
        (
            lambda: cells.region("XX", ""),
            "Empty or a NUTS-2 region of 2024. A NUTS-2 code such as ES21.",
        ),
    ],
)
def test_what_is_allowed(read: Callable[[], object], allowed: str) -> None:
    with pytest.raises(CellError) as caught:
        read()
    assert caught.value.allowed == allowed


def test_unknown_countries_and_languages() -> None:
    with pytest.raises(CellError, match="One of AT, BE"):
        cells.country("Spain")
    with pytest.raises(CellError, match="One of bg, hr"):
        cells.languages("en;klingon")


def test_good_cells() -> None:
    assert cells.email(" Ann@Example.ORG") == "ann@example.org"
    assert cells.word("Policy maker", RegistrationRole) is RegistrationRole.POLICY_MAKER
    assert (cells.country("es"), cells.region("si04", "SI"), cells.region("", "SI")) == (
        "ES",
        "SI04",
        None,
    )
    assert cells.languages("EN; pl;en") == ("en", "pl")
