"""Everything about one registration, for an organiser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.completeness import Completeness
from app.domain.states import ConsentKind, Part
from app.extensions import db
from app.models import Account, Consent, Question, Registration, RegistrationNote
from app.services.availability import slots_of
from app.services.calendar_declines import DeclinedEntry, declined_entries
from app.services.capacity import part_of_registration
from app.services.completeness import completeness_of
from app.services.incoming_mails import words_of_bounce
from app.services.log import LogLine, history_of
from app.services.notes import notes_of
from app.services.people_columns import answer_words
from app.services.people_rows import PersonRow, people_rows
from app.services.people_scope import PeopleScope
from app.services.people_twice import keys_of
from app.services.request_lists import RequestLists, lists_of


@dataclass(frozen=True)
class GivenConsent:
    """What the person agreed to, when, and when they took it back."""

    kind: ConsentKind
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class PersonPage:
    """The page of one person. `twins` may be the same person registered once more.

    `bounce` is what the server said of a mail to them, `declined` what their calendar did alone.
    """

    person: Registration
    part: Part
    completeness: Completeness
    requests: RequestLists
    consents: tuple[GivenConsent, ...]
    answers: tuple[tuple[str, str], ...]
    notes: Sequence[RegistrationNote]
    history: tuple[LogLine, ...]
    slots: int
    free: int
    invited_by: str
    twins: tuple[PersonRow, ...]
    bounce: str
    declined: tuple[DeclinedEntry, ...]

    @property
    def request_count(self) -> int:
        """How many requests concern the person's organisation, whatever became of them."""
        lists = self.requests
        return sum(map(len, (lists.to_answer, lists.sent, lists.accepted, lists.over)))


def person_page(scope: PeopleScope, person: Registration, *, now: datetime) -> PersonPage:
    """The page of a person of the scope."""
    slots = slots_of(person.edition_id)
    inviter = db.session.get(Account, person.invited_by_id) if person.invited_by_id else None
    return PersonPage(
        person=person,
        part=part_of_registration(person),
        completeness=completeness_of(person),
        requests=lists_of(person),
        consents=_consents(person),
        answers=_answers(person),
        notes=notes_of(person),
        history=history_of(person),
        slots=len(slots),
        free=len(slots) - len(person.unavailable),
        invited_by=inviter.name if inviter else "",
        twins=_twins(scope, person),
        bounce=words_of_bounce(person) if person.mail_bounced_at else "",
        declined=declined_entries(person, now=now),
    )


def _consents(person: Registration) -> tuple[GivenConsent, ...]:
    rows = db.session.scalars(
        select(Consent)
        .where(Consent.registration_id == person.id)
        .order_by(Consent.given_at, Consent.id)
    )
    return tuple(
        GivenConsent(one.kind, one.text_version, one.given_at, one.withdrawn_at) for one in rows
    )


def _answers(person: Registration) -> tuple[tuple[str, str], ...]:
    """Question and answer, in the order in which they are asked; unanswered ones left out."""
    questions = db.session.execute(
        select(Question.code, Question.label)
        .where(Question.edition_id == person.edition_id)
        .order_by(Question.position, Question.id)
    )
    return tuple(
        (label, answer_words(person.answers[code]))
        for code, label in questions
        if code in person.answers
    )


def _twins(scope: PeopleScope, person: Registration) -> tuple[PersonRow, ...]:
    """Others of the scope who may be the same person."""
    rows = people_rows(scope)
    own = next((one for one in rows if one.id == person.id), None)
    if own is None or not own.maybe_twice:
        return ()
    return tuple(one for one in rows if one.id != own.id and are_alike(one, own))


def are_alike(one: PersonRow, other: PersonRow) -> bool:
    """Whether two rows may be the same person."""
    return bool(keys_of(one.name, one.email) & keys_of(other.name, other.email))
