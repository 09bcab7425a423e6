"""Erases what is kept no longer: a periodic task, and a look at what it would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import structlog
from sqlalchemy import select

from app.domain import agenda
from app.domain.errors import ConflictError
from app.domain.retention import people_go_on, sensitive_answers_go_on
from app.extensions import db
from app.models import Edition, Question, Registration
from app.services import audit
from app.services.privacy import erasure, files, subjects
from app.services.privacy.retention_rules import rules
from app.services.transaction import writing


@dataclass(frozen=True)
class Due:
    """One thing that has to go, and how many rows it is."""

    words: str
    rows: int


@dataclass(frozen=True)
class Step:
    """What happens to an edition's data on a day; `held` where a legal reason stops it."""

    on: date
    people: int
    is_people: bool
    held: bool


def due(now: datetime) -> tuple[Due, ...]:
    """What `keep_no_longer` would do now; nothing is changed."""
    found = [Due(rule.words, rule.due()) for rule in rules(now)]
    for edition in _ended(now):
        answers = Due(f"{edition.name}: sensitive answers", len(_with_sensitive(edition, now)))
        found += [answers, Due(f"{edition.name}: people", len(_people_due(edition, now)))]
    return tuple(one for one in found if one.rows)


def keep_no_longer(now: datetime, *, data: Path) -> int:
    """Erase what is due, each person in a transaction of their own; how many rows it was."""
    number = 0
    for rule in rules(now):
        with writing():
            number += rule.apply()
    for edition in _ended(now):
        number += _forget_sensitive(edition, now)
        number += sum(_erase(person, now, data) for person in _people_due(edition, now))
        _mark_if_erased(edition, now)
    return number


def plan_of(edition: Edition) -> tuple[Step, ...]:
    """What retention will do with an edition, in the order of the days."""
    left = _living(edition)
    return (
        Step(
            sensitive_answers_go_on(edition.ends_on),
            len(left) if _sensitive_codes(edition) else 0,
            is_people=False,
            held=edition.legal_hold,
        ),
        Step(
            people_go_on(edition.ends_on, edition.retention_months),
            len(left),
            is_people=True,
            held=edition.legal_hold,
        ),
    )


def _ended(now: datetime) -> Sequence[Edition]:
    """The editions that may have something due; those on hold and replays never."""
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.legal_hold.is_(False),
            Edition.is_replay.is_(False),
            Edition.erased_at.is_(None),
            Edition.ends_on < now.date(),
        )
        .order_by(Edition.id)
    ).all()


def _today(edition: Edition, now: datetime) -> date:
    return agenda.local(now, edition.zone).date()


def _living(edition: Edition) -> Sequence[Registration]:
    """Who is not erased yet; invented people are nobody's data."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.erased_at.is_(None),
            Registration.fictional.is_(False),
        )
        .order_by(Registration.id)
    ).all()


def _people_due(edition: Edition, now: datetime) -> Sequence[Registration]:
    if _today(edition, now) < people_go_on(edition.ends_on, edition.retention_months):
        return ()
    return _living(edition)


def _sensitive_codes(edition: Edition) -> frozenset[str]:
    return frozenset(
        db.session.scalars(
            select(Question.code).where(
                Question.edition_id == edition.id, Question.sensitive.is_(True)
            )
        )
    )


def _with_sensitive(edition: Edition, now: datetime) -> list[Registration]:
    if _today(edition, now) < sensitive_answers_go_on(edition.ends_on):
        return []
    codes = _sensitive_codes(edition)
    return [person for person in _living(edition) if codes & set(person.answers)]


def _forget_sensitive(edition: Edition, now: datetime) -> int:
    with writing():
        codes = _sensitive_codes(edition)
        people = _with_sensitive(edition, now)
        for person in people:
            person.answers = {
                code: answer for code, answer in person.answers.items() if code not in codes
            }
    return len(people)


def _erase(person: Registration, now: datetime, data: Path) -> int:
    try:
        with writing():
            subject = subjects.of_registration(person)
            _done, unwanted = erasure.erase(subject, by_account_id=None, now=now, data=data)
    except ConflictError as error:  # the edition was put on hold at this moment
        structlog.get_logger().warning("retention left a person", error=error)
        return 0
    files.remove(unwanted)
    return 1


def _mark_if_erased(edition: Edition, now: datetime) -> None:
    """Note once that nobody of the edition is left."""
    if _today(edition, now) < people_go_on(edition.ends_on, edition.retention_months):
        return
    with writing():
        if not _living(edition):
            edition.erased_at = now
            audit.note("edition.erase", by=None, now=now, edition_id=edition.id)


def words_of(found: Sequence[Due]) -> Iterator[str]:
    """A line for each thing that is due."""
    for one in found:
        yield f"{one.rows:>6}  {one.words}"
