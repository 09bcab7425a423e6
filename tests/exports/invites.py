"""Invites as they are mailed: new, moved, cancelled, online, in other alphabets, hostile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.agenda import Agenda, AgendaEntry, EntryKind, Spot
from app.domain.invites import Invite, Method
from app.domain.letters import Action, Letter
from app.exports.mail import mail_bytes

ORGANIZER = "hubmeet@example.org"
ATTENDEE = "lukasz@example.com"
CREATED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
STARTS = datetime(2027, 5, 18, 8, 0, tzinfo=UTC)
UID = "7d1f4c9e-0000-4000-8000-000000000007@hubmeet"
HOSTILE = 'Eve\r\nATTENDEE:mailto:x@example.net\x85\u2028METHOD:PUBLISH \\; "q", a:b \0\x0b\x1b[31m'


def head(**values: Any) -> Agenda:
    """Whose calendar it is, at which event, on whose clock."""
    usual: dict[str, Any] = {
        "edition_name": "DIH Days 2027",
        "edition_slug": "dih-2027",
        "person_id": "p1",
        "person_name": "Łukasz Čapek",
        "organisation": "Firma Próbna",
        "zone": "Europe/Warsaw",
        "language": "en",
        "version": 1,
        "printed_at": CREATED,
        "venue": "Palace of Culture",
        "city": "Warsaw",
    }
    return Agenda(**(usual | values))


def entry(**values: Any) -> AgendaEntry:
    """A meeting of 20 minutes at table 12; 08:00 UTC is 10:00 in Warsaw in May."""
    usual: dict[str, Any] = {
        "kind": EntryKind.MEETING,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(minutes=20),
        "title": "Meeting with Maria Psarras",
        "uid": UID,
        "sequence": 0,
        "changed_at": CREATED,
        "place": "Great hall",
        "table_label": "12",
        "spot": Spot.TABLE,
        "partner_name": "Maria Psarras",
        "partner_organisation": "Athena Research Centre",
        "partner_country": "GR",
        "topic": "Robots that see",
        "page_link": "https://meet.example.org/e/dih-2027/me/requests/r1",
    }
    return AgendaEntry(**(usual | values))


def request(**values: Any) -> Invite:
    """A first invite."""
    usual: dict[str, Any] = {
        "method": Method.REQUEST,
        "agenda": head(),
        "entry": entry(),
        "organizer": ORGANIZER,
        "attendee": ATTENDEE,
        "created_at": CREATED,
    }
    return Invite(**(usual | values))


def update() -> Invite:
    """The same meeting, 25 minutes later and at another table."""
    later = timedelta(minutes=25)
    moved = entry(starts_at=STARTS + later, ends_at=STARTS + 2 * later, sequence=1, table_label="3")
    return request(entry=moved, created_at=CREATED + timedelta(hours=1))


def cancel() -> Invite:
    """The same meeting is off."""
    return replace(
        update(),
        method=Method.CANCEL,
        entry=replace(update().entry, sequence=2),
        created_at=CREATED + timedelta(hours=2),
    )


def online() -> Invite:
    """A meeting without a table, with a link."""
    link = "https://meet.example.eu/dih-2027/4f9a"
    return request(
        entry=entry(spot=Spot.ONLINE, place="", table_label="", join_link=link),
        reminder_minutes=10,
    )


def alphabets() -> Invite:
    """Greek, Polish and a face, all long enough to be folded inside a letter."""
    return request(
        agenda=head(person_name="Żółć Ąęćłńóśźż 🤖", edition_name="Ημέρες Κόμβων 2027 🇵🇱"),
        entry=entry(
            partner_name="Μαρία Ψαρρά-Χατζηαντωνίου",
            partner_organisation="Ινστιτούτο Τεχνολογίας Ξ",
            topic="Łączenie źródeł 🤖🤖🤖 " * 6,
            place="Αίθουσα Ω",
        ),
    )


def hostile() -> Invite:
    """Every text that somebody may type tries to be a line of its own."""
    return request(
        agenda=head(person_name=HOSTILE, edition_name=HOSTILE, venue=HOSTILE, city=HOSTILE),
        entry=entry(
            title=HOSTILE,
            place=HOSTILE,
            table_label=HOSTILE,
            partner_name=HOSTILE,
            partner_organisation=HOSTILE,
            topic=HOSTILE,
            join_link="https://x.example/\r\nATTENDEE:mailto:y@example.net",
        ),
        reminder_minutes=15,
    )


SAMPLES: Mapping[str, Invite] = {
    "request": request(),
    "reminder": request(reminder_minutes=10),
    "update": update(),
    "cancel": cancel(),
    "online": online(),
    "alphabets": alphabets(),
    "hostile": hostile(),
}


def mailed(invite: Invite) -> bytes:
    """The whole mail with the invite."""
    letter = Letter(
        subject="Meeting",
        greeting="Dear Łukasz,",
        paragraphs=("You meet at table 12.",),
        actions=(Action("Your agenda", "/e/dih-2027/me/agenda"),),
    )
    return mail_bytes(
        letter,
        from_address=invite.organizer,
        from_name=invite.agenda.edition_name,
        to_address=invite.attendee,
        message_id="<abc@example.org>",
        base_url="https://meet.example.org",
        written_at=invite.created_at,
        invite=invite,
    )
