"""The organisers' extra questions: adding, changing, ordering, removing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.answers import Asked
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import Part, QuestionKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Question
from app.services import audit
from app.services.content import row_text
from app.services.slugs import slug_of
from app.services.transaction import writing

MAX_LABEL_CHARACTERS = 200
MAX_HELP_CHARACTERS = 400
MAX_OPTIONS = 30
MAX_OPTION_CHARACTERS = 120
MAX_QUESTIONS = 20
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


@dataclass(frozen=True)
class QuestionEntry:
    """A question as typed; `options` a line each."""

    label: str
    kind: QuestionKind | None
    help: str = ""
    options: str = ""
    parts: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The options, each once, without empty lines."""
        lines = (" ".join(line.split()) for line in self.options.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


def questions_of(edition: Edition) -> tuple[Asked, ...]:
    """All questions in their order."""
    return tuple(asked(row, edition) for row in rows_of(edition))


def rows_of(edition: Edition) -> Sequence[Question]:
    """The rows in their order."""
    return db.session.scalars(
        select(Question)
        .where(Question.edition_id == edition.id)
        .order_by(Question.position, Question.id)
    ).all()


def asked(row: Question, edition: Edition) -> Asked:
    """The question as a form shows it; an answer is stored as the main language has it."""
    shown = row_text(edition, row, "options").splitlines()
    return Asked(
        code=row.code,
        label=row_text(edition, row, "label"),
        help=row_text(edition, row, "help"),
        kind=row.kind,
        options=tuple(row.options),
        shown=tuple(shown) if len(shown) == len(row.options) else (),
        parts=frozenset(Part(name) for name in row.parts),
        required=row.required,
        sensitive=row.sensitive,
    )


def add(edition: Edition, entry: QuestionEntry, *, by: int, now: datetime) -> Question:
    """A new question, the last one; raises InvalidInputError with every fault at once."""
    with writing():
        rows = rows_of(edition)
        found = faults(entry)
        if len(rows) >= MAX_QUESTIONS:
            found["label"] = later(
                "At most %(most)s questions: people leave long forms.", most=MAX_QUESTIONS
            )
        if found:
            raise InvalidInputError(later("The question is not stored yet: see below."), found)
        row = Question(
            edition_id=edition.id,
            code=_free_code(entry.label, {one.code for one in rows}),
            position=max((one.position for one in rows), default=0) + 1,
        )
        _set(row, entry)
        db.session.add(row)
        _note("question.add", edition, row, by=by, now=now)
    return row


def change(edition: Edition, code: str, entry: QuestionEntry, *, by: int, now: datetime) -> None:
    """Change a question; answers that were given stay as they are."""
    with writing():
        row = row_of(edition, code)
        found = faults(entry)
        if found:
            raise InvalidInputError(later("The question is not changed yet: see below."), found)
        _set(row, entry)
        _note("question.change", edition, row, by=by, now=now)


def remove(edition: Edition, code: str, *, by: int, now: datetime) -> None:
    """Ask it no more; answers that were given stay with the people."""
    with writing():
        row = row_of(edition, code)
        db.session.delete(row)
        _note("question.remove", edition, row, by=by, now=now)


def move(edition: Edition, code: str, *, up: bool) -> None:
    """Change places with the question before or after; nothing happens at the ends."""
    with writing():
        row_of(edition, code)
        rows = list(rows_of(edition))
        here = next(number for number, row in enumerate(rows) if row.code == code)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for number, row in enumerate(rows, start=1):
            row.position = number


def row_of(edition: Edition, code: str) -> Question:
    """The edition's question of this code."""
    row = db.session.scalar(
        select(Question).where(Question.edition_id == edition.id, Question.code == code)
    )
    if row is None:
        raise NotFoundError(later("There is no such question."))
    return row


def faults(entry: QuestionEntry) -> dict[str, str]:
    """Every fault by field."""
    found: dict[str, str] = {}
    if not entry.label.strip():
        found["label"] = later("Type the question.")
    elif len(entry.label.strip()) > MAX_LABEL_CHARACTERS:
        found["label"] = later("At most %(most)s characters.", most=MAX_LABEL_CHARACTERS)
    if len(entry.help) > MAX_HELP_CHARACTERS:
        found["help"] = later("At most %(most)s characters.", most=MAX_HELP_CHARACTERS)
    if entry.kind is None:
        found["kind"] = later("Choose how it is answered.")
    elif entry.kind in WITH_OPTIONS:
        found |= _option_faults(entry.choices)
    if any(part not in set(Part) for part in entry.parts):
        found["parts"] = later("Choose from the list.")
    return found


def _option_faults(options: tuple[str, ...]) -> dict[str, str]:
    if not 2 <= len(options) <= MAX_OPTIONS:
        return {
            "options": later(
                "Type 2 to %(most)s answers to choose from, one a line.", most=MAX_OPTIONS
            )
        }
    if any(len(option) > MAX_OPTION_CHARACTERS for option in options):
        return {
            "options": later(
                "An answer has at most %(most)s characters.", most=MAX_OPTION_CHARACTERS
            )
        }
    return {}


def _set(row: Question, entry: QuestionEntry) -> None:
    assert entry.kind is not None  # noqa: S101 - the faults have looked
    row.label, row.help, row.kind = entry.label.strip(), entry.help.strip(), entry.kind
    row.options = list(entry.choices) if entry.kind in WITH_OPTIONS else []
    row.parts = [part.value for part in Part if part in entry.parts]
    row.required, row.sensitive = entry.required, entry.sensitive


def _free_code(label: str, taken: set[str]) -> str:
    start = slug_of(label)[:30].replace("-", "_").strip("_") or "x"
    candidate, number = start, 1
    while candidate in taken:
        number += 1
        candidate = f"{start}_{number}"
    return candidate


def _note(action: str, edition: Edition, row: Question, *, by: int, now: datetime) -> None:
    audit.note(action, by=by, now=now, edition_id=edition.id, about=("question", row.code))
