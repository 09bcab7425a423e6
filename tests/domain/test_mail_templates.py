"""Own words in mails: a closed set of placeholders, filled in once, and nothing that can run."""

import pytest

from app.domain.letters import Action, Letter
from app.domain.mail_templates import (
    OF_PERSON,
    OwnWords,
    filled,
    in_own_words,
    paragraphs_of,
    unknown_placeholders,
)

HOSTILE = ("{{7*7}}", "{name.__class__}", "{event.__init__.__globals__}", "{0}", "{}", "{name!r}")


def test_a_placeholder_is_filled_in_once() -> None:
    values = {"name": "Ada {event} {organiser_email}", "event": "Spring"}
    assert filled("{name} comes to {event}.", values) == (
        "Ada {event} {organiser_email} comes to Spring."
    )
    assert filled("%(name)s {{name}} {Name} { name }", {"name": "Ada"}) == (
        "%(name)s {Ada} {Name} { name }"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_placeholder_is_named_and_stays_as_it_is(text: str) -> None:
    assert filled(text, {"name": "Ada", "event": "Spring"}) == text
    assert unknown_placeholders(text, OF_PERSON) == (text.strip("{}"),)


def test_what_is_allowed_is_no_fault() -> None:
    assert unknown_placeholders("{name}, {event}, a lone } and {", OF_PERSON) == ()
    assert unknown_placeholders("{partner} {partner}", OF_PERSON) == ("partner",)


def test_blank_lines_make_paragraphs() -> None:
    assert paragraphs_of("\n Dear {name},\nhello\n \n\n\nBye \n") == ("Dear {name},\nhello", "Bye")


def test_what_the_mail_is_about_stays() -> None:
    letter = Letter(
        subject="You take part",
        greeting="Hello Ada,",
        paragraphs=("Your registration is approved.",),
        certain=("You are number 3.",),
        facts=(("Event", "Spring"),),
        actions=(Action("To my page", "/e/spring/me"),),
        code="123456",
        language="pl",
    )
    words = OwnWords("{event}: welcome", "Dear {name},\n\nsee https://hub.example.org.")
    made = in_own_words(letter, words, {"name": "evil.com", "event": "Spring"})
    assert (made.subject, made.greeting, made.paragraphs) == ("Spring: welcome", "", ())
    # The organisers may name an address; a name that looks like one is taken apart.
    assert made.own == ("Dear evil.\u200bcom,", "see https://hub.example.org.")
    assert (made.certain, made.facts, made.actions, made.code, made.language) == (
        letter.certain,
        letter.facts,
        letter.actions,
        "123456",
        "pl",
    )
