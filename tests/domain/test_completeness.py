"""What is still missing of a registration."""

from typing import Any

from app.domain.completeness import AskedQuestion, KnownFacts, completeness
from app.domain.states import Part


def codes(facts: KnownFacts, *questions: AskedQuestion) -> list[str]:
    return [one.code for one in completeness(facts, questions).missing]


def test_a_company_that_said_nothing() -> None:
    facts = KnownFacts(Part.SME, wants_meetings=True, has_free_time=False)
    assert codes(facts) == [
        *("job_title", "languages", "size_class", "nuts2"),
        *("profile_text", "technologies", "functions", "free_time"),
    ]
    assert completeness(facts).percent == 0


def test_each_part_is_asked_what_is_its_own() -> None:
    known: dict[str, Any] = {"job_title": "CEO", "languages": ["en"], "country_has_regions": False}
    hub = KnownFacts(Part.HUB, wants_meetings=True, **known)
    assert codes(hub) == ["profile_text", "technologies", "services"]
    # Job title, languages and free time of six things are known: 50 percent.
    assert completeness(hub).percent == 50
    assert codes(KnownFacts(Part.EXHIBITOR, wants_meetings=True, **known)) == ["profile_text"]
    quiet = completeness(KnownFacts(Part.PRESS, wants_meetings=False, **known))
    assert (quiet.is_complete, quiet.percent) == (True, 100)


def test_only_required_questions_of_ones_own_part_count() -> None:
    questions = [
        AskedQuestion("diet", "Diet", required=True),
        AskedQuestion("bus", "Do you take the bus?", required=True),
        AskedQuestion("card", "Press card", required=True, parts=[Part.PRESS]),
        AskedQuestion("wish", "Wishes", required=False),
    ]
    facts = KnownFacts(
        Part.SPEAKER, wants_meetings=False, job_title="x", languages=["en"], nuts2="PL91",
        answers={"bus": False},
    )  # fmt: skip
    found = completeness(facts, questions)
    # "No" is an answer. Of five things the diet is missing: 80 percent.
    assert [one.words for one in found.missing] == ["the answer to “Diet”"]
    assert (found.wanted, found.percent) == (5, 80)
