"""Every calendar object that Hubmeet makes, before the whole panel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings

from app.domain.agenda import AgendaEntry
from app.domain.invites import Invite
from app.domain.names import unlinked
from app.exports import calendar_text
from app.exports.agenda_ics import agenda_ics
from app.exports.invite_ics import common_name, invite_ics
from app.exports.words import words_in
from tests.exports import invites
from tests.exports.agendas import agenda, meeting, online_meeting, stand_meeting, talk, typical
from tests.exports.calendar_readers import (
    READERS,
    Seen,
    agreed,
    lint,
    names_by_ical_js,
    read_by_ical_js,
    read_by_vobject,
)
from tests.exports.calendar_rules import house_rules, rules_of_an_invite_mail
from tests.exports.radicale_server import Shelf
from tests.exports.test_agenda_ics import INJECTIONS, TEXT

SAMPLES = pytest.mark.parametrize("name", invites.SAMPLES)
QUARTER = timedelta(minutes=15)


@SAMPLES
def test_every_reader_sees_an_invite_alike(name: str) -> None:
    invite = invites.SAMPLES[name]
    data = rules_of_an_invite_mail(invites.mailed(invite))
    assert data == invite_ics(invite)
    house_rules(data)
    assert agreed(data) == [_meant(invite)]


@SAMPLES
def test_names_are_shown_whole(name: str) -> None:
    invite = invites.SAMPLES[name]
    wanted = [common_name(invite.agenda.edition_name), common_name(invite.agenda.person_name)]
    assert names_by_ical_js(invite_ics(invite)) == wanted
    event = vobject.readOne(invite_ics(invite).decode()).vevent
    assert [one.params["CN"] for one in (event.organizer, event.attendee)] == [
        [one] for one in wanted
    ]


@pytest.mark.parametrize("entry", [meeting(), online_meeting(), stand_meeting(), talk()])
@pytest.mark.parametrize("reminder_minutes", [None, 15])
def test_a_single_entry_to_download(entry: AgendaEntry, reminder_minutes: int) -> None:
    data = agenda_ics(agenda(entry), reminder_minutes=reminder_minutes)
    house_rules(data)
    (seen,) = agreed(data)
    assert seen[:3] == (entry.uid, entry.starts_at, entry.ends_at)
    assert data.count(b"BEGIN:VALARM") == (reminder_minutes is not None)


def test_a_feed_that_rings() -> None:
    data = agenda_ics(typical(), reminder_minutes=10)
    house_rules(data)
    assert agreed(data) == agreed(agenda_ics(typical()))
    assert data.count(b"TRIGGER:-PT10M\r\n") == 4


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_in_an_invite_comes_back(name: str, place: str, topic: str) -> None:
    check_texts(name, place, topic)


def check_texts(name: str, place: str, topic: str) -> None:
    """The texts of an invite as two independent readers show them."""
    entry = invites.entry(partner_name=name, place=place, topic=topic)
    invite = invites.request(entry=entry, agenda=invites.head(person_name=name, venue=place))
    data = invite_ics(invite)
    lint(data)
    house_rules(data)
    assert read_by_ical_js(data) == read_by_vobject(data) == [_meant(invite)]


@pytest.mark.parametrize("line_end", INJECTIONS)
def test_nobody_adds_a_line_to_an_invite(line_end: str) -> None:
    evil = f"x{line_end}ATTENDEE:mailto:a@b.eu{line_end}END:VEVENT"
    texts = ("title", "uid", "place", "table_label", "partner_name", "partner_organisation")
    entry = invites.entry(
        **dict.fromkeys((*texts, "topic", "note"), evil),
        join_link=f"https://x.eu/{evil}",
        page_link=f"https://x.eu/{evil}",
    )
    head = invites.head(edition_name=evil, person_name=evil, venue=evil, city=evil)
    data = invite_ics(invites.request(entry=entry, agenda=head, reminder_minutes=5))
    lint(data)
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    starts = [line.partition(b":")[0].partition(b";")[0] for line in lines]
    assert [starts.count(name) for name in (b"ATTENDEE", b"METHOD", b"ORGANIZER")] == [1] * 3
    assert lines.count(b"END:VEVENT") == 1
    assert [len(reader(data)) for reader in READERS.values()] == [1] * len(READERS)


@pytest.mark.parametrize(
    "zone", ["Europe/Athens", "Europe/Brussels", "Europe/Lisbon", "America/New_York"]
)
@pytest.mark.parametrize("day", [datetime(2027, 3, 28), datetime(2027, 10, 31)])  # noqa: DTZ001 - local
def test_an_invite_in_the_night_of_the_clock_change(zone: str, day: datetime) -> None:
    midnight = day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for number in range(0, 18, 2):  # every forty minutes for six hours
        starts_at = midnight + timedelta(minutes=20 * number)
        entry = invites.entry(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
        invite = invites.request(entry=entry, agenda=invites.head(zone=zone))
        (seen,) = agreed(invite_ics(invite))
        assert seen.ends_at - seen.starts_at == timedelta(minutes=20)
        assert seen.starts_at == starts_at


def test_a_calendar_server_moves_what_an_update_moves() -> None:
    shelf, moved = Shelf(), invites.update().entry
    assert shelf.put("meeting.ics", invite_ics(invites.request())) == 201
    assert shelf.put("meeting.ics", invite_ics(invites.update())) == 204
    assert shelf.found_between(invites.STARTS, invites.STARTS + QUARTER) == 0
    assert shelf.found_between(moved.starts_at, moved.ends_at) == 1
    assert shelf.read().count(b"BEGIN:VEVENT") == 1


def test_mail_and_feed_say_the_same_of_a_meeting() -> None:
    (mailed,) = agreed(invite_ics(invites.request()))
    (fed,) = agreed(agenda_ics(replace(invites.head(), days=agenda(invites.entry()).days)))
    assert mailed == fed


def _meant(invite: Invite) -> Seen:
    entry = replace(
        invite.entry,
        partner_name=unlinked(invite.entry.partner_name),
        partner_organisation=unlinked(invite.entry.partner_organisation),
        topic=unlinked(invite.entry.topic),
    )
    words = words_in(invite.agenda.language).gettext
    return Seen(
        entry.uid,
        entry.starts_at,
        entry.ends_at,
        calendar_text.summary(entry, words),
        calendar_text.location(invite.agenda, entry, words),
        calendar_text.description(invite.agenda, entry, words),
    )
