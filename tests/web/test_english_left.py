"""No page of a participant, an exhibitor or a visitor has a word that no gettext has seen."""

from pathlib import Path

from tests.web.english_left import english_left
from tests.web.world import World

READERS = ("participant", "exhibitor", "hub", "visitor")


def test_no_page_that_people_read_has_a_text_left_in_english(world: World, tmp_path: Path) -> None:
    assert english_left(world, tmp_path, READERS) == {}
