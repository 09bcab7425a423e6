"""Who is told what of a request: each person each piece of news once.

Every function works inside the caller's transaction. What an answer causes is sent when the
answer can no longer be taken back.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.letters import Letter
from app.domain.states import ConsentKind, OrganisationKind, RegistrationState, WorkState
from app.extensions import db
from app.models import Consent, Meeting, MeetingRequest, OutgoingMail, Place, Registration
from app.services import invites
from app.services.answer_links import answer_token
from app.services.letters import requests as letters
from app.services.outbox import post

UNDO = timedelta(minutes=10)


def asked(request: MeetingRequest, *, now: datetime) -> None:
    """Tell the asked side, each with a link of their own to answer."""
    _post_with_link("asked", letters.asked, request, asked_side(request), now=now)


def met_at_once(request: MeetingRequest, *, now: datetime) -> None:
    """Tell the asked side of a request that was accepted by the rules."""
    for person in asked_side(request):
        _post("met-at-once", letters.met_at_once(request, person), request, person, now=now)


def colleague(request: MeetingRequest, person: Registration, *, now: datetime) -> None:
    """Tell the colleague who was suggested."""
    _post_with_link("colleague", letters.colleague, request, [person], now=now)


def reminder(request: MeetingRequest, *, now: datetime) -> None:
    """Remind the asked side."""
    _post_with_link("reminder", letters.reminder, request, asked_side(request), now=now)


def accepted(request: MeetingRequest, *, now: datetime) -> None:
    """Tell who asked, once the answer stands."""
    person = request.from_registration
    _post_answer("accepted", letters.accepted(request, person), request, person, now=now)


def declined(request: MeetingRequest, *, now: datetime) -> None:
    """The same."""
    person = request.from_registration
    _post_answer("declined", letters.declined(request, person), request, person, now=now)


def withdrawn(request: MeetingRequest, *, now: datetime) -> None:
    """Tell the asked side that the request is gone."""
    for person in asked_side(request):
        _post("withdrawn", letters.withdrawn(request, person), request, person, now=now)


def expired(request: MeetingRequest, *, now: datetime) -> None:
    """Tell both sides."""
    for person in (request.from_registration, *asked_side(request)):
        _post("expired", letters.expired(request, person), request, person, now=now)


def meetings_cancelled(
    request: MeetingRequest, meetings: Iterable[Meeting], by: Registration, *, now: datetime
) -> None:
    """Tell the partners of meetings that one side cancelled `now` what no invite tells them."""
    told = invites.told_off([request.id], now=now)
    for meeting in meetings:
        for attendance in meeting.attendances:
            person = attendance.registration
            is_partner = person.organisation_id != by.organisation_id
            if is_partner and (person.id, request.id) not in told:
                letter = letters.meeting_cancelled(request, person)
                # A time may be chosen and given back more than once: each is news.
                which = f"/{now.isoformat()}"
                _post("meeting-cancelled", letter, request, person, now=now, which=which)


def take_back_answer(request: MeetingRequest, answered_at: datetime) -> None:
    """Nobody hears of an answer that was taken back."""
    db.session.execute(
        delete(OutgoingMail)
        .where(
            OutgoingMail.dedupe_key.startswith(_answer_key(request, answered_at), autoescape=True),
            OutgoingMail.state == WorkState.QUEUED,
        )
        .execution_options(synchronize_session=False)
    )


def asked_side(request: MeetingRequest) -> Sequence[Registration]:
    """Whom a request is for: the named person, or the people of the organisation.

    Those who agreed to be asked; of a hub or exhibitor, which are public, without such a person
    all who want meetings.
    """
    if request.to_registration is not None:
        return [request.to_registration] if _takes_part(request.to_registration) else []
    people = db.session.execute(
        select(Registration, _listed())
        .where(
            Registration.edition_id == request.edition_id,
            Registration.organisation_id == request.to_organisation_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .order_by(Registration.id)
    ).all()
    listed = [person for person, agreed in people if agreed]
    if listed or not _is_public(request):
        return listed
    return [person for person, _ in people]


def _is_public(request: MeetingRequest) -> bool:
    """Whether the asked side is a hub, or has a place of its own."""
    if request.to_organisation.kind is OrganisationKind.HUB:
        return True
    own = exists().where(
        Place.edition_id == request.edition_id,
        Place.owner_organisation_id == request.to_organisation_id,
    )
    return bool(db.session.scalar(select(own)))


def _listed() -> ColumnElement[bool]:
    return exists().where(
        Consent.registration_id == Registration.id,
        Consent.kind == ConsentKind.DIRECTORY,
        Consent.withdrawn_at.is_(None),
    )


def _takes_part(person: Registration) -> bool:
    return person.state is RegistrationState.APPROVED


def _post_with_link(
    kind: str,
    letter: Callable[[MeetingRequest, Registration, str], Letter],
    request: MeetingRequest,
    people: Iterable[Registration],
    *,
    now: datetime,
) -> None:
    for person in people:
        path = f"/e/{person.edition.slug}/answer/{answer_token(request, person)}"
        _post(kind, letter(request, person, path), request, person, now=now)


def _post_answer(
    kind: str, letter: Letter, request: MeetingRequest, person: Registration, *, now: datetime
) -> None:
    post(
        letter,
        kind=f"request.{kind}",
        to=person.email,
        dedupe_key=f"{_answer_key(request, now)}{person.public_id}",
        now=now,
        not_before=now + UNDO,
        edition=person.edition,
        registration_id=person.id,
    )


def _post(
    kind: str,
    letter: Letter,
    request: MeetingRequest,
    person: Registration,
    *,
    now: datetime,
    which: str = "",
) -> None:
    post(
        letter,
        kind=f"request.{kind}",
        to=person.email,
        dedupe_key=f"request.{kind}/{request.public_id}/{person.public_id}{which}",
        now=now,
        edition=person.edition,
        registration_id=person.id,
    )


def _answer_key(request: MeetingRequest, answered_at: datetime) -> str:
    return f"request.answered/{request.public_id}/{answered_at:%Y%m%dT%H%M%S.%f}/"
