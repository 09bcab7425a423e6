"""Texts that are said later still know what they were made of."""

import copy
from datetime import date

import pytest
from flask import Flask

from app.domain.words import Said, later
from app.services.languages import say, speaking
from tests import pseudo


def test_it_is_english_until_it_is_said() -> None:
    text = later("At most %(most)s characters.", most=2000)
    assert text == "At most 2,000 characters."
    assert f"{text}" == "At most 2,000 characters."


@pytest.mark.parametrize(
    ("value", "shown"),
    [(["a", later("b")], "a, b"), (date(2027, 5, 8), "08 May 2027"), (True, "True"), (999, "999")],
)
def test_values_are_shown_in_english(value: object, shown: str) -> None:
    assert later("%(value)s", value=value) == shown


def test_a_copy_knows_as_much() -> None:
    text = copy.copy(later("%(a)s!", a=later("b")))
    assert isinstance(text, Said)
    assert (text, text.words, text.values) == ("b!", "%(a)s!", {"a": "b"})


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_it_and_its_values_are_said_in_the_language_of_the_moment(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = later("%(label)s belongs to %(name)s.", label=later("Online"), name="Ann")
    with pseudo.spoken(app, tmp_path_factory.mktemp("words")) as language, speaking(language):
        assert say(text) == "⟦⟦Online⟧ belongs to Ann.⟧"
        assert say("Ann") == "Ann"
