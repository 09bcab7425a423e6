"""Two rows of one organisation become one: its people, profiles, requests and places move.

An organisation lives across editions; only who prepares every edition of the second may merge it.
Where both have a living request with the same third, the one that is further (on the schedule,
accepted, earlier) lives on and the other becomes void.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, union, update

from app.domain.errors import ConflictError, NotFoundError
from app.domain.permissions import Permission
from app.domain.states import MeetingState, RequestState, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import (
    Edition,
    Invitation,
    Meeting,
    MeetingRequest,
    Membership,
    Organisation,
    Place,
    Profile,
    Registration,
    ScheduleVersion,
    Veto,
)
from app.services import access, audit, edition_lock
from app.services.request_states import LIVING
from app.services.transaction import writing

ELSEWHERE = later("The second also takes part in an event that you do not prepare.")


@dataclass(frozen=True)
class OrganisationMerge:
    """A merge before it is done: what moves from `drop` to `keep`, or why it cannot be."""

    keep: Organisation
    drop: Organisation
    moves: dict[str, int]
    refusals: tuple[str, ...]


def preview_merge(keep: Organisation, drop: Organisation, *, by: int) -> OrganisationMerge:
    """What merging would move."""
    counts = {
        "people": _count(Registration.organisation_id, drop),
        "logins that speak for it": _count(Membership.organisation_id, drop),
        "profiles": _count(Profile.organisation_id, drop),
        "requests": len(_requests_of(drop)),
        "requests that become void": len(_to_void(keep, drop)[0]),
        "tables and stands": _count(Place.owner_organisation_id, drop),
    }
    moves = {words: number for words, number in counts.items() if number}
    return OrganisationMerge(keep, drop, moves, tuple(_refusals(keep, drop, by)))


def merge_organisations(
    keep: Organisation, drop: Organisation, *, edition: Edition, by: int, now: datetime
) -> None:
    """Merge; raises ConflictError with the reasons where it cannot be, and changes nothing."""
    with writing():
        for one in editions_of(drop):
            edition_lock.hold(one)
        ids = [keep.id, drop.id]
        locked = select(Organisation.id).where(Organisation.id.in_(ids)).order_by(Organisation.id)
        if len(db.session.scalars(locked.with_for_update()).all()) != len(set(ids)):
            raise NotFoundError(later("One of the two is gone: somebody merged it already."))
        made = preview_merge(keep, drop, by=by)
        if made.refusals:
            raise ConflictError(" ".join(made.refusals))
        void, _ = _to_void(keep, drop)
        _do(
            update(MeetingRequest)
            .where(MeetingRequest.id.in_(void))
            .values(state=RequestState.VOID, answered_at=now)
        )
        _move_requests(keep, drop)
        _move_the_rest(keep, drop)
        audit.note(
            "organisation.merge",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("organisation", keep.slug[:40]),
            details={key.replace(" ", "_"): number for key, number in made.moves.items()},
        )
        _do(delete(Organisation).where(Organisation.id == drop.id))
        db.session.expunge(drop)


def _refusals(keep: Organisation, drop: Organisation, by: int) -> Iterable[str]:
    if keep.id == drop.id:
        yield later("Choose two different organisations.")
        return
    if drop.catalogue_id:
        yield later(
            "The second is a hub of the catalogue: keep that one, and merge the other into it."
        )
    if any(_other(one, drop) == keep.id for one in _requests_of(drop)):
        yield later("There is a request between the two: they are not the same organisation.")
    between = select(Veto.id).where(
        Veto.by_organisation_id.in_([keep.id, drop.id]),
        Veto.against_organisation_id.in_([keep.id, drop.id]),
    )
    if db.session.scalar(between.limit(1)) is not None:
        yield later("One of the two does not want to meet the other.")
    if _to_void(keep, drop)[1]:
        yield later("Both have a meeting with the same partner: cancel one of the two first.")
    for edition in editions_of(drop):
        if Permission.PREPARE not in access.permissions_in(edition, by):
            yield ELSEWHERE
            return


def _count(column: Any, drop: Organisation) -> int:
    return db.session.scalar(select(func.count()).where(column == drop.id)) or 0


def editions_of(drop: Organisation) -> Sequence[Edition]:
    """Every edition in which the organisation has anything, in the order of their keys."""
    places = union(
        select(Registration.edition_id).where(Registration.organisation_id == drop.id),
        select(Profile.edition_id).where(Profile.organisation_id == drop.id),
        select(Place.edition_id).where(Place.owner_organisation_id == drop.id),
        select(MeetingRequest.edition_id).where(
            or_(
                MeetingRequest.first_organisation_id == drop.id,
                MeetingRequest.second_organisation_id == drop.id,
            )
        ),
    )
    return db.session.scalars(
        select(Edition).where(Edition.id.in_(select(places.subquery().c[0]))).order_by(Edition.id)
    ).all()


def _requests_of(one: Organisation) -> Sequence[MeetingRequest]:
    return db.session.scalars(
        select(MeetingRequest)
        .where(
            or_(
                MeetingRequest.first_organisation_id == one.id,
                MeetingRequest.second_organisation_id == one.id,
            )
        )
        .order_by(MeetingRequest.id)
    ).all()


def _other(request: MeetingRequest, one: Organisation) -> int:
    first = request.first_organisation_id
    return request.second_organisation_id if first == one.id else first


def _to_void(keep: Organisation, drop: Organisation) -> tuple[list[int], bool]:
    """The weaker request of each pair that both live, and whether two have live meetings."""
    mine = {(one.edition_id, _other(one, keep)): one for one in _requests_of(keep) if _lives(one)}
    pairs = [
        (mine[key], one)
        for one in _requests_of(drop)
        if _lives(one) and (key := (one.edition_id, _other(one, drop))) in mine
    ]
    planned = _with_meetings([one.id for pair in pairs for one in pair])
    ranked = [sorted(pair, key=lambda one: _rank(one, planned)) for pair in pairs]
    both = any(weaker.id in planned for _stronger, weaker in ranked)
    return [weaker.id for _stronger, weaker in ranked], both


def _lives(request: MeetingRequest) -> bool:
    return request.state in LIVING


def _rank(request: MeetingRequest, planned: frozenset[int]) -> tuple[bool, bool, int]:
    return request.id not in planned, request.state is not RequestState.ACCEPTED, request.id


def _with_meetings(requests: Sequence[int]) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(Meeting.request_id)
            .join(ScheduleVersion)
            .where(
                Meeting.request_id.in_(requests),
                Meeting.state == MeetingState.PLANNED,
                ScheduleVersion.kind == VersionKind.LIVE,
            )
        )
    )


def _move_requests(keep: Organisation, drop: Organisation) -> None:
    for request in _requests_of(drop):
        first, second = sorted((keep.id, _other(request, drop)))
        asked = request.to_organisation_id
        _do(
            update(MeetingRequest)
            .where(MeetingRequest.id == request.id)
            .values(
                first_organisation_id=first,
                second_organisation_id=second,
                to_organisation_id=keep.id if asked == drop.id else asked,
            )
        )


def _move_the_rest(keep: Organisation, drop: Organisation) -> None:
    """Where both have a row of which there is one (a profile, a login, a veto), keep's stays."""
    for table, of, twin in (
        (Profile, Profile.organisation_id, Profile.edition_id),
        (Membership, Membership.organisation_id, Membership.account_id),
    ):
        known = select(twin).where(of == keep.id)
        _do(delete(table).where(of == drop.id, twin.in_(known)))
    _move_vetoes(keep, drop)
    for column in (
        Profile.organisation_id,
        Membership.organisation_id,
        Registration.organisation_id,
        Place.owner_organisation_id,
        Invitation.organisation_id,
    ):
        table_of: Any = column.class_
        _do(update(table_of).where(column == drop.id).values({column.key: keep.id}))


def _move_vetoes(keep: Organisation, drop: Organisation) -> None:
    for own, other in (
        (Veto.by_organisation_id, Veto.against_organisation_id),
        (Veto.against_organisation_id, Veto.by_organisation_id),
    ):
        kept = {
            (one.edition_id, getattr(one, other.key))
            for one in db.session.scalars(select(Veto).where(own == keep.id))
        }
        for veto in db.session.scalars(select(Veto).where(own == drop.id)).all():
            if (veto.edition_id, getattr(veto, other.key)) in kept:
                db.session.delete(veto)
            else:
                setattr(veto, own.key, keep.id)
    db.session.flush()


def _do(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
