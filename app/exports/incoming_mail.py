"""A mail that came back becomes what can be known of it, whatever its bytes are."""

from dataclasses import dataclass

from app.exports.calendar_answers import CalendarAnswer, calendar_answer
from app.exports.delivery_reports import DeliveryReport, delivery_report
from app.exports.foreign_mail import Mail, address, header, message_ids, parsed, parts, text_of

MOST_LETTERS = 2000
MOST_SUBJECT_LETTERS = 200
_NOBODY_WROTE = {"bulk", "junk", "list", "auto_reply"}


@dataclass(frozen=True, slots=True)
class ComingMail:
    """What the mail says of itself; nothing of it is proven.

    `answers` are the ids of the mails it answers, the nearest first; `is_automatic` is whether
    a program wrote it, such as an absence note.
    """

    sender: str
    subject: str
    text: str
    answers: tuple[str, ...]
    is_automatic: bool
    report: DeliveryReport | None
    calendar: CalendarAnswer | None


def understand(data: bytes) -> ComingMail:
    """Read a mail; raises nothing."""
    mail = parsed(data)
    references = message_ids(header(mail, "References"))
    return ComingMail(
        sender=address(header(mail, "From")),
        subject=header(mail, "Subject")[:MOST_SUBJECT_LETTERS],
        text=_text(mail)[:MOST_LETTERS],
        answers=tuple(
            dict.fromkeys((*message_ids(header(mail, "In-Reply-To")), *reversed(references)))
        ),
        is_automatic=_is_automatic(mail),
        report=delivery_report(mail),
        calendar=calendar_answer(mail),
    )


def _text(mail: Mail) -> str:
    """The words that a person wrote, without empty lines at the ends or two in a row."""
    leaves = [leaf for leaf in parts(mail) if leaf.get_content_maintype() == "text"]
    for kind in ("plain", "html"):
        for leaf in leaves:
            text = text_of(leaf).strip() if leaf.get_content_subtype() == kind else ""
            if text:
                lines = [line.rstrip() for line in text.split("\n")]
                return "\n".join(
                    line for number, line in enumerate(lines) if line or lines[number - 1]
                )
    return ""


def _is_automatic(mail: Mail) -> bool:
    submitted = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        (submitted not in {"", "no"})
        or bool(header(mail, "X-Autoreply") or header(mail, "X-Autorespond"))
        or header(mail, "Precedence").lower() in _NOBODY_WROTE
        or header(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
    )
