"""The order that an organisation gives to its requests: what is higher is wanted more."""

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from app.domain.errors import NotFoundError
from app.domain.states import Level, RequestState
from app.extensions import db
from app.models import MeetingRequest, Registration
from app.services import person_locks
from app.services.request_lists import RequestView, views_of
from app.services.request_states import NO_SUCH
from app.services.transaction import writing


def ordered(views: Iterable[RequestView]) -> tuple[RequestView, ...]:
    """What was sent and what is accepted, in the own order; without one, levels and match."""
    mine = [
        view
        for view in views
        if view.state is RequestState.ACCEPTED
        or (view.state is RequestState.PENDING and not view.is_incoming)
    ]
    return tuple(sorted(mine, key=_key))


def move(registration: Registration, public_id: str, *, up: bool) -> None:
    """Move a request one place up or down in the organisation's order; all get their places."""
    with writing():
        person_locks.hold_team(registration)
        names = [view.public_id for view in ordered(views_of(registration))]
        if public_id not in names:
            raise NotFoundError(NO_SUCH)
        here = names.index(public_id)
        there = min(max(here + (-1 if up else 1), 0), len(names) - 1)
        names.insert(there, names.pop(here))
        _store(registration, names)


def places_in_order(requests: Iterable[MeetingRequest]) -> Mapping[tuple[int, int], int]:
    """(request, organisation) → its place among the organisation's `requests` that are ordered."""
    ranks: dict[int, list[tuple[int, int]]] = {}
    for one in requests:
        asked = one.to_organisation_id
        sides = ((one.from_rank, asking_side(one)), (one.to_rank, asked))
        for rank, organisation in sides:
            if rank is not None:
                ranks.setdefault(organisation, []).append((rank, one.id))
    return {
        (key, organisation): place
        for organisation, rows in ranks.items()
        for place, (_, key) in enumerate(sorted(rows), start=1)
    }


def asking_side(request: MeetingRequest) -> int:
    """The organisation that asked."""
    pair = (request.first_organisation_id, request.second_organisation_id)
    return pair[0] if request.to_organisation_id == pair[1] else pair[1]


def _key(view: RequestView) -> tuple[bool, int, bool, int, str]:
    top = view.own_level is Level.TOP
    rank = view.own_rank
    return (rank is None, rank or 0, not top, -view.match_score, view.public_id)


def _store(registration: Registration, names: list[str]) -> None:
    own = registration.organisation_id
    for rank, name in enumerate(names, start=1):
        for is_asked, column in ((True, "to_rank"), (False, "from_rank")):
            side = MeetingRequest.to_organisation_id == own
            db.session.execute(
                update(MeetingRequest)
                .where(MeetingRequest.public_id == name, side if is_asked else ~side)
                .values({column: rank})
            )
