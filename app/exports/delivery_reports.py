"""What a mail server says of a mail that it could not deliver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.foreign_mail import (
    Mail,
    address,
    bytes_of,
    header,
    inner_mails,
    message_ids,
    parsed,
    parts,
    text_of,
)
from app.exports.plain import plain_line

LONGEST_WORDS = 300
_SERVERS = ("mailer-daemon", "postmaster")
_RETURNED_ID = re.compile(
    r"^[>\s]{0,8}message-id:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE
)
_CODE = re.compile(r"\b([45])\.\d{1,3}\.\d{1,3}\b|\b([45])\d\d[ -]")
_LATE = re.compile(r"delay|warning|still trying|try again|will be retried", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """Which mail it is about; `is_final` is False where the server goes on trying.

    `words` are the server's own.
    """

    message_ids: tuple[str, ...]
    is_final: bool
    words: str


def delivery_report(mail: Mail) -> DeliveryReport | None:
    """The report that the mail is, if it is one."""
    leaves = list(parts(mail))
    fields = [field for leaf in leaves for field in _fields(leaf)]
    returned = tuple(one for leaf in leaves for one in _returned_ids(leaf))
    if fields:
        answered = message_ids(f"{header(mail, 'In-Reply-To')} {header(mail, 'References')}")
        return _standard(fields, returned or answered)
    return _in_prose(mail, leaves, returned)


def _fields(leaf: Mail) -> Iterator[Mail]:
    """The groups of fields of a report: one of the mail, one of each recipient."""
    kind = leaf.get_content_type()
    if kind == "message/delivery-status":
        yield from inner_mails(leaf)
    elif kind == "message/global-delivery-status":
        for inner in inner_mails(leaf):
            yield inner
            yield from map(parsed, re.split(rb"\n\s*\n", bytes_of(inner))[:20])


def _standard(fields: list[Mail], ids: tuple[str, ...]) -> DeliveryReport | None:
    """RFC 3464: what was done decides; a server that gave up after days says failed and 4.x."""
    failed, late = None, None
    for field in fields:
        action, status = header(field, "Action").lower(), header(field, "Status")
        if action.startswith("failed") or (not action and status.startswith("5")):
            failed = failed or field
        elif action.startswith("delayed") or (not action and status.startswith("4")):
            late = late or field
    telling = failed or late
    if telling is None:
        return None
    said = header(telling, "Diagnostic-Code").partition(";")[2] or header(telling, "Status")
    return DeliveryReport(ids, failed is not None, plain_line(said)[:LONGEST_WORDS])


def _in_prose(mail: Mail, leaves: list[Mail], returned: tuple[str, ...]) -> DeliveryReport | None:
    """Older servers write sentences and put the mail, or its head, below them."""
    text = "\n".join(text_of(leaf) for leaf in leaves if leaf.get_content_maintype() == "text")
    ids = returned or tuple(dict.fromkeys(_RETURNED_ID.findall(text)))
    written = header(mail, "Auto-Submitted").lower().startswith("auto-")
    if not ids or not (_is_of_a_server(mail) or written):
        return None
    codes = {first or second for first, second in _CODE.findall(text)}
    if not codes and not _is_of_a_server(mail):
        return None
    is_late = "5" not in codes and (
        "4" in codes or bool(_LATE.search(f"{header(mail, 'Subject')}\n{text[:2000]}"))
    )
    said = next((line for line in text.split("\n") if _CODE.search(line)), "")
    return DeliveryReport(ids, not is_late, plain_line(said)[:LONGEST_WORDS])


def _is_of_a_server(mail: Mail) -> bool:
    """Whether nobody could answer it: a bounce has no address to bounce back to."""
    name = address(header(mail, "From")).partition("@")[0]
    return header(mail, "Return-Path") == "<>" or name in _SERVERS


def _returned_ids(leaf: Mail) -> tuple[str, ...]:
    """The id of the mail that comes back in this leaf."""
    kind = leaf.get_content_type()
    if kind in {"message/rfc822", "message/global"}:
        return tuple(
            one for inner in inner_mails(leaf) for one in message_ids(header(inner, "Message-ID"))
        )
    if kind in {"text/rfc822-headers", "message/global-headers"}:
        text = text_of(leaf) or "\n".join(str(inner) for inner in inner_mails(leaf))
        return tuple(_RETURNED_ID.findall(text))
    return ()
