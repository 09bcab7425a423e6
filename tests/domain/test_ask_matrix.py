"""Who may ask whom, by what they come as."""

from app.domain.ask_matrix import may_ask, may_ask_one_of, refusal, summary, tidied
from app.domain.states import Part

ALL = [part.value for part in Part]


def test_a_part_without_a_row_may_ask_everybody() -> None:
    matrix = {"sme": ["hub"], "press": []}
    assert may_ask(matrix, Part.SME, Part.HUB)
    assert not may_ask(matrix, Part.SME, Part.SME)
    assert not may_ask(matrix, Part.PRESS, Part.HUB)
    assert may_ask(matrix, Part.HUB, Part.PRESS)
    assert may_ask_one_of(matrix, Part.SME, {Part.SPEAKER, Part.HUB})
    assert not may_ask_one_of(matrix, Part.SME, {Part.SPEAKER})


def test_the_summary_is_plain_sentences() -> None:
    assert summary({}) == ("Everybody may ask everybody.",)
    others = [part for part in ALL if part != "press"]
    matrix = {"sme": ["hub", "exhibitor"], "press": [], "hub": others}
    assert summary(matrix) == (
        "SMEs may ask hubs and exhibitors.",
        "Hubs may ask everybody but press.",
        "Public bodies, research organisations, exhibitors, policy makers, speakers and others "
        "may ask everybody.",
        "Press may ask nobody: they only answer.",
    )
    assert refusal(Part.SME, {Part.PRESS}) == "At this event, SMEs do not ask press."


def test_rows_that_allow_everything_are_not_kept() -> None:
    assert tidied({"sme": ALL, "hub": ["sme", "nonsense"]}) == {"hub": ["sme"]}
