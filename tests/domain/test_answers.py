"""Answers to extra questions: read as they were sent, judged by their kind."""

import pytest

from app.domain.answers import Answer, Asked, answer_faults, answers_of
from app.domain.states import Part, QuestionKind


def asked(kind: QuestionKind, *, required: bool = False) -> Asked:
    return Asked("q", "Question", "", kind, ("Vegan", "Halal"), required=required)


@pytest.mark.parametrize(
    ("kind", "typed", "answer", "fault"),
    [
        (QuestionKind.LINE, ["  tea "], "tea", ""),
        (QuestionKind.LINE, ["x" * 201], "x" * 201, "At most 200 characters; these are 201."),
        (QuestionKind.TEXT, ["x" * 2001], "x" * 2001, "At most 2,000 characters; these are 2,001."),
        (QuestionKind.CHOICE, ["Vegan"], "Vegan", ""),
        (QuestionKind.CHOICE, ["Cake"], "Cake", "Choose from the list."),
        (QuestionKind.CHOICES, ["Vegan", "Vegan"], ["Vegan"], ""),
        (QuestionKind.CHOICES, ["Vegan", "Cake"], ["Vegan", "Cake"], "Choose from the list."),
        (QuestionKind.YES_NO, ["no"], False, ""),
        (QuestionKind.YES_NO, ["perhaps"], None, ""),
        (QuestionKind.LINE, [" "], None, ""),
    ],
)
def test_an_answer(kind: QuestionKind, typed: list[str], answer: Answer | None, fault: str) -> None:
    question = asked(kind)
    assert question.read(typed) == answer
    assert question.fault(answer) == fault


def test_no_is_an_answer_and_silence_is_none() -> None:
    question = asked(QuestionKind.YES_NO, required=True)
    assert answers_of([question], {"q": ["no"]}) == {"q": False}
    assert answer_faults([question], Part.SME, {"q": False}) == {}
    assert answer_faults([question], Part.SME, {}) == {"question_q": "This needs an answer."}


def test_only_those_are_asked_whom_it_concerns() -> None:
    question = Asked("q", "Q", "", QuestionKind.LINE, parts=frozenset({Part.HUB}), required=True)
    assert answer_faults([question], Part.SME, {}) == {}
    assert list(answer_faults([question], Part.HUB, {})) == ["question_q"]
