"""Two spellings of one organisation, and two organisations that only sound alike."""

import pytest

from app.domain.organisation_names import loose_key, name_key, web_domain


@pytest.mark.parametrize(
    "name",
    ["Bending Ltd", "BENDING limited", "Béndíng S.p.A.", " bending,  GmbH & Co. KG", "Bending"],
)
def test_case_accents_and_legal_forms_do_not_matter(name: str) -> None:
    assert loose_key(name) == "bending"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Roboty Łódź sp. z o.o.", "roboty lodz"),
        ("Ψαρράς Α.Ε.", "ψαρρασ"),  # casefold knows no end sigma
        ("S.R.L.", "srl"),  # nothing would be left of it
        ("Bending & Söhne", "bending sohne"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_name(name: str, key: str) -> None:
    assert loose_key(name) == key


def test_the_exact_key_keeps_accents_and_forms() -> None:
    assert name_key("  Béndíng   GMBH ") == name_key("béndíng gmbh")
    assert name_key("Bending GmbH") != name_key("Béndíng GmbH")


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.bending.example/en", "bending.example"),
        ("bending.example", "bending.example"),
        ("Ada@Bending.Example", "bending.example"),
        ("ada@gmail.com", ""),  # everybody's
        ("http://[nonsense", ""),
        ("", ""),
    ],
)
def test_the_domain_of_an_address(address: str, domain: str) -> None:
    assert web_domain(address) == domain
