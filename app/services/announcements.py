"""One mail in the organisers' own words to all whom a filter finds, now or at a time.

It works in every state of an edition: a word of thanks comes after the event.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.domain.dayplan import instant
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.letters import Action, Letter
from app.domain.mail_templates import OwnWords
from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, OutgoingMail, Registration
from app.models.columns import new_public_id
from app.services import audit, edition_lock, outbox, own_words, people
from app.services.content import edition_text
from app.services.languages import speaking
from app.services.mail_filter import ANNOUNCED
from app.services.mail_kinds import ANNOUNCEMENT
from app.services.mail_words import Look, look_at
from app.services.nudges import OffPath
from app.services.outbox import Post
from app.services.people_filter import PeopleFilter
from app.services.people_rows import PersonRow
from app.services.people_scope import PeopleScope
from app.services.transaction import writing

LATEST = timedelta(days=366)
_ID = re.compile(r"[a-z0-9]{15}")

Words = Mapping[str, OwnWords]
"""Language → words; who reads another language gets the first."""


@dataclass(frozen=True)
class Audience:
    """Who gets it, by name, and who does not: reason → names."""

    going: tuple[PersonRow, ...]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def left_out_count(self) -> int:
        """How many are left out."""
        return sum(len(names) for names in self.left_out.values())


def new_announcement() -> str:
    """The id of one that is being written: whatever is sent under it is sent once."""
    return new_public_id()


def audience(scope: PeopleScope, wanted: PeopleFilter) -> Audience:
    """All whom the filter finds, but who wants no such mails or cannot get them."""
    found = people.everybody_who_fits(scope, wanted)
    reasons = _reasons(scope.edition, wanted)
    left_out: dict[str, list[str]] = {}
    going = []
    for one in found:
        if reason := reasons.get(one.id, ""):
            left_out.setdefault(reason, []).append(one.name)
        else:
            going.append(one)
    by_name = sorted(going, key=lambda one: (one.name.casefold(), one.id))
    return Audience(tuple(by_name), {why: tuple(sorted(names)) for why, names in left_out.items()})


def look(
    edition: Edition, to: PersonRow, words: Words, *, off_path: OffPath, now: datetime
) -> Look:
    """The mail as this person gets it."""
    person = db.session.get_one(Registration, to.id)
    letter = _letter(edition, person, words, off_path)
    return look_at(letter, edition, person.email, now=now)


def moment_of(edition: Edition, day: date | None, at: time | None, *, now: datetime) -> datetime:
    """When it is sent; without day and time now. InvalidInputError for what is no time to come."""
    if day is None and at is None:
        return now
    if day is None or day == date.min:
        raise InvalidInputError(_("Choose a day."), {"day": _("Choose a day.")})
    if at is None:
        raise InvalidInputError(_("Choose a time."), {"at": _("Choose a time, as 09:30.")})
    moment = instant(day, at, edition.zone)
    if moment is None:
        fault = _("The clocks are put forward then: there is no such time.")
        raise InvalidInputError(fault, {"at": fault})
    if not now < moment < now + LATEST:
        fault = _("Choose a time that is still to come, within a year.")
        raise InvalidInputError(fault, {"day": fault})
    return moment


def send(
    scope: PeopleScope,
    wanted: PeopleFilter,
    words: Words,
    *,
    announcement: str,
    not_before: datetime,
    off_path: OffPath,
    by: int,
    now: datetime,
) -> int:
    """One mail to each; how many. ConflictError where this announcement has been sent already."""
    edition = scope.edition
    if not _ID.fullmatch(announcement):
        raise InvalidInputError(_("This form is broken: begin again."))
    with writing():
        edition_lock.hold(edition)  # who presses the button twice writes once
        begins = OutgoingMail.dedupe_key.startswith(_key(announcement), autoescape=True)
        if db.session.scalar(select(exists().where(begins))):
            raise ConflictError(_("This announcement is on its way already: write a new one."))
        going = audience(scope, wanted).going
        if not going:
            raise InvalidInputError(_("Nobody gets it: choose other people."))
        posts = [
            Post(
                _letter(edition, person, words, off_path),
                ANNOUNCEMENT,
                person.email,
                f"{_key(announcement)}{person.public_id}",
                edition=edition,
                registration_id=person.id,
                not_before=not_before,
            )
            for person in _registrations(going)
        ]
        outbox.post_all(posts, now=now)
        audit.note(
            "mail.announce",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("announcement", announcement),
            details={"mails": len(going)},
        )
    return len(going)


def _letter(edition: Edition, person: Registration, words: Words, off_path: OffPath) -> Letter:
    language = person.locale if person.locale in words else next(iter(words))
    with speaking(language):
        letter = Letter(
            subject="",
            small=_(
                "You get this because you are registered for %(event)s.",
                event=edition_text(edition, "name"),
            ),
            off=Action(_("No more mails of this kind"), off_path(person.public_id)),
            language=language,
        )
    return own_words.spoken(letter, words[language], edition, person)


def _registrations(going: Sequence[PersonRow]) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(Registration.id.in_([one.id for one in going]))
        .options(joinedload(Registration.organisation))
        .order_by(Registration.id)
    ).all()


def _reasons(edition: Edition, wanted: PeopleFilter) -> dict[int, str]:
    """Who gets no announcement, and why; who is rejected gets one that is meant for those."""
    words = {
        "cancelled": _("has cancelled"),
        "rejected": _("is rejected"),
        "bounced": _("mails to the address come back"),
        "unwanted": _("wants no mails of this kind"),
    }
    found = {}
    for number, state, bounced_at, off_at in db.session.execute(
        select(
            Registration.id,
            Registration.state,
            Registration.mail_bounced_at,
            Registration.nudges_off_at,
        ).where(Registration.edition_id == edition.id)
    ):
        if state is RegistrationState.CANCELLED:
            found[number] = words["cancelled"]
        elif state is RegistrationState.REJECTED and wanted.state is not state:
            found[number] = words["rejected"]
        elif bounced_at is not None:
            found[number] = words["bounced"]
        elif off_at is not None:
            found[number] = words["unwanted"]
    return found


def _key(announcement: str) -> str:
    """What the keys of its mails begin with; the person follows."""
    return f"{ANNOUNCED}{announcement}:"
