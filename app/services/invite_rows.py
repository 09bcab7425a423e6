"""What invites are made of: calendar entries and the live meetings behind them, read at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.domain.agenda import Agenda, AgendaEntry, EntryKind
from app.domain.states import MeetingState, VersionKind
from app.domain.told import Facts, facts_told
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    Registration,
    ScheduleVersion,
)
from app.services.agenda import meeting_entry
from app.services.agenda_rows import AgendaRows, join_links
from app.services.languages import known


@dataclass(frozen=True)
class InviteRows:
    """`identities` in the order of their keys: those that live, and those that were told."""

    identities: Sequence[CalendarIdentity]
    meetings: Mapping[int, Meeting]
    requests: Mapping[int, MeetingRequest]
    people: Mapping[int, Registration]
    agenda_rows: AgendaRows

    def facts(self, identity: CalendarIdentity) -> Facts | None:
        """What the calendar should show; None where it should show nothing."""
        meeting = self.meetings.get(identity.request_id)
        if identity.cancelled_at is not None or meeting is None:
            return None
        others = [one.registration_id for one in meeting.attendances]
        if identity.registration_id not in others:
            return None
        others.remove(identity.registration_id)
        entry = self._planned(identity, meeting)
        return Facts(
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            partners=tuple(others),
            spot=entry.spot,
            label=entry.table_label,
            room=entry.place,
            link=entry.web_link or "",
        )

    def entry(self, identity: CalendarIdentity, told: str) -> AgendaEntry:
        """The meeting as the calendar should show it; one that is off, as it was told."""
        if self.facts(identity) is not None:
            return self._planned(identity, self.meetings[identity.request_id])
        facts = facts_told(told)
        partner = next((self.people[one] for one in facts.partners if one in self.people), None)
        return AgendaEntry(
            kind=EntryKind.MEETING,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            title=_("Meeting"),
            uid=identity.uid,
            sequence=identity.sequence,
            changed_at=identity.changed_at,
            place=facts.room,
            table_label=facts.label,
            spot=facts.spot,
            partner_name=partner.name if partner else "",
            partner_organisation=partner.organisation.name if partner else "",
            topic=self.requests[identity.request_id].topic,
        )

    def head(self, identity: CalendarIdentity, *, now: datetime) -> Agenda:
        """Whose calendar it is, in which language."""
        person, edition = self.people[identity.registration_id], self.agenda_rows.edition
        return Agenda(
            edition_name=edition.name,
            edition_slug=edition.slug,
            person_id=person.public_id,
            person_name=person.name,
            organisation=person.organisation.name,
            zone=edition.zone,
            language=known(person.locale),
            version=None,
            printed_at=now,
            venue=edition.venue,
            city=edition.city,
        )

    def _planned(self, identity: CalendarIdentity, meeting: Meeting) -> AgendaEntry:
        return meeting_entry(meeting, self.people[identity.registration_id], self.agenda_rows)


def rows_about(edition: Edition, request_ids: Collection[int]) -> InviteRows:
    """The rows of these requests' meetings, in a fixed number of queries."""
    identities = db.session.scalars(
        select(CalendarIdentity)
        .where(
            CalendarIdentity.request_id.in_(request_ids),
            or_(CalendarIdentity.cancelled_at.is_(None), CalendarIdentity.told != ""),
        )
        .order_by(CalendarIdentity.id)
    ).all()
    return InviteRows(
        identities=identities,
        meetings={one.request_id: one for one in _meetings(edition, request_ids)},
        requests={one.id: one for one in _requests(request_ids)},
        people={one.id: one for one in _people(identities)},
        agenda_rows=AgendaRows(
            edition=edition,
            version=None,
            meetings={},
            talks={},
            identities={
                (one.request_id, one.registration_id): one
                for one in identities
                if one.cancelled_at is None
            },
            join_links=join_links(edition),
        ),
    )


def _meetings(edition: Edition, request_ids: Collection[int]) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
            Meeting.request_id.in_(request_ids),
        )
        .options(
            selectinload(Meeting.slot),
            selectinload(Meeting.place).selectinload(Place.room),
            selectinload(Meeting.request),
            selectinload(Meeting.attendances)
            .selectinload(Attendance.registration)
            .selectinload(Registration.organisation),
        )
    ).all()


def _requests(request_ids: Collection[int]) -> Sequence[MeetingRequest]:
    return db.session.scalars(
        select(MeetingRequest).where(MeetingRequest.id.in_(request_ids))
    ).all()


def _people(identities: Sequence[CalendarIdentity]) -> Sequence[Registration]:
    """Whose calendars they are, and whom they were told to meet."""
    keys = {identity.registration_id for identity in identities}
    for identity in identities:
        if identity.told:
            keys |= set(facts_told(identity.told).partners)
    return db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(keys))
        .options(selectinload(Registration.organisation))
    ).all()
