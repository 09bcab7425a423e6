"""The programme as everybody's calendar: an agenda that belongs to nobody."""

from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from app.domain.agenda import Agenda, AgendaEntry, EntryKind, days_of
from app.models import Edition
from app.services.content import edition_text
from app.services.programme import ProgrammeEntry, programme_days


def programme_calendar(edition: Edition) -> Agenda:
    """Every entry of the programme's page, in the edition's first language."""
    entries = [entry for day in programme_days(edition) for entry in day.entries]
    return Agenda(
        edition_name=edition_text(edition, "name"),
        edition_slug=edition.slug,
        person_id="",
        person_name="",
        organisation="",
        zone=edition.zone,
        language=edition.languages[0],
        version=None,
        printed_at=edition.created_at,
        days=days_of(_calendar_entries(edition, entries), edition.zone),
        venue=edition_text(edition, "venue"),
        city=edition_text(edition, "city"),
    )


def _calendar_entries(edition: Edition, entries: Iterable[ProgrammeEntry]) -> Iterator[AgendaEntry]:
    for entry in entries:
        said = (", ".join(entry.presenters), entry.description)
        yield AgendaEntry(
            kind=EntryKind.PROGRAMME,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            title=entry.title,
            uid=entry.uid or _uid_of_block(edition, entry),
            sequence=0,
            changed_at=entry.changed_at or edition.created_at,
            place=entry.room,
            note="\n".join(part for part in said if part),
        )


def _uid_of_block(edition: Edition, entry: ProgrammeEntry) -> str:
    """A period of meetings has no name of its own but its beginning."""
    return f"{uuid5(NAMESPACE_URL, f'{edition.slug}/{entry.starts_at.isoformat()}')}@hubmeet"
