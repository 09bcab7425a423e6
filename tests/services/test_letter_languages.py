"""Every letter is wholly in the language of whom it is for, whoever's page caused it."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.domain.letters import Letter
from app.domain.states import CodePurpose, StaffRole
from app.services import letters, open_slots
from app.services.agenda import agenda_of
from app.services.languages import speaking
from app.services.letters.registration import LostMeeting
from app.services.segments import Segment
from tests import pseudo
from tests.factory import Factory
from tests.services.gathering import Gathering

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
NAMES = "Ζ"  # stands for whatever people and organisers typed
# As Esperanto has it; an English day would stay.
TIMES = re.compile(r"\b(lundo|lu|mardo|ma|la|Mar|Majo|Maj|a|de|S1|CES?T|Europe/Warsaw|Warsaw)\b")


def letter_functions() -> Iterator[tuple[str, Callable[..., Letter]]]:
    """Each function of services/letters that makes a letter."""
    for file in sorted(Path(letters.__file__).parent.glob("*.py")):
        module = import_module(f"app.services.letters.{file.stem}")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            makes = inspect.signature(found).return_annotation is Letter
            if makes and found.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{file.stem}.{name}", found


FUNCTIONS = dict(letter_functions())


@pytest.fixture
def things(factory: Factory) -> dict[str, list[Any]]:
    """What each argument of a letter may be."""
    scene = Gathering(factory, name=NAMES, room=NAMES)
    edition = scene.edition
    edition.city = edition.venue = NAMES
    company, hub = scene.company(), scene.exhibitor()[0]
    for one in (company, hub):
        one.name = one.organisation.name = one.job_title = NAMES
        one.locale = pseudo.LANGUAGE
    company.offer_expires_at = factory.now
    request = scene.ask(company, hub)
    request.topic = NAMES
    booked = open_slots.book_open_slot(
        company, scene.offer(hub, 0).public_id, topic=NAMES, now=factory.now
    )
    return {
        "with_paper": [True, False],
        "edition": [edition],
        "person": [company],
        "to": [company],
        "who": [hub],
        "reader": [hub, company],
        "request": [request],
        "meeting": [booked],
        "meetings": [[LostMeeting(factory.now, NAMES), LostMeeting(factory.now, "")], 2, 1],
        "requests": [0, 1, 2],
        "position": [3],
        "valid_until": [factory.now],
        "purpose": list(CodePurpose),
        "segment": list(Segment),
        "role": list(StaffRole),
        "minutes": [10],
        **{key: [NAMES] for key in ("name", "by")},
        **{key: ["/12"] for key in ("code", "path", "page", "link", "off_path")},
    }


def made(function: Callable[..., Letter], things: dict[str, list[Any]]) -> Iterator[Letter]:
    """The letter with each value of each argument, one after the other."""
    names = list(inspect.signature(function).parameters)
    agenda = agenda_of(things["person"][0], now=things["valid_until"][0])
    things = {**things, "agenda": [agenda], "entry": [agenda.meetings[0]]}
    first = {name: things[name][0] for name in names}
    if "meetings" in first and "who" not in first:
        first["meetings"] = 2
    for name in names:
        for value in things[name]:
            if type(value) is type(first[name]) or name != "meetings":
                yield function(**{**first, name: value})


def test_no_letter_has_a_word_of_english(
    app: Flask, things: dict[str, list[Any]], tmp_path: Path
) -> None:
    found = []
    with pseudo.spoken(app, tmp_path) as language, speaking(language):
        for name, function in FUNCTIONS.items():
            for letter in made(function, things):
                said = pseudo.outside("\n".join(texts_of(letter))).replace(NAMES, "")
                found += [(name, word) for word in re.findall(r"[^\W\d_]+", said)]
                assert letter.language == language
    assert found == []
    assert len(FUNCTIONS) > 25


def texts_of(letter: Letter) -> Iterator[str]:
    """All that a letter says in words; times are for themselves."""
    yield from (letter.subject, letter.greeting, letter.small)
    yield from (*letter.paragraphs, *letter.certain)
    yield from (action.label for action in letter.actions)
    yield from (letter.off.label,) if letter.off else ()
    for label, value in letter.facts:
        yield from (TIMES.sub("", label), TIMES.sub("", value))


def test_the_readers_language_counts_and_not_that_of_who_caused_it(
    app: Flask, things: dict[str, list[Any]], tmp_path: Path
) -> None:
    with pseudo.spoken(app, tmp_path) as language, speaking("en"):
        for name, function in FUNCTIONS.items():
            if {"reader", "person", "to"} & set(inspect.signature(function).parameters):
                for letter in made(function, things):
                    assert (name, letter.language) == (name, language)
                    assert letter.subject.startswith("⟦")
