"""The mails to others that name a person: read one by one, for words are anywhere in them."""

import email
import re
from collections.abc import Collection, Sequence
from email.header import decode_header, make_header

from sqlalchemy import select

from app.domain.names import joined
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, IncomingMail, OutgoingMail


def pattern(names: Collection[str]) -> re.Pattern[str]:
    """Finds any of the names as a word of its own."""
    words = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names) if name.strip())
    return re.compile(words or r"(?!)", re.IGNORECASE)


def remove(editions: Sequence[Edition], names: re.Pattern[str]) -> int:
    """Empty what was sent, drop what was not and what came back; how many held one of the names.

    A mail that is not sent and speaks of somebody who is erased has lost its reason.
    """
    mails = db.session.scalars(
        select(OutgoingMail).where(
            OutgoingMail.edition_id.in_([edition.id for edition in editions])
        )
    )
    found = [mail for mail in mails if names.search(_text_of_row(mail))]
    for mail in found:
        if mail.state is WorkState.QUEUED:
            db.session.delete(mail)
        else:
            mail.data, mail.subject, mail.message = None, "", ""
    came_back = db.session.scalars(
        select(IncomingMail).where(
            IncomingMail.edition_id.in_([edition.id for edition in editions])
        )
    )
    naming = [mail for mail in came_back if names.search(f"{mail.subject}\n{mail.text}")]
    for one in naming:
        db.session.delete(one)
    db.session.flush()
    return len(found) + len(naming)


def text_of(data: bytes) -> str:
    """All that can be read in a mail, whatever its coding."""
    message = email.message_from_bytes(data)
    lines = [f"{name}: {make_header(decode_header(value))}" for name, value in message.items()]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(payload, bytes):
            lines.append(payload.decode(part.get_content_charset("utf-8"), "replace"))
    return joined("\n".join(lines))


def _text_of_row(mail: OutgoingMail) -> str:
    return "\n".join((mail.subject, mail.message, text_of(mail.data) if mail.data else ""))
