"""One person's agenda, or everybody's: rows become `domain.agenda.Agenda`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import Agenda, AgendaEntry, EntryKind, Spot, UnmetRequest, days_of, only
from app.domain.errors import NotFoundError
from app.domain.states import OrganisationKind, PlaceKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.mailing import sender
from app.models import Edition, Meeting, Place, ProgrammeItem, Registration
from app.services.agenda_rows import AgendaRows, rows_of
from app.services.content import edition_text, row_text
from app.services.languages import speaking
from app.services.unmet_requests import unmet_requests


def agenda_of(registration: Registration, *, now: datetime, language: str | None = None) -> Agenda:
    """The own talks and live meetings of one person, and what could not be scheduled.

    In the language of the person's papers, unless another is wanted.
    """
    rows = rows_of(registration.edition, registration)
    unmet = unmet_requests(rows.edition, rows.version, registration) if rows.version else {}
    return _agenda(
        registration, rows, unmet.get(registration.id, ()), now, language or registration.locale
    )


def calendar_of(registration: Registration) -> Agenda:
    """The same for the person's own calendar, in their language; it changes only as they do.

    What could not be scheduled stands in no calendar.
    """
    rows = rows_of(registration.edition, registration)
    return _agenda(registration, rows, (), registration.created_at, registration.locale)


def entry_of(agenda: Agenda, key: str) -> Agenda:
    """One entry of an agenda alone; NotFoundError where it holds no such."""
    found = only(agenda, key)
    if not found.entries:
        raise NotFoundError(_("There is no such meeting (any more)."))
    return found


def agenda_of_id(edition: Edition, public_id: str, *, now: datetime) -> Agenda:
    """The same for the person with this public id; NotFoundError if there is none."""
    registration = db.session.scalar(
        select(Registration).where(
            Registration.edition_id == edition.id, Registration.public_id == public_id
        )
    )
    if registration is None:
        raise NotFoundError(later("There is no participant “%(public_id)s”.", public_id=public_id))
    return agenda_of(registration, now=now)


def agendas_of(
    edition: Edition,
    *,
    now: datetime,
    public_ids: Collection[str] | None = None,
    only: Callable[[Registration], bool] = lambda _person: True,
) -> list[Agenda]:
    """Many agendas, sorted by name: of the people with these ids, else of all who take part.

    Who takes part is an approved person who meets others or presents something. `only` picks
    some of them.
    """
    rows = rows_of(edition)
    unmet = unmet_requests(edition, rows.version) if rows.version else {}
    people = [
        one
        for one in _registrations(edition)
        if (_takes_part(one, rows) if public_ids is None else one.public_id in public_ids)
        and only(one)
    ]
    people.sort(key=lambda one: (one.name.casefold(), one.public_id))
    return [_agenda(one, rows, unmet.get(one.id, ()), now, one.locale) for one in people]


def people_of_agendas(edition: Edition) -> list[Registration]:
    """All who take part."""
    rows = rows_of(edition)
    return [one for one in _registrations(edition) if _takes_part(one, rows)]


def _takes_part(person: Registration, rows: AgendaRows) -> bool:
    return person.state is RegistrationState.APPROVED and (
        person.wants_meetings or person.id in rows.talks or person.id in rows.meetings
    )


def _registrations(edition: Edition) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition.id)
        .options(selectinload(Registration.organisation))
    ).all()


def _agenda(
    person: Registration,
    rows: AgendaRows,
    unmet: tuple[UnmetRequest, ...],
    now: datetime,
    language: str,
) -> Agenda:
    edition = rows.edition
    with speaking(language) as known:
        days = days_of(_entries(person, rows), edition.zone)
        unscheduled = tuple(replace(one, reason=_(one.reason)) for one in unmet)
        return Agenda(
            edition_name=edition_text(edition, "name"),
            edition_slug=edition.slug,
            person_id=person.public_id,
            person_name=person.name,
            organisation=person.organisation.name,
            zone=edition.zone,
            language=known,
            version=rows.version.number if rows.version else None,
            printed_at=now,
            days=days,
            unscheduled=unscheduled,
            venue=edition_text(edition, "venue"),
            city=edition_text(edition, "city"),
            page_link=f"{sender().base_url}/e/{edition.slug}/me/agenda",
        )


def _entries(person: Registration, rows: AgendaRows) -> Iterator[AgendaEntry]:
    for item in rows.talks.get(person.id, ()):
        yield from _if_whole(partial(_talk, item, rows.edition))
    for meeting in rows.meetings.get(person.id, ()):
        yield from _if_whole(partial(meeting_entry, meeting, person, rows))


def _if_whole(make: Callable[[], AgendaEntry]) -> Iterator[AgendaEntry]:
    """A row that makes no sense is noted and left out: the rest must not go with it."""
    try:
        yield make()
    except (LookupError, StopIteration, ValueError) as error:
        structlog.get_logger().error("agenda entry left out", error=error)


def _talk(item: ProgrammeItem, edition: Edition) -> AgendaEntry:
    return AgendaEntry(
        kind=EntryKind.PROGRAMME,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        title=row_text(edition, item, "title"),
        uid=item.uid,
        sequence=0,
        changed_at=item.changed_at,
        place=row_text(edition, item.room, "name") if item.room else "",
        note=_("You present"),
    )


def meeting_entry(meeting: Meeting, person: Registration, rows: AgendaRows) -> AgendaEntry:
    """A meeting as one of its people sees it."""
    identity = rows.identities[meeting.request_id, person.id]
    partner = next(
        one.registration for one in meeting.attendances if one.registration_id != person.id
    )
    spot = _spot(meeting.place)
    base = f"{sender().base_url}/e/{rows.edition.slug}"
    return AgendaEntry(
        kind=EntryKind.MEETING,
        starts_at=meeting.slot.starts_at,
        ends_at=meeting.slot.ends_at,
        title=_("Meeting with %(name)s", name=partner.name),
        uid=identity.uid,
        sequence=identity.sequence,
        changed_at=identity.changed_at,
        place=_room(meeting.place),
        table_label="" if spot is Spot.ONLINE or not meeting.place else meeting.place.label,
        spot=spot,
        partner_name=partner.name,
        partner_organisation=partner.organisation.name,
        partner_country=partner.organisation.country,
        topic=meeting.request.topic,
        join_link=_join_link(meeting, rows) if spot is Spot.ONLINE else None,
        page_link=f"{base}/me/requests/{meeting.request.public_id}",
    )


def _room(place: Place | None) -> str:
    return row_text(place.room.edition, place.room, "name") if place and place.room else ""


def _spot(place: Place | None) -> Spot:
    if place is None or place.kind is PlaceKind.ONLINE:
        return Spot.ONLINE
    return Spot.STAND if place.kind is PlaceKind.STAND else Spot.TABLE


def _join_link(meeting: Meeting, rows: AgendaRows) -> str | None:
    """The hub's own link (else its partner's), else the edition's, made for this meeting."""
    organisations = sorted(
        (one.registration.organisation for one in meeting.attendances),
        key=lambda one: (one.kind is not OrganisationKind.HUB, one.id),
    )
    for organisation in organisations:
        if organisation.id in rows.join_links:
            return rows.join_links[organisation.id]
    return rows.edition.join_link_template.replace("{meeting}", meeting.public_id) or None
