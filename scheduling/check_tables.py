"""The hard rules about places and tables: where a meeting may sit."""

from collections import defaultdict
from collections.abc import Iterator

from scheduling.attendance import Attendance
from scheduling.instance import Instance
from scheduling.schedule import Meeting

Broken = Iterator[tuple[str, tuple[str, ...]]]
"""A message and the requests it is about, for every place where a rule is broken."""


def seated(seen: Attendance) -> Broken:
    """A meeting has a place and, where the place has named tables, one of them."""
    instance = seen.instance
    for meeting in seen.meetings:
        where = _where(meeting)
        if meeting.place is None:
            right = not instance.places and meeting.table is None
        elif meeting.table is None:
            right = instance.places_by_id[meeting.place].tables is None
        else:
            tables = instance.places_by_id[meeting.place].tables or ()
            right = meeting.table in tables or (meeting.place, meeting.table) in instance.owners
        if not right:
            yield f"{meeting.request} is at {where}, which is no seat", (meeting.request,)


def table_desks(seen: Attendance) -> Broken:
    """A table holds no more meetings at a time than it has desks."""
    together: dict[tuple[str, str, str], list[Meeting]] = defaultdict(list)
    for meeting in seen.meetings:
        if meeting.place is not None and meeting.table is not None:
            together[meeting.slot, meeting.place, meeting.table].append(meeting)
    for (slot, place, table), meetings in together.items():
        desks = seen.instance.desks_at(place, table)
        if len(meetings) > desks:
            said = f"{place} {table} holds {len(meetings)} meetings in {slot}, more than {desks}"
            yield said, tuple(meeting.request for meeting in meetings)


def closed_tables(seen: Attendance) -> Broken:
    """A closed table holds no meeting."""
    for meeting in seen.meetings:
        place = seen.instance.places_by_id.get(meeting.place or "")
        if place is not None and meeting.table in place.closed.get(meeting.slot, ()):
            said = f"{meeting.request}: {_where(meeting)} is closed in {meeting.slot}"
            yield said, (meeting.request,)


def own_table(seen: Attendance) -> Broken:
    """An owner's meetings are at their own table, unless the request's places leave that out.

    Nobody else's meetings are at it. Where both attend with a table of their own, either will do.
    """
    for meeting in seen.meetings:
        where = (meeting.place or "", meeting.table or "")
        homes = _homes(seen.instance, meeting)
        if homes and where not in homes:
            own = " or ".join(f"{place} {table}" for place, table in homes)
            yield f"{meeting.request} is at {_where(meeting)}, not at {own}", (meeting.request,)
        owners = seen.instance.owners.get(where)
        if owners and not set(owners) & set(meeting.participants):
            said = f"{meeting.request} is at {_where(meeting)}, which belongs to {owners[0]}"
            yield said, (meeting.request,)


def allowed_places(seen: Attendance) -> Broken:
    """A request is scheduled at one of its places."""
    for meeting in seen.meetings:
        places = seen.instance.requests_by_id[meeting.request].places
        if places is not None and meeting.place not in places:
            yield f"{meeting.request} may not be at {_where(meeting)}", (meeting.request,)


def _homes(instance: Instance, meeting: Meeting) -> list[tuple[str, str]]:
    """The attending owners' tables that the request's places allow."""
    places = instance.requests_by_id[meeting.request].places
    homes = (instance.participants_by_id[one].home for one in meeting.participants)
    return [(h.place, h.table) for h in homes if h and (places is None or h.place in places)]


def _where(meeting: Meeting) -> str:
    return " ".join(part for part in (meeting.place, meeting.table) if part) or "no place"
