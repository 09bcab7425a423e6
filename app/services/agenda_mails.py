"""The letter "your agenda": queued when a version is published, written when it leaves.

A few hundred papers take minutes, which no transaction may; and so each says what holds when it
goes. Written once, it stays: a retry sends the same bytes.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from app.domain import agenda as agendas
from app.domain.letters import Letter
from app.domain.states import RegistrationState, WorkState
from app.exports.agenda_pdf import agenda_pdf
from app.exports.mail import Attachment
from app.extensions import db
from app.models import CalendarIdentity, Edition, OutgoingMail, Registration
from app.services.agenda import agenda_of, people_of_agendas
from app.services.languages import speaking
from app.services.letters import agenda as letters
from app.services.outbox import Post, post_all, written
from app.services.own_words import reworded

PLAIN, WITH_PAPER = "agenda.letter", "agenda.paper"
KINDS = frozenset({PLAIN, WITH_PAPER})


class MailTo(StrEnum):
    """Who hears by mail of a version: whose agenda changes, everybody, nobody for now."""

    CHANGED = "changed"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


def post(
    edition: Edition,
    number: int,
    changed: Collection[int],
    mail_to: MailTo,
    *,
    with_paper: bool,
    now: datetime,
) -> int:
    """Queue the letters of version `number`, inside the caller's transaction; how many.

    Where only those are told whose agenda changed, they have their invites: a letter goes to who
    takes the feed alone, or to all of them if the paper comes along.
    """
    people = readers(edition, changed, mail_to, with_paper=with_paper, now=now)
    if mail_to is MailTo.CHANGED and not with_paper:
        told = _told_by_invites(changed, now=now)
        people = [person for person in people if person.id not in told]
    _call_off([person.id for person in people], now=now)
    posts = [_post(edition, person, number, with_paper=with_paper) for person in people]
    return post_all(posts, now=now)


def readers(
    edition: Edition,
    changed: Collection[int],
    mail_to: MailTo,
    *,
    with_paper: bool,
    now: datetime,
) -> Sequence[Registration]:
    """Who gets the letter; nobody after the last day."""
    if mail_to is MailTo.NOBODY or agendas.local(now, edition.zone).date() > edition.ends_on:
        return ()
    everybody = people_of_agendas(edition)
    if mail_to is MailTo.EVERYBODY:
        return everybody
    return [
        person
        for person in everybody
        if person.id in changed and (with_paper or not person.calendar_choice.takes_mails)
    ]


def write(mail: OutgoingMail, *, now: datetime) -> bytes | None:
    """The mail as it leaves now; None where there is nobody to write to any more."""
    person = db.session.get(Registration, mail.registration_id) if mail.registration_id else None
    if person is None or person.state is not RegistrationState.APPROVED:
        return None
    with speaking(person.locale) as language:
        agenda = agenda_of(person, now=now, language=language)
        letter = letters.agenda_ready(agenda, with_paper=mail.kind == WITH_PAPER)
    letter = reworded(letter, kind=mail.kind, edition=person.edition, person=person)
    paper: tuple[Attachment, ...] = ()
    if mail.kind == WITH_PAPER:
        paper = (Attachment("agenda.pdf", "application/pdf", agenda_pdf(agenda)),)
    return written(
        letter,
        to=mail.recipient,
        message_id=mail.message_id,
        now=now,
        edition=person.edition,
        attachments=paper,
    )


def _post(edition: Edition, person: Registration, number: int, *, with_paper: bool) -> Post:
    with speaking(person.locale) as language:
        letter = Letter(subject=letters.subject(edition.name), language=language)
    return Post(
        letter,
        WITH_PAPER if with_paper else PLAIN,
        person.email,
        f"agenda:{edition.id}:{number}:{person.public_id}",
        edition=edition,
        registration_id=person.id,
        account_id=person.account_id,
        later=True,
    )


def _told_by_invites(people: Collection[int], *, now: datetime) -> set[int | None]:
    """Who takes the feed and yet is told all by mail, since their entries came that way.

    A new meeting is no such entry: who takes the feed has no mail of it, so they get the letter.
    """
    mailed = db.session.scalars(
        select(OutgoingMail.registration_id).where(
            OutgoingMail.registration_id.in_(people),
            OutgoingMail.calendar_identity_id.is_not(None),
            OutgoingMail.queued_at == now,
        )
    )
    untold = db.session.scalars(
        select(CalendarIdentity.registration_id).where(
            CalendarIdentity.registration_id.in_(people),
            CalendarIdentity.cancelled_at.is_(None),
            CalendarIdentity.changed_at == now,
            CalendarIdentity.told == "",
        )
    )
    return set(mailed) - set(untold)


def _call_off(people: Collection[int], *, now: datetime) -> None:
    """A letter of an earlier version that waits still would say the same as the new one."""
    db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.registration_id.in_(people),
            OutgoingMail.kind.in_(KINDS),
            OutgoingMail.state == WorkState.QUEUED,
            OutgoingMail.attempts == 0,
        )
        .values(state=WorkState.CANCELLED, finished_at=now)
        .execution_options(synchronize_session=False)
    )
