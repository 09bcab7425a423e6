"""Addresses that people are sent to must be of the web and encrypted."""

import pytest

from app.domain.links import is_web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://meet.example.org/x",
        "https://meet.example.org:8443/rooms?id=1&b=(2)#top",
        "https://example.org",
    ],
)
def test_good_addresses(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://meet.example.org/x",
        "javascript:alert(1)",
        "https://meet",
        "https://meet.example.org/a b",
        'https://meet.example.org/"><script>',
        "https://user@meet.example.org/",
        "https://meet.example.org/\nx",
        " https://meet.example.org/",
    ],
)
def test_bad_addresses(text: str) -> None:
    assert not is_web_address(text)
