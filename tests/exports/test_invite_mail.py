"""The mail around an invite: its parts, as a mail program takes them apart."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.domain.invites import Invite
from app.domain.letters import Letter
from app.exports.invite_ics import invite_ics
from app.exports.mail import Attachment, mail_bytes
from tests.exports import invites

ALL = pytest.mark.parametrize("invite", invites.SAMPLES.values(), ids=invites.SAMPLES.keys())


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not any(part.defects for part in message.walk())
    return message


@ALL
def test_the_tree(invite: Invite) -> None:
    message = read(invites.mailed(invite))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("text/calendar", "application/ics"),
    ]
    calendar, file = list(message.walk())[-2:]
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": invite.method.value}
    assert calendar.get_content_disposition() is None
    assert file.get_content_disposition() == "attachment"
    assert file.get_filename() == file["Content-Type"].params["name"] == "invite.ics"
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == invite_ics(invite)


@ALL
def test_from_is_the_organizer_and_nobody_else_has_an_address_there(invite: Invite) -> None:
    data = invites.mailed(invite)
    message = read(data)
    assert message["From"].addresses[0].addr_spec == invites.ORGANIZER
    assert message["To"] == invites.ATTENDEE
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and invite is not invites.SAMPLES["hostile"]:
            found = set(re.findall(r"[\w.-]+@[\w.-]+\.\w+", payload.decode()))
            assert found <= {invites.ORGANIZER, invites.ATTENDEE}


@ALL
def test_seven_bits_and_the_same_bytes_again(invite: Invite) -> None:
    data = invites.mailed(invite)
    assert data.isascii()
    assert data == invites.mailed(invite)
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_a_file_beside_the_text() -> None:
    letter = Letter(subject="Agenda", paragraphs=("Here it is.",))
    data = mail_bytes(
        letter,
        from_address=invites.ORGANIZER,
        from_name="DIH",
        to_address=invites.ATTENDEE,
        message_id="<abc@example.org>",
        base_url="https://meet.example.org",
        written_at=invites.CREATED,
        attachments=(Attachment("agenda.pdf", "application/pdf", b"%PDF\r\n\x00"),),
    )
    (file,) = read(data).iter_attachments()
    assert file.get_content_type() == "application/pdf"
    assert file.get_payload(decode=True) == b"%PDF\r\n\x00"
