"""An invite's calendar object, line by line, and what independent readers make of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.invites import Invite
from app.exports.invite_ics import common_name, invite_ics
from tests.exports import invites
from tests.exports.calendar_readers import (
    lint,
    read_by_ics,
    read_by_libical,
    read_by_vobject,
    seen_by_libical,
)

ALL = pytest.mark.parametrize("invite", invites.SAMPLES.values(), ids=invites.SAMPLES.keys())


def lines(invite: Invite) -> list[str]:
    return invite_ics(invite).decode().replace("\r\n ", "").split("\r\n")


def test_a_request_line_by_line() -> None:
    link = "https://meet.example.org/e/dih-2027/me/requests/r1"
    assert lines(invites.request()) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hubmeet//Agenda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "SUMMARY:Meeting: Maria Psarras\\, Athena Research Centre",
        "DTSTART:20270518T080000Z",
        "DTEND:20270518T082000Z",
        "DTSTAMP:20270301T090000Z",
        f"UID:{invites.UID}",
        "SEQUENCE:0",
        'ATTENDEE;CN="Łukasz Čapek";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;'
        "ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:lukasz@example.com",
        "DESCRIPTION:10:00–10:20 (Warsaw\\, CEST)\\nTopic: Robots that see\\n"
        "Declining or deleting this entry in your calendar does not cancel the meeting. "
        f"To cancel or move it: {link}",
        "LOCATION:Table 12\\, Great hall\\, Palace of Culture\\, Warsaw",
        'ORGANIZER;CN="DIH Days 2027":mailto:hubmeet@example.org',
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_update_and_a_cancel_differ_in_these_lines() -> None:
    first, second, third = (
        set(lines(one)) for one in (invites.request(), invites.update(), invites.cancel())
    )
    # 08:25 UTC is 10:25 in Warsaw.
    assert {line[:59] for line in second - first} == {
        "DTSTART:20270518T082500Z",
        "DTEND:20270518T085000Z",
        "DTSTAMP:20270301T100000Z",
        "SEQUENCE:1",
        "DESCRIPTION:10:25–10:50 (Warsaw\\, CEST)\\nTopic: Robots that",
        "LOCATION:Table 3\\, Great hall\\, Palace of Culture\\, Warsaw",
    }
    assert third - second == {
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
        "SEQUENCE:2",
        "DTSTAMP:20270301T110000Z",
    }


@ALL
def test_every_reader_sees_the_same_moment(invite: Invite) -> None:
    data = invite_ics(invite)
    lint(data)
    for read in (read_by_libical, read_by_vobject, read_by_ics):
        (seen,) = read(data)
        assert seen.uid == invites.UID
        assert seen.starts_at == invite.entry.starts_at
        assert seen.ends_at == invite.entry.ends_at


@ALL
def test_one_organizer_one_attendee_and_no_line_of_somebody_else(invite: Invite) -> None:
    named = [line.partition(":")[0].partition(";")[0] for line in lines(invite)]
    once = ["METHOD", "UID", "SEQUENCE", "DTSTAMP", "ORGANIZER", "ATTENDEE", "STATUS", "LOCATION"]
    assert [named.count(name) for name in once] == [1] * len(once)


def test_libical_refuses_what_others_send() -> None:
    """Without these the panel would say yes to everything."""
    request, cancel = invite_ics(invites.request()), invite_ics(invites.cancel())
    defects = [
        cancel.replace(b"METHOD:CANCEL", b"METHOD:REQUEST"),
        cancel.replace(b"SEQUENCE:2\r\n", b""),
        request.replace(b'ORGANIZER;CN="DIH Days 2027":mailto:hubmeet@example.org\r\n', b""),
        request.replace(b"DTSTAMP:20270301T090000Z\r\n", b""),
    ]
    assert [one["legal"] for one in seen_by_libical(defects) if one] == [False] * 4


def test_a_reminder_only_for_who_wants_one_and_for_what_takes_place() -> None:
    wanted = invites.request(reminder_minutes=10)
    assert "TRIGGER:-PT10M" in lines(wanted)
    assert "BEGIN:VALARM" not in lines(invites.request())
    assert "BEGIN:VALARM" not in lines(replace(invites.cancel(), reminder_minutes=10))


def test_what_people_typed_is_no_link_in_a_calendar() -> None:
    invite = invites.request(entry=invites.entry(topic="see evil.com", partner_name="Ada evil.com"))
    assert b"evil.com" not in invite_ics(invite)


def test_names_keep_to_what_every_reader_shows() -> None:
    assert common_name('Ada "A." Lovelace; Ltd, a:b ^n\x00') == "Ada A. Lovelace Ltd a b n"


def test_the_same_invite_gives_the_same_bytes() -> None:
    again = replace(invites.request(), created_at=invites.CREATED + timedelta(0))
    assert invite_ics(invites.request()) == invite_ics(again)
