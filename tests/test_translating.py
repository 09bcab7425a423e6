"""The catalogues hold what the program says today, and nothing that would break a page."""

import pytest
from babel.messages import Catalog

from app import translating
from app.translating import Fault, compiled, faults, is_for_the_team, missing, read

LANGUAGES = translating.languages()


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """All texts of the program."""
    return translating.source()


def test_there_are_catalogues() -> None:
    assert "pl" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_that_of_today(language: str, texts: Catalog) -> None:
    """If not: script/translations update."""
    catalogue = read(language)
    assert faults(catalogue, texts) == []
    known = {(one.id, one.context) for one in texts}
    assert [one.id for one in catalogue if (one.id, one.context) not in known] == []
    assert translating.mo_file(language).read_bytes() == compiled(catalogue)


def test_polish_has_words_for_all_that_participants_read(texts: Catalog) -> None:
    """What is missing: script/translations missing pl."""
    assert missing(read("pl"), texts) == []


def test_templates_and_their_parts_code_and_constants_are_searched(texts: Catalog) -> None:
    files = {file for one in texts for file, _line in one.locations}
    assert {"templates/_partials/_form.html", "templates/pdf/agenda.html"} <= files
    assert {"app/web/forms/details.py", "app/services/letters/account.py"} <= files


def catalogue_of(**strings: str | tuple[str, ...]) -> tuple[Catalog, Catalog]:
    """A source of two texts, and a Polish catalogue that says `strings` of them."""
    texts = Catalog()
    texts.add("Hello %(name)s", locations=[("app/web/site.py", 0)])
    texts.add(("%(num)d hub", "%(num)d hubs"), locations=[("templates/organiser/hubs.html", 0)])
    polish = Catalog(locale="pl")
    if "hello" in strings:
        polish.add("Hello %(name)s", strings["hello"])
    if "hubs" in strings:
        polish.add(("%(num)d hub", "%(num)d hubs"), strings["hubs"])
    return polish, texts


def test_a_whole_catalogue_has_no_fault() -> None:
    found = catalogue_of(
        hello="Witaj, %(name)s", hubs=("jeden hub", "%(num)d huby", "%(num)d hubów")
    )
    assert faults(*found) == []
    assert missing(*found, team=True) == []


def test_a_text_that_is_not_there_is_named() -> None:
    found = catalogue_of(hubs=("%(num)d hub", "%(num)d huby", "%(num)d hubów"))
    assert faults(*found) == [Fault("Hello %(name)s", "is not in the catalogue")]
    assert missing(*found) == ["Hello %(name)s"]


@pytest.mark.parametrize("words", ["Witaj, %(nam)s", "Witaj", "Witaj, %(name)s %(name2)s"])
def test_placeholders_are_those_of_the_text(words: str) -> None:
    found = catalogue_of(hello=words, hubs=("", "", ""))
    assert [one.text for one in faults(*found)] == ["Hello %(name)s"]


def test_a_text_of_the_team_may_wait() -> None:
    found = catalogue_of(hello="Witaj, %(name)s", hubs=("%(num)d hub", "", "%(num)d hubów"))
    assert faults(*found) == []
    assert missing(*found) == []
    assert missing(*found, team=True) == ["%(num)d hub"]


def test_a_text_that_others_read_too_is_not_only_the_teams() -> None:
    texts = Catalog()
    one = texts.add("Store", locations=[("templates/organiser/a.html", 0), ("app/web/b.py", 0)])
    assert not is_for_the_team(one)


def test_a_fuzzy_translation_does_not_count() -> None:
    polish, texts = catalogue_of(hello="Witaj, %(name)s", hubs=("", "", ""))
    polish["Hello %(name)s"].flags.add("fuzzy")
    assert missing(polish, texts) == ["Hello %(name)s"]
