"""Readable, unique parts of addresses."""

import pytest
from flask import Flask

from app.models import Series
from app.services.slugs import free_slug, slug_of
from tests.factory import Factory


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łódź Hub 4.0", "lodz-hub-4-0"),
        ("Ģirts & Šķēle", "girts-skele"),
        ("België/Straße", "belgie-strasse"),
        ("България", "x"),
        ("  ", "x"),
        ("a" * 80, "a" * 60),
    ],
)
def test_slug_of(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_a_taken_slug_gets_the_next_number(app: Flask, factory: Factory) -> None:
    for expected in ("hub-days", "hub-days-2", "hub-days-3"):
        slug = free_slug(Series, "Hub days")
        assert slug == expected
        factory.add(Series(slug=slug, name="Hub days", created_at=factory.now))
