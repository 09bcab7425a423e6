"""Whom an organisation does not want to meet. It beats every wish, and the other is never told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select

from app.domain.errors import ForbiddenError, InvalidInputError
from app.domain.standing import why_not_yet
from app.domain.states import RegistrationState, RequestState
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, Organisation, Registration, Veto
from app.services import audit, edition_lock, person_locks, request_news
from app.services.request_states import LIVING, change_state, refuse_if_scheduled
from app.services.transaction import writing


def reason_against(edition_id: int, own_id: int, other: Organisation) -> str:
    """Why a veto keeps the two apart; empty where there is none.

    Who set it reads so; the other side reads no more than that there will be no meeting.
    """
    by = set(
        db.session.scalars(
            select(Veto.by_organisation_id).where(
                Veto.edition_id == edition_id,
                or_(
                    (Veto.by_organisation_id == own_id)
                    & (Veto.against_organisation_id == other.id),
                    (Veto.by_organisation_id == other.id)
                    & (Veto.against_organisation_id == own_id),
                ),
            )
        )
    )
    if own_id in by:
        return later(
            "Your organisation does not want to meet %(name)s. Take that back first.",
            name=other.name,
        )
    return later("%(name)s is not available for meetings with you.", name=other.name) if by else ""


def refuse_if_vetoed(edition_id: int, own_id: int, other: Organisation) -> None:
    """Raise ForbiddenError where a veto stands between the two."""
    why_not = reason_against(edition_id, own_id, other)
    if why_not:
        raise ForbiddenError(why_not)


def veto(by: Registration, organisation: Organisation, *, now: datetime) -> None:
    """The person's organisation does not want to meet `organisation`; living requests end.

    The other side sees a request of theirs as declined, one to them as withdrawn. Raises
    ConflictError where the two have a meeting on the schedule.
    """
    with writing():
        _refuse_strangers(by, organisation)
        edition_lock.hold(by.edition)
        person_locks.hold_teams(by.edition_id, [by.organisation_id, organisation.id])
        if _own(by, organisation) is not None:
            return
        for request in _living(by, organisation):
            refuse_if_scheduled(request)
            _end(request, by, now=now)
        db.session.add(
            Veto(
                edition_id=by.edition_id,
                by_organisation_id=by.organisation_id,
                against_organisation_id=organisation.id,
                by_registration_id=by.id,
                created_at=now,
            )
        )
        audit.note(
            "veto.set",
            by=by.account_id,
            now=now,
            edition_id=by.edition_id,
            about=("registration", by.public_id),
        )


def lift(by: Registration, organisation: Organisation, *, now: datetime) -> None:
    """Take the veto back; asking is possible again."""
    with writing():
        _refuse_strangers(by, organisation)
        db.session.execute(
            delete(Veto).where(
                Veto.edition_id == by.edition_id,
                Veto.by_organisation_id == by.organisation_id,
                Veto.against_organisation_id == organisation.id,
            )
        )
        audit.note(
            "veto.lift",
            by=by.account_id,
            now=now,
            edition_id=by.edition_id,
            about=("registration", by.public_id),
        )


def own_vetoes(registration: Registration) -> Sequence[Organisation]:
    """Whom the person's organisation does not want to meet, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(Veto, Veto.against_organisation_id == Organisation.id)
        .where(
            Veto.edition_id == registration.edition_id,
            Veto.by_organisation_id == registration.organisation_id,
        )
        .order_by(Organisation.name, Organisation.id)
    ).all()


def has_own_veto(registration: Registration, organisation_id: int) -> bool:
    """Whether the person's organisation does not want to meet this one."""
    return any(one.id == organisation_id for one in own_vetoes(registration))


def _refuse_strangers(by: Registration, organisation: Organisation) -> None:
    if by.state is not RegistrationState.APPROVED:
        raise ForbiddenError(why_not_yet(by.state, later("say so")))
    if by.organisation_id == organisation.id:
        raise InvalidInputError(later("This is your own organisation."))


def _own(by: Registration, organisation: Organisation) -> Veto | None:
    return db.session.scalar(
        select(Veto).where(
            Veto.edition_id == by.edition_id,
            Veto.by_organisation_id == by.organisation_id,
            Veto.against_organisation_id == organisation.id,
        )
    )


def _living(by: Registration, organisation: Organisation) -> Sequence[MeetingRequest]:
    first, second = sorted((by.organisation_id, organisation.id))
    return db.session.scalars(
        select(MeetingRequest).where(
            MeetingRequest.edition_id == by.edition_id,
            MeetingRequest.first_organisation_id == first,
            MeetingRequest.second_organisation_id == second,
            MeetingRequest.state.in_(LIVING),
        )
    ).all()


def _end(request: MeetingRequest, by: Registration, *, now: datetime) -> None:
    """As if it had simply been declined or withdrawn."""
    is_asked = request.to_organisation_id == by.organisation_id
    state = RequestState.DECLINED if is_asked else RequestState.WITHDRAWN
    change_state(request, LIVING, state, answered_at=now, answered_by_account_id=by.account_id)
    if is_asked:
        request_news.declined(request, now=now)
    else:
        request_news.withdrawn(request, now=now)
