"""Meetings to show mails with: a real one of the person, else one at a time of the edition."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.domain.agenda import Agenda, AgendaEntry, EntryKind
from app.extensions import db
from app.models import Edition, Registration, Slot
from app.services.agenda import calendar_of

UID = "example@example.invalid"
LENGTH = timedelta(minutes=20)


def meeting_of(person: Registration, language: str) -> tuple[Agenda, AgendaEntry] | None:
    """The person's next meeting as their calendar has it; None where they have none."""
    agenda = replace(calendar_of(person), language=language)
    return (agenda, agenda.meetings[0]) if agenda.meetings else None


def meeting_with(
    person: Registration, partner: Registration, language: str, *, now: datetime
) -> tuple[Agenda, AgendaEntry]:
    """A meeting that could be, stored nowhere: with this partner, at the edition's first slot."""
    edition = person.edition
    begins = _first_slot(edition) or _noon(edition)
    agenda = Agenda(
        edition_name=edition.name,
        edition_slug=edition.slug,
        person_id="",
        person_name=person.name,
        organisation=person.organisation.name,
        zone=edition.zone,
        language=language,
        version=None,
        printed_at=now,
    )
    entry = AgendaEntry(
        kind=EntryKind.MEETING,
        starts_at=begins,
        ends_at=begins + LENGTH,
        title=partner.organisation.name,
        uid=UID,
        sequence=0,
        changed_at=now,
        partner_name=partner.name,
        partner_organisation=partner.organisation.name,
    )
    return agenda, entry


def _first_slot(edition: Edition) -> datetime | None:
    if edition.id is None:
        return None
    slots = select(Slot.starts_at).where(Slot.edition_id == edition.id)
    return db.session.scalar(slots.order_by(Slot.starts_at).limit(1))


def _noon(edition: Edition) -> datetime:
    at = datetime.combine(edition.starts_on, time(12), tzinfo=ZoneInfo(edition.zone))
    return at.astimezone(UTC)
