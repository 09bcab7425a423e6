"""A letter becomes a mail: plain text and HTML that say the same, and what comes with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.domain.invites import Invite
from app.domain.letters import Letter
from app.domain.names import unlinked
from app.exports.invite_ics import invite_ics
from app.exports.plain import plain_line

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LONGEST_SUBJECT = 180


class WholeLine(UniqueUnstructuredHeader):
    """A header that is never folded: inside a long address a fold would be written as a code."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """One line, which may be as long as 998 letters."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
# The registry adds the rest of a header to the class, as it does to its own classes.
HEADERS.map_to_type("list-unsubscribe", WholeLine)  # type: ignore[arg-type]
# Not every server takes eight bits.
SEVEN_BITS = SMTP.clone(cte_type="7bit", header_factory=HEADERS)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail; `file_name` is plain ASCII, `content_type` like "a/b"."""

    file_name: str
    content_type: str
    data: bytes


def mail_bytes(
    letter: Letter,
    *,
    from_address: str,
    from_name: str,
    to_address: str,
    message_id: str,
    base_url: str,
    written_at: datetime,
    invite: Invite | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The whole mail, ready to send; equal input gives equal bytes.

    An invite comes twice, for mail programs that want it as a part and for those that want it as
    a file. Raises ValueError for an address that is none.
    """
    letter = without_links(letter)
    message = EmailMessage(policy=SEVEN_BITS)
    message["From"] = Address(plain_line(from_name), addr_spec=from_address)
    message["To"] = Address(addr_spec=to_address)
    message["Subject"] = plain_line(letter.subject)[:LONGEST_SUBJECT]
    message["Date"] = written_at
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.off is not None:
        message["List-Unsubscribe"] = f"<{base_url}{letter.off.path}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    names = {"letter": letter, "base_url": base_url, "from_name": unlinked(from_name)}
    message.set_content(_environment().get_template("mail/letter.txt").render(names))
    message.add_alternative(
        _environment().get_template("mail/letter.html").render(names), subtype="html"
    )
    if invite is not None:
        attachments = (_add_invite(message, invite), *attachments)
    for one in attachments:
        _attach(message, one)
    message["Content-Language"] = letter.language  # setting the content clears what was there
    _set_boundaries(message, message_id.strip("<>").partition("@")[0])
    return message.as_bytes()


def _add_invite(message: EmailMessage, invite: Invite) -> Attachment:
    """Offer the invite as a third form of the text; gives it as a file, too."""
    data = invite_ics(invite)
    message.add_alternative(
        data.decode(),
        subtype="calendar",
        charset="utf-8",
        cte="base64",
        params={"method": invite.method.value},
    )
    return Attachment("invite.ics", "application/ics", data)


def _attach(message: EmailMessage, file: Attachment) -> None:
    kind, _, subtype = file.content_type.partition("/")
    message.add_attachment(
        file.data,
        maintype=kind,
        subtype=subtype,
        filename=file.file_name,
        params={"name": file.file_name},
    )


def _set_boundaries(message: EmailMessage, name: str) -> None:
    """Made of the message's id, so that the same mail has the same bytes."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{name}" + (f"_{number}" if number else ""))


def readdressed(data: bytes, *, message_id: str, to_address: str) -> bytes:
    """The same mail as a new one, to where the person can be reached now."""
    message = message_from_bytes(data, policy=SEVEN_BITS)
    message.replace_header("Message-ID", message_id)
    message.replace_header("To", Address(addr_spec=to_address))
    return message.as_bytes()


def without_links(letter: Letter) -> Letter:
    """The letter with nothing in it that a mail program could make a link, but its actions.

    The organisers' own words stay as they are: theirs may be a link.
    """
    return replace(
        letter,
        greeting=unlinked(letter.greeting),
        paragraphs=tuple(unlinked(text) for text in letter.paragraphs),
        certain=tuple(unlinked(text) for text in letter.certain),
        facts=tuple((unlinked(label), unlinked(value)) for label, value in letter.facts),
        small=unlinked(letter.small),
    )


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
