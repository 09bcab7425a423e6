"""Names that look like addresses: refused when typed, taken apart in mails."""

import pytest

from app.domain.names import fault_of_name, joined, unlinked


@pytest.mark.parametrize(
    "name",
    [
        "Zażółć Gęślą",
        "J.R.R. Ronald",
        "Dr. Ada",
        "St.John",
        "A.B.Smith",
        "Jean-Luc d’Arc",
        "李小龍",
    ],
)
def test_names_are_names(name: str) -> None:
    assert fault_of_name(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("evil.com", "Ada evil.com", "Evil.COM", "https://evil.com", "www.evil", "a@evil.com"),
        *("<b>x</b>", "<a href=//evil>", "[click](https://evil)", "x" * 101),
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    assert fault_of_name(name).startswith(("This looks like a web address", "Please shorten"))


def test_addresses_are_taken_apart_and_put_together_again() -> None:
    typed = "See https://evil.com/a.b, evil.com or 10.30; write to help@example.org."
    apart = unlinked(typed)
    assert apart == (
        "See https:\u200b//evil.\u200bcom/a.\u200bb, evil.\u200bcom or 10.\u200b30; "
        "write to help@example.org."
    )
    assert joined(apart) == typed
    assert unlinked("@evil.com") == "@evil.\u200bcom"
