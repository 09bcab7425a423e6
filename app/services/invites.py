"""Tells people's calendars of their meetings by mail: each what is new to it, and nothing twice.

`CalendarIdentity.told` is what the mails have told a calendar, those that wait with them. Where
it differs from what is so now, the mail that waits is taken back first, and only what then still
differs is mailed. A mail that a worker has taken counts as told, whatever comes of it.

Every function works inside the caller's transaction, which holds the edition.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true, update

from app.domain.errors import ConflictError
from app.domain.invites import Invite, Method
from app.domain.states import WorkState
from app.domain.told import Facts, facts_told
from app.extensions import db
from app.mailing import sender
from app.models import CalendarIdentity, Edition, OutgoingMail, Registration
from app.services.invite_rows import InviteRows, rows_about
from app.services.languages import speaking
from app.services.letters import invites as letters
from app.services.outbox import Post, post_all

REQUEST, UPDATE, CANCEL = "invite.request", "invite.update", "invite.cancel"
WAITS_STILL = "A newer mail about this meeting waits already."
IS_OFF = "This meeting does not take place any more, so there is nothing to invite to."


@dataclass(frozen=True)
class _Waited:
    """A mail that was taken back before anybody read it."""

    told_before: str
    held: bool


def tell(
    edition: Edition, request_ids: Collection[int], *, now: datetime, held: bool = False
) -> None:
    """Mail everybody of these requests' meetings what their calendar does not know yet.

    Nobody is told of what is over, and nobody who takes the feed alone of what is new; what a
    calendar was once told by mail is kept true by mail. `held` mails wait for an organiser.
    """
    db.session.flush()
    rows = rows_about(edition, request_ids)
    wanted = {one.id: rows.facts(one) for one in rows.identities}
    stale = [one for one in rows.identities if _text(wanted[one.id]) != one.told]
    waited = _take_back([one.id for one in stale], now=now)
    posts = []
    for identity in stale:
        found = waited.get(identity.id, _Waited(identity.told, held=False))
        facts, before = wanted[identity.id], found.told_before
        kind = _kind(rows.people[identity.registration_id], before, facts, now=now)
        # What is off and over is told to nobody, and is not known any more, either.
        identity.told = _text(facts) if kind or facts is None else before
        if kind:
            _count(identity, before, now=now)
            posts.append(_post(rows, identity, kind, before, held=held or found.held, now=now))
    db.session.flush()
    post_all(posts, now=now)


def calendar_choice_changed(person: Registration, *, now: datetime) -> None:
    """The person chose anew how their calendar learns of meetings.

    Who takes the feed alone gets no first invite that waits still; who takes mails gets those
    that are missing.
    """
    known = db.session.scalars(
        select(CalendarIdentity).where(
            CalendarIdentity.registration_id == person.id, CalendarIdentity.cancelled_at.is_(None)
        )
    ).all()
    if person.calendar_choice.takes_mails:
        tell(person.edition, [one.request_id for one in known], now=now)
        return
    taken = _take_back([one.id for one in known], OutgoingMail.told_before == "", now=now)
    for identity in known:
        if identity.id in taken:
            identity.told = ""
    db.session.flush()


def told_off(request_ids: Collection[int], *, now: datetime) -> set[tuple[int, int]]:
    """Who needs no word that which of these meetings is off: (registration, request).

    Their calendars were told so `now`, or the mail of the meeting itself was taken back.
    """
    rows = db.session.execute(
        select(CalendarIdentity.registration_id, CalendarIdentity.request_id)
        .join(OutgoingMail, OutgoingMail.calendar_identity_id == CalendarIdentity.id)
        .where(
            CalendarIdentity.request_id.in_(request_ids),
            or_(
                and_(OutgoingMail.kind == CANCEL, OutgoingMail.queued_at == now),
                and_(OutgoingMail.state == WorkState.CANCELLED, OutgoingMail.finished_at == now),
            ),
        )
    )
    return {(person, request) for person, request in rows}


def again(edition: Edition, mail: OutgoingMail, *, dedupe_key: str, now: datetime) -> Post:
    """The news of an invite once more, as it is now, under the same number.

    Raises ConflictError where a newer mail waits, or an invite is to a meeting that is off.
    """
    identity = db.session.get_one(CalendarIdentity, mail.calendar_identity_id)
    waits = select(OutgoingMail.id).where(
        OutgoingMail.calendar_identity_id == identity.id,
        OutgoingMail.state.in_([WorkState.QUEUED, WorkState.RUNNING]),
    )
    if db.session.scalar(waits.limit(1)) is not None:
        raise ConflictError(WAITS_STILL)
    if mail.kind == CANCEL and identity.cancelled_at is not None:
        # What is off is known no more: for this mail it is known once more.
        identity.told = mail.told_before
        rows = rows_about(edition, [identity.request_id])
        identity.told = ""
        return _post(rows, identity, CANCEL, mail.told_before, now=now, dedupe_key=dedupe_key)
    rows = rows_about(edition, [identity.request_id])
    facts = rows.facts(identity)
    if facts is None:
        raise ConflictError(IS_OFF)
    kind, before = (UPDATE, identity.told) if identity.told else (REQUEST, "")
    identity.told = facts.text()
    return _post(rows, identity, kind, before, now=now, dedupe_key=dedupe_key)


def not_told(mails: Collection[int]) -> None:
    """These mails were cancelled before they were sent: their readers know what they knew."""
    cancelled = db.session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.id.in_(mails),
            OutgoingMail.calendar_identity_id.is_not(None),
            ~OutgoingMail.dedupe_key.startswith("again:"),
        )
        .order_by(OutgoingMail.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    for mail in cancelled:
        identity = db.session.get_one(CalendarIdentity, mail.calendar_identity_id)
        identity.told = mail.told_before
        mail.dedupe_key = f"taken-back:{mail.public_id}"
    db.session.flush()


def _take_back(
    identities: Collection[int], which: ColumnElement[bool] | None = None, *, now: datetime
) -> dict[int, _Waited]:
    """Cancel these calendars' mails that no worker has touched; by entry, what was known before.

    Compare and swap: a worker that claims the mail meanwhile has told it.
    """
    if not identities:
        return {}
    taken = db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.calendar_identity_id.in_(identities),
            OutgoingMail.state == WorkState.QUEUED,
            OutgoingMail.attempts == 0,
            true() if which is None else which,
        )
        .values(
            state=WorkState.CANCELLED,
            finished_at=now,
            # The same news may come again.
            dedupe_key="taken-back:" + OutgoingMail.public_id,
        )
        .returning(
            OutgoingMail.id,
            OutgoingMail.calendar_identity_id,
            OutgoingMail.told_before,
            OutgoingMail.held,
        )
        .execution_options(synchronize_session=False)
    )
    found: dict[int, _Waited] = {}
    for mail in sorted(taken, key=lambda mail: mail.id, reverse=True):
        # Of several, the first one's.
        found[mail.calendar_identity_id] = _Waited(mail.told_before, mail.held)
    return found


def _kind(person: Registration, before: str, facts: Facts | None, *, now: datetime) -> str | None:
    """Which mail brings a calendar from `before` to the facts; None where none does."""
    if before == _text(facts):
        return None
    if (facts or facts_told(before)).ends_at <= now:
        return None
    if not before and not person.calendar_choice.takes_mails:
        return None
    if facts is None:
        return CANCEL
    return UPDATE if before else REQUEST


def _text(facts: Facts | None) -> str:
    return facts.text() if facts else ""


def _count(identity: CalendarIdentity, before: str, *, now: datetime) -> None:
    """A change that is none of the schedule (a table's new number) is a change to the calendar."""
    if before and identity.changed_at != now:
        identity.sequence += 1
        identity.changed_at = now


def _post(
    rows: InviteRows,
    identity: CalendarIdentity,
    kind: str,
    before: str,
    *,
    now: datetime,
    held: bool = False,
    dedupe_key: str = "",
) -> Post:
    person = rows.people[identity.registration_id]
    edition, head = rows.agenda_rows.edition, rows.head(identity, now=now)
    page = f"/e/{edition.slug}/me/requests/{rows.requests[identity.request_id].public_id}"
    with speaking(person.locale):
        entry = rows.entry(identity, before)
        if kind == CANCEL:
            letter = letters.off(head, entry)
        else:
            make = letters.invited if kind == REQUEST else letters.changed
            letter = make(head, entry, page)
    invite = Invite(
        method=Method.CANCEL if kind == CANCEL else Method.REQUEST,
        agenda=head,
        entry=entry,
        organizer=sender().address,
        attendee=person.email,
        created_at=now,
        reminder_minutes=person.reminder_minutes,
    )
    return Post(
        letter,
        kind,
        person.email,
        dedupe_key or f"{kind}:{identity.uid}:{identity.sequence}:{person.public_id}",
        edition=edition,
        registration_id=person.id,
        account_id=person.account_id,
        held=held,
        invite=invite,
        calendar_identity_id=identity.id,
        told_before=before,
    )
