"""Reading mails that others wrote, however broken: nothing here raises.

The library's strict reading raises on what strangers send, so its old, lenient one is used and
every header and text is decoded with whatever can be made of it.
"""

import html
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from app.exports.plain import plain_line, plain_lines

MOST_PARTS = 100
MOST_BOUNDARIES = 30
MOST_TEXT_BYTES = 64 * 1024

Mail = Message  # of the lenient kind: its headers are text
_ID = re.compile(r"<[^<>\s]{3,250}>")
_ADDRESS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>|([^\s<>,;:\"()]+@[^\s<>,;:\"()]+)")
_TAG = re.compile(r"(<[^<>]*>)")
_UNSEEN = ("head", "script", "style", "title")
_NEW_LINE = ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote")


def parsed(data: bytes) -> Mail:
    """The mail; of one whose parts are nested beyond all need, its head."""
    if data.lower().count(b"boundary=") <= MOST_BOUNDARIES:
        try:
            return message_from_bytes(data, policy=compat32)
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
            pass
    return BytesHeaderParser(policy=compat32).parsebytes(data.replace(b"\0", b""))


def header(mail: Mail, name: str) -> str:
    """The first header of that name as one plain line; empty without one."""
    wanted = name.lower()
    raw = next((str(text) for key, text in mail.raw_items() if key.lower() == wanted), "")
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return plain_line(text)
    return plain_line("".join(_decoded(piece, charset) for piece, charset in pieces))


def address(text: str) -> str:
    """The first address in a header, in small letters; empty without one."""
    found = _ADDRESS.search(text)
    return (found[1] or found[2]).lower()[:254] if found else ""


def message_ids(text: str) -> tuple[str, ...]:
    """All message ids in a text, each once, in their order."""
    return tuple(dict.fromkeys(_ID.findall(text)))


def parts(mail: Mail) -> Iterator[Mail]:
    """The mail's leaves, at most MOST_PARTS; a mail in the mail (or a report) is one leaf."""
    waiting, left = [mail], MOST_PARTS
    while waiting and left:
        left -= 1
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(inner_mails(part))
        else:
            yield part


def inner_mails(part: Mail) -> list[Mail]:
    """What a part holds: parts, or a mail, or the fields of a report."""
    inside = part.get_payload() if part.is_multipart() else []
    return [one for one in inside if isinstance(one, Message)]


def bytes_of(part: Mail) -> bytes:
    """A leaf's content, as far as its coding can be undone."""
    try:
        data = part.get_payload(decode=True)
    except (LookupError, ValueError):
        return b""
    return data if isinstance(data, bytes) else b""


def text_of(part: Mail) -> str:
    """A leaf's text; of HTML only the words."""
    text = _decoded(bytes_of(part)[:MOST_TEXT_BYTES], part.get_content_charset())
    return plain_lines(words_of_html(text) if part.get_content_subtype() == "html" else text)


def words_of_html(text: str) -> str:
    """HTML without its marks: nothing of it is ever run, only read."""
    words, hidden = [], ""
    for piece in _TAG.split(text):
        if not piece.startswith("<"):
            words.append("" if hidden else re.sub(r"\s+", " ", piece))
            continue
        name = piece[1:-1].split(" ", 1)[0].strip("/ \r\n\t").lower() if len(piece) > 2 else ""
        if hidden:
            hidden = "" if piece.startswith("</") and name == hidden else hidden
        elif name in _UNSEEN and not piece.startswith("</"):
            hidden = name
        elif name in _NEW_LINE:
            words.append("\n")
    return html.unescape("".join(words))


def _decoded(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")
