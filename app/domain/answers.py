"""Answers to the organisers' extra questions: what is asked of whom, and what is wrong with one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.states import Part, QuestionKind
from app.domain.words import later

MAX_LINE_CHARACTERS = 200
MAX_TEXT_CHARACTERS = 2000
Answer = str | list[str] | bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a form shows it; no `parts` mean everybody."""

    code: str
    label: str
    help: str
    kind: QuestionKind
    options: tuple[str, ...] = ()
    parts: frozenset[Part] = frozenset()
    required: bool = False
    sensitive: bool = False
    # The options as they are shown, where that is another language than they are stored in.
    shown: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Each option as it is stored, and as it is shown."""
        return tuple(zip(self.options, self.shown or self.options, strict=True))

    def is_for(self, part: Part | None) -> bool:
        """Whether who comes as this is asked."""
        return not self.parts or part in self.parts

    def read(self, typed: Sequence[str]) -> Answer | None:
        """What a form sent, as it is stored; None where nothing was answered."""
        words = [text.strip() for text in typed if text.strip()]
        if self.kind is QuestionKind.CHOICES:
            return list(dict.fromkeys(words)) or None
        if self.kind is QuestionKind.YES_NO:
            return {"yes": True, "no": False}.get(words[0]) if words else None
        return words[0] if words else None

    def fault(self, answer: Answer | None) -> str:
        """What is wrong with an answer that `read` gave; empty where it can be stored."""
        if answer is None:
            return later("This needs an answer.") if self.required else ""
        if self.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
            chosen = answer if isinstance(answer, list) else [answer]
            return "" if set(chosen) <= set(self.options) else later("Choose from the list.")
        most = MAX_LINE_CHARACTERS if self.kind is QuestionKind.LINE else MAX_TEXT_CHARACTERS
        if isinstance(answer, str) and len(answer) > most:
            return later(
                "At most %(most)s characters; these are %(number)s.", most=most, number=len(answer)
            )
        return ""


def answers_of(
    questions: Collection[Asked], typed: Mapping[str, Sequence[str]]
) -> dict[str, Answer]:
    """Code → answer; what was left out is left out."""
    read = {one.code: one.read(typed.get(one.code, ())) for one in questions}
    return {code: answer for code, answer in read.items() if answer is not None}


def answer_faults(
    questions: Collection[Asked], part: Part | None, answers: Mapping[str, Answer]
) -> dict[str, str]:
    """Every fault by the name of the question's field, in the order of the questions."""
    found = {
        field_name(one.code): one.fault(answers.get(one.code))
        for one in questions
        if one.is_for(part)
    }
    return {name: text for name, text in found.items() if text}


def field_name(code: str) -> str:
    """The name of a question's field in a form."""
    return f"question_{code}"
