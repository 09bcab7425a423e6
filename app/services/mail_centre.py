"""An edition's mails as its organisers see them: how many, which, and what one says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, not_, select

from app.domain.errors import NotFoundError
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, OutgoingMail, Registration
from app.services.announcement_rows import AnnouncementRow, announcements_of
from app.services.mail_filter import ANNOUNCED, MailFilter, Shelf, fits, shelf_of

PER_PAGE = 50


@dataclass(frozen=True)
class MailRow:
    """One mail; `message` is what the mail server said last, `person` whose page it belongs to.

    A mail with a personal code or link shows nobody but its reader what it says.
    """

    public_id: str
    kind: str
    recipient: str
    subject: str
    state: WorkState
    held: bool
    tries: int
    message: str
    queued_at: datetime
    sent_at: datetime | None
    bounced_at: datetime | None
    not_before: datetime
    person: str
    person_name: str

    @property
    def is_secret(self) -> bool:
        """Whether what it says would open something."""
        return self.kind.startswith(("code.", "invitation"))

    @property
    def waits(self) -> bool:
        """Whether it has not been sent yet, and still may be."""
        return self.state is WorkState.QUEUED

    @property
    def can_go_again(self) -> bool:
        """Whether the same mail may be sent once more."""
        return self.state.is_over and not self.is_secret


@dataclass(frozen=True)
class Addressee:
    """The person whose mails are shown, and what their address does to them."""

    public_id: str
    name: str
    email: str
    bounced_at: datetime | None
    off_at: datetime | None


@dataclass(frozen=True)
class MailPage:
    """A page of the mails that fit, the newest first.

    `counts` are of the mails that fit wherever they lie; `is_empty`: the edition has no mail at
    all; `kinds` are those that occur.
    """

    rows: tuple[MailRow, ...]
    counts: dict[Shelf, int]
    number: int
    pages: int
    found: int
    is_empty: bool
    kinds: tuple[str, ...]
    addressee: Addressee | None
    announcements: tuple[AnnouncementRow, ...]

    @property
    def total(self) -> int:
        """All mails that fit, wherever they lie."""
        return sum(self.counts.values())


def mail_page(edition: Edition, wanted: MailFilter, number: int) -> MailPage:
    """The edition's mails that fit; without a filter an announcement is one line of its own."""
    shown = fits(edition, wanted)
    announced = announcements_of(edition) if wanted.is_empty or wanted.announcement else ()
    if wanted.is_empty:
        shown.append(not_(OutgoingMail.dedupe_key.startswith(ANNOUNCED)))
    found = db.session.scalar(select(func.count()).select_from(OutgoingMail).where(*shown)) or 0
    pages = max(1, -(-found // PER_PAGE))
    number = min(max(1, number), pages)
    rows = db.session.execute(
        select(OutgoingMail, Registration.public_id, Registration.name)
        .outerjoin(Registration, Registration.id == OutgoingMail.registration_id)
        .where(*shown)
        .order_by(OutgoingMail.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    kinds = db.session.scalars(
        select(OutgoingMail.kind).where(OutgoingMail.edition_id == edition.id).distinct()
    ).all()
    return MailPage(
        rows=tuple(_row(mail, person, who) for mail, person, who in rows),
        counts=_counts(edition, wanted.on_any_shelf),
        number=number,
        pages=pages,
        found=found,
        is_empty=not kinds,
        kinds=tuple(sorted(kinds)),
        addressee=_addressee(edition, wanted.person),
        announcements=tuple(one for one in announced if wanted.announcement in {"", one.public_id}),
    )


def one_mail(edition: Edition, public_id: str) -> tuple[MailRow, bytes | None]:
    """One mail of the edition, and its bytes where they may be read and are kept."""
    found = db.session.execute(
        select(OutgoingMail, Registration.public_id, Registration.name)
        .outerjoin(Registration, Registration.id == OutgoingMail.registration_id)
        .where(OutgoingMail.edition_id == edition.id, OutgoingMail.public_id == public_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFoundError("There is no such mail.")
    row = _row(*found)
    return row, None if row.is_secret else found[0].data


def _counts(edition: Edition, wanted: MailFilter) -> dict[Shelf, int]:
    shelf = shelf_of()
    rows = db.session.execute(
        select(shelf, func.count()).where(*fits(edition, wanted)).group_by(shelf)
    )
    numbers = {name: number for name, number in rows}
    return {one: numbers.get(one.value, 0) for one in Shelf}


def _addressee(edition: Edition, public_id: str) -> Addressee | None:
    columns = (
        *(Registration.public_id, Registration.name, Registration.email),
        *(Registration.mail_bounced_at, Registration.nudges_off_at),
    )
    found = db.session.execute(
        select(*columns).where(
            Registration.edition_id == edition.id, Registration.public_id == public_id
        )
    ).first()
    return Addressee(*found) if found else None


def _row(mail: OutgoingMail, person: str | None, name: str | None) -> MailRow:
    return MailRow(
        public_id=mail.public_id,
        kind=mail.kind,
        recipient=mail.recipient,
        subject=mail.subject,
        state=mail.state,
        held=mail.held,
        tries=mail.attempts,
        message=mail.message,
        queued_at=mail.queued_at,
        sent_at=mail.sent_at,
        bounced_at=mail.bounced_at,
        not_before=mail.not_before,
        person=person or "",
        person_name=name or "",
    )
