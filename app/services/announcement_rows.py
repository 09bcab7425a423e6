"""The announcements among an edition's mails: each one line, however many it goes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import Edition, OutgoingMail
from app.services.mail_filter import ANNOUNCED, Shelf, shelf_of
from app.services.mail_kinds import ANNOUNCEMENT

ID_LETTERS = 15


@dataclass(frozen=True)
class AnnouncementRow:
    """One announcement; its subject as one of its readers sees it."""

    public_id: str
    subject: str
    written_at: datetime
    not_before: datetime
    counts: Mapping[Shelf, int]

    @property
    def waiting(self) -> int:
        """How many of its mails have not gone yet."""
        return self.counts[Shelf.WAITING] + self.counts[Shelf.HELD]

    @property
    def total(self) -> int:
        """All its mails."""
        return sum(self.counts.values())


_Part = tuple[str, int, str, datetime, datetime]


def announcements_of(edition: Edition) -> tuple[AnnouncementRow, ...]:
    """Those whose mails are kept still, the latest first."""
    key = func.substr(OutgoingMail.dedupe_key, len(ANNOUNCED) + 1, ID_LETTERS)
    shelf = shelf_of()
    rows = db.session.execute(
        select(
            key,
            shelf,
            func.count(),
            func.min(OutgoingMail.subject),
            func.min(OutgoingMail.queued_at, type_=OutgoingMail.queued_at.type),
            func.max(OutgoingMail.not_before, type_=OutgoingMail.not_before.type),
        )
        .where(
            OutgoingMail.edition_id == edition.id,
            OutgoingMail.kind == ANNOUNCEMENT,
            OutgoingMail.dedupe_key.startswith(ANNOUNCED),
        )
        .group_by(key, shelf)
    ).all()
    found: dict[str, list[_Part]] = {}
    for public_id, *rest in rows:
        found.setdefault(public_id, []).append(tuple(rest))
    made = [_row(public_id, parts) for public_id, parts in found.items()]
    return tuple(sorted(made, key=lambda one: (one.written_at, one.public_id), reverse=True))


def _row(public_id: str, parts: Sequence[_Part]) -> AnnouncementRow:
    counts = dict.fromkeys(Shelf, 0) | {Shelf(shelf): number for shelf, number, *_rest in parts}
    return AnnouncementRow(
        public_id,
        min(subject for _shelf, _number, subject, _at, _before in parts),
        min(at for _shelf, _number, _subject, at, _before in parts),
        max(before for _shelf, _number, _subject, _at, before in parts),
        counts,
    )
