"""The columns that an organiser may choose, for the list and for the files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.agenda import local
from app.domain.completeness import AskedQuestion
from app.domain.states import Part, RegistrationState
from app.domain.words import later
from app.exports.tables import Cell
from app.models import Edition
from app.services.people_rows import PersonRow

PARTS: Mapping[Part, str] = {
    Part.SME: "SME",
    Part.HUB: later("Hub"),
    Part.PUBLIC_BODY: later("Public body"),
    Part.RESEARCH_ORGANISATION: later("Research organisation"),
    Part.EXHIBITOR: later("Exhibitor"),
    Part.POLICY_MAKER: later("Policy maker"),
    Part.SPEAKER: later("Speaker"),
    Part.PRESS: later("Press"),
    Part.OTHER: later("Other"),
}
STATES: Mapping[RegistrationState, str] = {
    RegistrationState.SUBMITTED: later("To be approved"),
    RegistrationState.APPROVED: later("Approved"),
    RegistrationState.WAITLISTED: later("On the waiting list"),
    RegistrationState.OFFERED: later("Offered a place"),
    RegistrationState.REJECTED: later("Rejected"),
    RegistrationState.CANCELLED: later("Cancelled"),
}
USUAL = ("email", "part", "requests", "completeness", "state")
ANSWER = "answer-"


@dataclass(frozen=True)
class Column:
    """One column: its code in the address, its head, and what stands in its cells."""

    code: str
    label: str
    cell: Callable[[PersonRow], Cell]


def columns_of(edition: Edition, questions: Sequence[AskedQuestion]) -> tuple[Column, ...]:
    """Every column that can be chosen; each question of the organisers is one."""
    zone = edition.zone

    def when(moment: datetime | None) -> str:
        return f"{local(moment, zone):%Y-%m-%d %H:%M}" if moment else ""

    fixed: tuple[tuple[str, str, Callable[[PersonRow], Cell]], ...] = (
        ("email", "E-mail", lambda one: one.email),
        ("part", later("Comes as"), lambda one: PARTS[one.part]),
        ("kind", later("Kind of organisation"), lambda one: one.kind.label),
        ("role", later("Role"), lambda one: one.role.value.replace("_", " ")),
        ("size", later("Size"), lambda one: one.size_class),
        ("region", later("Region"), lambda one: one.nuts2),
        ("languages", later("Languages"), lambda one: ", ".join(one.languages)),
        ("requests", later("Requests"), lambda one: one.requests),
        ("sent", later("Requests sent"), lambda one: one.sent),
        ("completeness", "Complete, %", lambda one: one.completeness.percent),
        (
            "missing",
            later("Missing"),
            lambda one: "; ".join(m.words for m in one.completeness.missing),
        ),
        ("meetings", later("Wants meetings"), lambda one: "yes" if one.wants_meetings else "no"),
        ("registered", later("Registered"), lambda one: when(one.created_at)),
        ("decided", later("Decided"), lambda one: when(one.decided_at)),
        ("checked_in", later("Checked in"), lambda one: when(one.checked_in_at)),
        (
            "invited",
            later("Invited by"),
            lambda one: one.invited_by or ("yes" if one.is_invited else ""),
        ),
        ("state", later("State"), lambda one: STATES[one.state]),
    )
    asked = (Column(ANSWER + one.code, one.label, _answer(one.code)) for one in questions)
    return (*(Column(*one) for one in fixed), *asked)


def chosen_columns(columns: Sequence[Column], codes: Sequence[str]) -> tuple[Column, ...]:
    """Those that are named, in their own order; the usual ones where none is."""
    wanted = set(codes) & {one.code for one in columns} or set(USUAL)
    return tuple(one for one in columns if one.code in wanted)


def _answer(code: str) -> Callable[[PersonRow], Cell]:
    return lambda one: answer_words(one.answers.get(code))


def answer_words(answer: Any) -> str:
    """An answer to a question as one line."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, list):
        return ", ".join(str(one) for one in answer)
    return "" if answer is None else str(answer)
