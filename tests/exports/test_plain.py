"""Text made fit for paper and calendars."""

import pytest

from app.exports.plain import plain_line, plain_lines, shortened


def test_controls_go_and_line_ends_become_one_kind() -> None:
    assert (
        plain_lines("a\r\nb\rc\x0bd\x85e\u2028f\tg\x00h\ud800i\u202ej") == "a\nb\nc\nd\ne\nf ghij"
    )
    assert plain_line("  a \n\n b\t c ") == "a b c"
    assert plain_line("Ψαρράς 👩‍🔬 עברית") == "Ψαρράς 👩‍🔬 עברית"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("one two three", "one two three"),
        ("one two three four", "one two three…"),
        ("Ça-Ψα 18 (of Brno)", "Ça-Ψα 18 (of…"),
        ("one, two, three, four", "one, two, three…"),
        ("x" * 21, "x" * 20 + "…"),
        ("", ""),
    ],
)
def test_shortened_to_three_words_and_twenty_letters(text: str, short: str) -> None:
    assert shortened(text, words=3, letters=20) == short
