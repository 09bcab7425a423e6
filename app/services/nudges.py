"""Nudging a segment: whom, with which words, and each person once in two days at most."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.letters import Letter
from app.domain.words import later
from app.extensions import db
from app.models import Edition, OutgoingMail, Registration
from app.services import audit, edition_lock, outbox
from app.services.languages import speaking
from app.services.letters.nudges import nudge
from app.services.own_words import reworded
from app.services.people_rows import PersonRow
from app.services.segments import Segment, stuck_people
from app.services.transaction import writing

REST = timedelta(days=2)
NOBODY = later("Nobody is left to write to: everybody got a reminder lately, or wants none.")

OffPath = Callable[[str], str]
"""A registration's public id → the address that ends nudges for it."""


@dataclass(frozen=True)
class NudgePreview:
    """Who gets the mail, who does not and why, and the mail as it goes to `shown`."""

    going: tuple[PersonRow, ...]
    lately: int
    unwanted: int
    shown: PersonRow | None
    letter: Letter | None


def preview(
    edition: Edition, segment: Segment, *, off_path: OffPath, now: datetime, shown: str = ""
) -> NudgePreview:
    """What sending would do now; `shown` is the public id of whose mail to show."""
    people = stuck_people(edition, now=now).people[segment]
    unwanted, lately = _unwanted(edition), _lately(edition, now)
    going = tuple(one for one in people if one.id not in unwanted | lately)
    chosen = next((one for one in going if one.public_id == shown), going[0] if going else None)
    letter = _letter(edition, segment, chosen, off_path) if chosen else None
    if chosen is not None and letter is not None:
        person = db.session.get(Registration, chosen.id)
        letter = reworded(letter, kind=f"nudge.{segment}", edition=edition, person=person)
    return NudgePreview(
        going,
        sum(one.id in lately - unwanted for one in people),
        sum(one.id in unwanted for one in people),
        chosen,
        letter,
    )


def send(edition: Edition, segment: Segment, *, off_path: OffPath, by: int, now: datetime) -> int:
    """One mail to each who may get one; how many. InvalidInputError where that is nobody."""
    with writing():
        edition_lock.hold(edition)  # two organisers at once nudge nobody twice
        going = preview(edition, segment, off_path=off_path, now=now).going
        if not going:
            raise InvalidInputError(NOBODY)
        for one in going:
            outbox.post(
                _letter(edition, segment, one, off_path),
                kind=f"nudge.{segment}",
                to=one.email,
                dedupe_key=f"nudge:{segment}:{one.public_id}:{now.isoformat()}",
                now=now,
                edition=edition,
                registration_id=one.id,
            )
        audit.note(
            f"nudge.{segment}",
            by=by,
            now=now,
            edition_id=edition.id,
            details={"mails": len(going)},
        )
    return len(going)


def set_nudges(public_id: str, *, wanted: bool, now: datetime) -> None:
    """The person wants reminders and announcements, or none: not those that wait either."""
    with writing():
        person = _person(public_id)
        if wanted != (person.nudges_off_at is None):
            person.nudges_off_at = None if wanted else now
        if not wanted:
            outbox.call_off(person.id, now=now)


def wants_nudges(public_id: str) -> bool:
    """Whether the person gets nudges."""
    return _person(public_id).nudges_off_at is None


def _letter(edition: Edition, segment: Segment, one: PersonRow, off_path: OffPath) -> Letter:
    with speaking(one.locale):
        return nudge(edition, segment, name=one.name, off_path=off_path(one.public_id))


def _person(public_id: str) -> Registration:
    found = db.session.scalar(select(Registration).where(Registration.public_id == public_id))
    if found is None:
        raise NotFoundError(later("There is no such page."))
    return found


def _unwanted(edition: Edition) -> set[int]:
    return set(
        db.session.scalars(
            select(Registration.id).where(
                Registration.edition_id == edition.id, Registration.nudges_off_at.is_not(None)
            )
        )
    )


def _lately(edition: Edition, now: datetime) -> set[int]:
    found = db.session.scalars(
        select(OutgoingMail.registration_id).where(
            OutgoingMail.edition_id == edition.id,
            OutgoingMail.kind.startswith("nudge."),
            OutgoingMail.queued_at > now - REST,
            OutgoingMail.registration_id.is_not(None),
        )
    )
    return {one for one in found if one is not None}
