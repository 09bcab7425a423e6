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
from app.exports import mime
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
    """A file that comes with a mail; `file_name` is letters, digits, dots and dashes of ASCII."""

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
    message["Content-Language"] = letter.language
    message["MIME-Version"] = "1.0"
    head = message.as_bytes().removesuffix(mime.END)
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
    return head + _body(_forms(letter, base_url, from_name), invite, attachments, boundary)


def _forms(letter: Letter, base_url: str, from_name: str) -> list[bytes]:
    """The letter as plain text and as HTML."""
    names = {"letter": letter, "base_url": base_url, "from_name": unlinked(from_name)}
    return [
        mime.text_part(_environment().get_template("mail/letter.txt").render(names), "plain"),
        mime.text_part(_environment().get_template("mail/letter.html").render(names), "html"),
    ]


def _body(
    forms: list[bytes], invite: Invite | None, attachments: tuple[Attachment, ...], boundary: str
) -> bytes:
    """The forms of the text, and what comes with them; the boundaries are made of the mail's id."""
    if invite is not None:
        data = invite_ics(invite)
        method = invite.method.value
        forms.append(mime.file_part(data, f'text/calendar; charset="utf-8"; method="{method}"'))
        attachments = (Attachment("invite.ics", "application/ics", data), *attachments)
    if not attachments:
        return mime.multipart("alternative", boundary, forms)
    text = mime.multipart("alternative", f"{boundary}_1", forms)
    return mime.multipart("mixed", boundary, [text, *map(_file, attachments)])


def _file(one: Attachment) -> bytes:
    name = f'name="{one.file_name}"'
    disposition = f"Content-Disposition: attachment; file{name}"
    return mime.file_part(one.data, f"{one.content_type}; {name}", disposition)


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
