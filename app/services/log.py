"""The log of an edition in words: who did what, to whom, when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from app.extensions import db
from app.models import Account, AuditEntry, Edition, Registration
from app.services.log_words import deed_words

PAGE_SIZE = 50
HISTORY = 30


@dataclass(frozen=True)
class LogLine:
    """One entry; `about` is whom or what it was done to, `behalf_of` for whom it was done."""

    at: datetime
    actor: str
    deed: str
    about: str
    about_person: str
    behalf_of: str
    result: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LogPage:
    """A page of the log, the latest first."""

    lines: tuple[LogLine, ...]
    number: int
    pages: int
    found: int


def log_page(edition: Edition, kind: str = "", number: int = 1) -> LogPage:
    """The edition's entries, those of one kind where `kind` names one."""
    chosen = select(AuditEntry).where(AuditEntry.edition_id == edition.id)
    if kind:
        chosen = chosen.where(AuditEntry.action.startswith(f"{kind}.", autoescape=True))
    found = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    pages = max(1, -(-found // PAGE_SIZE))
    number = min(max(1, number), pages)
    lines = _lines(chosen.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return LogPage(lines, number, pages, found)


def history_of(registration: Registration) -> tuple[LogLine, ...]:
    """What was done to a registration, or on its person's behalf; the latest HISTORY."""
    about = AuditEntry.object_id == registration.public_id
    if registration.account_id is not None:
        about = or_(
            about,
            (AuditEntry.actor_account_id == registration.account_id)
            & AuditEntry.object_kind.in_(["request", "meeting"]),
        )
    behalf = AuditEntry.details["on_behalf_of"].as_string() == registration.public_id
    return _lines(
        select(AuditEntry)
        .where(AuditEntry.edition_id == registration.edition_id, or_(about, behalf))
        .limit(HISTORY)
    )


def _lines(chosen: Select[AuditEntry]) -> tuple[LogLine, ...]:
    entries = db.session.scalars(
        chosen.order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    ).all()
    accounts = _account_names(entries)
    people = _person_names(
        {one.object_id for one in entries}
        | {str(one.details.get("on_behalf_of", "")) for one in entries}
    )
    words = deed_words()
    return tuple(_line(one, accounts, people, words) for one in entries)


def _line(
    entry: AuditEntry,
    accounts: Mapping[int, str],
    people: Mapping[str, str],
    words: Mapping[str, str],
) -> LogLine:
    about = people.get(entry.object_id, "")
    if entry.object_kind == "account" and entry.object_id.isdecimal():
        about = accounts.get(int(entry.object_id), "")
    actor = entry.actor_account_id
    return LogLine(
        entry.happened_at,
        accounts.get(actor, "?") if actor is not None else "",
        words.get(entry.action, entry.action.replace(".", " ").replace("_", " ")),
        about or (entry.object_id if entry.object_kind == "organisation" else ""),
        entry.object_id if entry.object_id in people else "",
        people.get(str(entry.details.get("on_behalf_of", "")), ""),
        "" if entry.result == "done" else entry.result,
        tuple(
            (name.replace("_", " "), str(value))
            for name, value in entry.details.items()
            if name != "on_behalf_of" and value != ""
        ),
    )


def _account_names(entries: Sequence[AuditEntry]) -> Mapping[int, str]:
    ids = {one.actor_account_id for one in entries if one.actor_account_id is not None}
    ids |= {
        int(one.object_id)
        for one in entries
        if one.object_kind == "account" and one.object_id.isdecimal()
    }
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {key: name for key, name in rows}


def _person_names(public_ids: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(
        select(Registration.public_id, Registration.name).where(
            Registration.public_id.in_(public_ids)
        )
    )
    return {key: name for key, name in rows}
