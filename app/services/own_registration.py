"""A person's own registration: how it stands, what they agreed to, what they can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.answers import Answer, Asked, answer_faults
from app.domain.errors import ForbiddenError, InvalidInputError
from app.domain.states import ConsentKind, OrganisationKind, Part, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Consent, Registration
from app.services import audit, capacity, languages, questions
from app.services.cancelling import GOING, reason_not_to_cancel
from app.services.profiles import may_change
from app.services.reference_data import regions, taxonomy
from app.services.registration_entry import PersonEntry, detail_faults, person_faults
from app.services.transaction import writing
from app.services.waiting_order import position_of


@dataclass(frozen=True)
class Agreed:
    """What was agreed to, when, and whether it still holds."""

    kind: ConsentKind
    text: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Status:
    """The status page; `position` is 0 for who does not wait."""

    state: RegistrationState
    part: Part
    position: int
    offer_expires_at: datetime | None
    agreed: tuple[Agreed, ...]
    answers: tuple[tuple[str, str], ...]
    why_not_cancel: str

    @property
    def may_change(self) -> bool:
        """Whether the details can still be changed."""
        return self.state in GOING


@dataclass(frozen=True)
class DetailsEntry:
    """What a person may change of their registration by themselves."""

    name: str
    job_title: str
    languages: tuple[str, ...]
    answers: Mapping[str, Answer]
    # Of the organisation; None where the person does not speak for it.
    size_class: str | None = None
    nuts2: str | None = None
    # Of mails, papers and calendar; None leaves it as it is.
    locale: str | None = None


def status_of(person: Registration, *, now: datetime) -> Status:
    """How the registration stands."""
    part = capacity.part_of_registration(person)
    waits = person.state is RegistrationState.WAITLISTED
    agreed = db.session.scalars(
        select(Consent).where(Consent.registration_id == person.id).order_by(Consent.id)
    )
    return Status(
        state=person.state,
        part=part,
        position=position_of(person) if waits else 0,
        offer_expires_at=person.offer_expires_at,
        agreed=tuple(Agreed(one.kind, one.text, one.given_at, one.withdrawn_at) for one in agreed),
        answers=tuple(
            (one.label, _words(person.answers[one.code], one))
            for one in asked_of(person)
            if one.code in person.answers
        ),
        why_not_cancel=reason_not_to_cancel(person, now=now),
    )


def asked_of(person: Registration) -> tuple[Asked, ...]:
    """The organisers' questions to this person."""
    part = capacity.part_of_registration(person)
    return tuple(one for one in questions.questions_of(person.edition) if one.is_for(part))


def change_details(person: Registration, entry: DetailsEntry, *, now: datetime) -> None:
    """Change name, job title, languages and answers; answers to old questions stay."""
    with writing():
        if person.state not in GOING or person.erased_at is not None:
            raise ForbiddenError(later("This registration is over: nothing of it can be changed."))
        part = capacity.part_of_registration(person)
        asked = asked_of(person)
        typed = PersonEntry(entry.name, person.email, part, entry.job_title, entry.languages)
        found = {
            **person_faults(typed),
            **detail_faults(typed),
            **answer_faults(asked, part, entry.answers),
            **_organisation_faults(person, entry),
        }
        if found:
            raise InvalidInputError(later("Nothing is changed yet: see below."), found)
        person.name = " ".join(entry.name.split())
        if entry.locale is not None:
            person.locale = languages.known(entry.locale)
        person.job_title, person.languages = entry.job_title.strip(), list(entry.languages)
        codes = {one.code for one in asked}
        kept = {code: value for code, value in person.answers.items() if code not in codes}
        person.answers = {**kept, **entry.answers}
        if speaks_for_it(person):
            if entry.size_class is not None:
                person.organisation.size_class = entry.size_class or None
            if entry.nuts2 is not None:
                person.organisation.nuts2 = entry.nuts2 or None
        audit.note(
            "registration.change",
            by=person.account_id,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )


def speaks_for_it(person: Registration) -> bool:
    """Whether size and region of the organisation are the person's to say."""
    return person.organisation.kind is not OrganisationKind.HUB and may_change(person)


def _organisation_faults(person: Registration, entry: DetailsEntry) -> dict[str, str]:
    found = {}
    if entry.size_class and entry.size_class not in taxonomy().size_classes:
        found["size_class"] = later("Choose one of the sizes.")
    region = regions().get(entry.nuts2 or "")
    if entry.nuts2 and (region is None or region.country != person.organisation.country):
        found["nuts2"] = later("Choose a region of your organisation's country, or none.")
    return found


def _words(answer: Answer, question: Asked) -> str:
    shown = dict(question.choices)
    if isinstance(answer, bool):
        return later("Yes") if answer else later("No")
    return ", ".join(
        shown.get(one, one) for one in ([answer] if isinstance(answer, str) else answer)
    )
