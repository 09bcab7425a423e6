"""What people's calendars answer to invites. It never cancels a meeting.

A rule for an absence may decline what its owner wants to keep: so a "no" is noted for the
organisers, and the person is told, once, that the meeting stands and where to cancel it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.states import IncomingKind, MeetingState, VersionKind
from app.exports.calendar_answers import DECLINED, CalendarAnswer
from app.extensions import db
from app.models import (
    CalendarIdentity,
    IncomingMail,
    Meeting,
    OutgoingMail,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services import audit, outbox
from app.services.letters.calendars import meeting_partner, meeting_stands


@dataclass(frozen=True)
class DeclinedEntry:
    """A meeting that a person's calendar declined, and that takes place all the same."""

    request: str
    partner: str
    organisation: str
    starts_at: datetime


def declined_entries(person: Registration, *, now: datetime) -> tuple[DeclinedEntry, ...]:
    """Those to come whose last answer was no, in order of time.

    A no to an earlier time of the meeting is none.
    """
    rows = db.session.execute(
        select(CalendarIdentity.request_id, IncomingMail.text)
        .join(OutgoingMail, OutgoingMail.id == IncomingMail.outgoing_mail_id)
        .join(CalendarIdentity, CalendarIdentity.id == OutgoingMail.calendar_identity_id)
        .where(
            IncomingMail.registration_id == person.id,
            IncomingMail.kind == IncomingKind.CALENDAR,
            IncomingMail.received_at >= CalendarIdentity.changed_at,
            CalendarIdentity.cancelled_at.is_(None),
        )
        .order_by(IncomingMail.received_at, IncomingMail.id)
    )
    last = {request_id: status for request_id, status in rows}
    meetings = [_meeting(one, now) for one, status in last.items() if status == DECLINED]
    found = (_entry(meeting, person) for meeting in meetings if meeting is not None)
    return tuple(sorted(found, key=lambda one: one.starts_at))


def _entry(meeting: Meeting, person: Registration) -> DeclinedEntry:
    partner = meeting_partner(meeting, person)
    return DeclinedEntry(
        meeting.request.public_id,
        partner.name,
        partner.organisation.name,
        meeting.slot.starts_at,
    )


def entry_answered(answer: CalendarAnswer, *, sender: str) -> CalendarIdentity | None:
    """The entry that is answered, if it is as it stands now, and is that person's own.

    What answers an earlier time, or comes from somebody else, counts for nothing.
    """
    found = db.session.execute(
        select(CalendarIdentity, Registration.email)
        .join(Registration, Registration.id == CalendarIdentity.registration_id)
        .where(
            CalendarIdentity.uid == answer.uid,
            CalendarIdentity.cancelled_at.is_(None),
            Registration.erased_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    identity, email = found
    is_theirs = email.lower() in {answer.attendee, sender}
    return identity if is_theirs and answer.sequence >= identity.sequence else None


def take_answer(
    identity: CalendarIdentity, answer: CalendarAnswer, *, now: datetime
) -> OutgoingMail | None:
    """Note it, inside the caller's transaction; the invite that it answers, if that is known."""
    if answer.status == DECLINED:
        _note_declined(identity, now=now)
    return db.session.scalar(
        select(OutgoingMail)
        .where(OutgoingMail.calendar_identity_id == identity.id)
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    )


def _note_declined(identity: CalendarIdentity, *, now: datetime) -> None:
    person = db.session.get_one(Registration, identity.registration_id)
    meeting = _meeting(identity.request_id, now)
    if meeting is None:
        return
    audit.note(
        "calendar.decline",
        by=None,
        now=now,
        edition_id=person.edition_id,
        about=("registration", person.public_id),
        details={"meeting": meeting.request.public_id},
    )
    outbox.post(
        meeting_stands(meeting, person),
        kind="calendar.stands",
        to=person.email,
        dedupe_key=f"calendar.stands:{identity.id}",
        now=now,
        edition=person.edition,
        registration_id=person.id,
    )


def _meeting(request_id: int, now: datetime) -> Meeting | None:
    """The meeting of this request that is to take place."""
    return db.session.scalar(
        select(Meeting)
        .join(ScheduleVersion)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(
            Slot.ends_at > now,
            Meeting.request_id == request_id,
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    )
