"""An edition's texts in several languages: the reader's where it is there, else the main one."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import ConsentKind, Part, ProgrammeKind, QuestionKind
from app.models import Edition, ProgrammeItem
from app.services import consent_texts, edition_languages, questions
from app.services.agenda import agenda_of
from app.services.content import edition_text
from app.services.event_page import event_page
from app.services.languages import speaking
from app.services.letters.registration import approved
from app.services.questions import QuestionEntry
from app.services.registration import consent
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def edition(app: Flask, factory: Factory) -> Edition:
    """Written in English, also in Polish; its name and its venue are translated."""
    made = factory.edition(name="Spring 2027", venue="Palace", languages=["en", "pl"])
    texts = {"edition:name": "Wiosna 2027", "edition:venue": "Pałac"}
    edition_languages.translate(made, "pl", texts, by=None, now=factory.now)
    return made


def test_the_readers_language_is_shown_and_the_main_one_where_nothing_is_written(
    edition: Edition, factory: Factory
) -> None:
    with speaking("pl"):
        page = event_page(edition, factory.now)
        assert (page.name, page.venue) == ("Wiosna 2027", "Pałac")
        assert edition_text(edition, "name").language == "pl"
        assert edition_text(edition, "description").language == "en"
        assert page.city == edition.city
    with speaking("en"):
        assert event_page(edition, factory.now).name == "Spring 2027"


def test_letters_and_agendas_speak_the_persons_language(edition: Edition, factory: Factory) -> None:
    person = factory.registration(edition, locale="pl")
    assert "Wiosna 2027" in approved(person).subject
    agenda = agenda_of(person, now=factory.now)
    assert (agenda.edition_name, agenda.venue, agenda.language) == ("Wiosna 2027", "Pałac", "pl")
    assert agenda_of(person, now=factory.now, language="en").edition_name == "Spring 2027"


def test_what_is_emptied_stands_in_the_main_language_again(
    edition: Edition, factory: Factory
) -> None:
    edition_languages.translate(edition, "pl", {"edition:name": " "}, by=None, now=factory.now)
    with speaking("pl"):
        assert edition_text(edition, "name") == "Spring 2027"
        assert edition_text(edition, "venue") == "Pałac"


def test_every_text_has_its_place_and_is_counted(edition: Edition, factory: Factory) -> None:
    factory.room(edition, name="Hall")
    factory.add(
        ProgrammeItem(
            edition_id=edition.id,
            uid="talk-1@hubmeet",
            kind=ProgrammeKind.TALK,
            title="What hubs do",
            starts_at=datetime(2027, 5, 17, 9, 0, tzinfo=UTC),
            ends_at=datetime(2027, 5, 17, 10, 0, tzinfo=UTC),
            changed_at=factory.now,
        )
    )
    before = {text.key for text in edition_languages.texts_in(edition, "pl")}
    assert {"edition:name", "item:talk-1:title", "room:hall:name"} <= before
    missing = edition_languages.missing_in(edition, "pl")
    edition_languages.translate(edition, "pl", {"room:hall:name": "Sala"}, by=None, now=factory.now)
    assert edition_languages.missing_in(edition, "pl") == missing - 1


def test_an_answer_is_stored_as_the_main_language_has_it(
    edition: Edition, factory: Factory
) -> None:
    entry = QuestionEntry("Food?", QuestionKind.CHOICE, options="Meat\nNone", parts=())
    code = questions.add(edition, entry, by=factory.account().id, now=factory.now).code
    key = f"question:{code}"
    with pytest.raises(InvalidInputError) as caught:
        edition_languages.translate(edition, "pl", {f"{key}:options": "Bez"}, by=1, now=factory.now)
    assert list(caught.value.fields) == [f"{key}:options"]
    texts = {f"{key}:options": "Mięso\nBez", f"{key}:label": "Jedzenie?"}
    edition_languages.translate(edition, "pl", texts, by=None, now=factory.now)
    with speaking("pl"):
        (one,) = questions.questions_of(edition)
    assert (one.label, one.choices) == ("Jedzenie?", (("Meat", "Mięso"), ("None", "Bez")))
    assert one.fault("Meat") == ""
    assert one.is_for(Part.SME)


def test_a_consent_keeps_the_very_words_that_were_shown(edition: Edition, factory: Factory) -> None:
    consent_texts.change(
        edition,
        ConsentKind.PRIVACY,
        "You may.",
        asked=True,
        by=factory.account().id,
        now=factory.now,
    )
    texts = {"consent:privacy": "Wolno."}
    edition_languages.translate(edition, "pl", texts, by=None, now=factory.now)
    person = factory.registration(edition)
    with speaking("pl"):
        (shown,) = [t for t in consent_texts.texts_of(edition) if t.kind is ConsentKind.PRIVACY]
        assert (shown.text, shown.version) == ("Wolno.", "v1-pl")
        consent(person, frozenset({ConsentKind.PRIVACY}), now=factory.now)
    with speaking("en"):
        (shown,) = [t for t in consent_texts.texts_of(edition) if t.kind is ConsentKind.PRIVACY]
        assert (shown.text, shown.version) == ("You may.", "v1")


def test_only_languages_with_words_can_be_chosen(edition: Edition, factory: Factory) -> None:
    for wrong in ([], ["xx"], [""]):
        with pytest.raises(InvalidInputError):
            edition_languages.choose(edition, wrong, by=1, now=factory.now)
    with pytest.raises(NotFoundError):
        edition_languages.texts_in(edition, "en")
