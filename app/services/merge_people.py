"""Two registrations of one person become one: what belongs to the second moves to the first.

Nothing is lost on the way: where both hold something that only one can, the merge is refused with
words, and nothing is changed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.errors import ConflictError
from app.domain.words import later
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Consent,
    IncomingMail,
    Invitation,
    MeetingRequest,
    Occupied,
    OpenSlot,
    OutgoingMail,
    ProgrammePresenter,
    Registration,
    RegistrationNote,
    Unavailability,
    Veto,
)
from app.services import audit, edition_lock, merged_invites
from app.services.people_scope import PeopleScope, people_in
from app.services.transaction import writing
from app.services.waiting_list import fill_places

Moves = dict[str, int]
# Each column that points to a registration, and what it is called in the preview ("": not said).
# Free times are not here: those of the registration that stays hold.
MOVING: tuple[tuple[InstrumentedAttribute[Any], str], ...] = (
    (MeetingRequest.from_registration_id, later("requests sent")),
    (MeetingRequest.to_registration_id, later("requests that name the person")),
    (Attendance.registration_id, later("meetings, of all versions of the schedule")),
    (CalendarIdentity.registration_id, ""),
    (OpenSlot.registration_id, later("times offered for booking")),
    (ProgrammePresenter.registration_id, later("programme items presented")),
    (Consent.registration_id, "consents"),
    (RegistrationNote.registration_id, "notes"),
    (Invitation.registration_id, "invitations"),
    (OutgoingMail.registration_id, "mails"),
    (IncomingMail.registration_id, ""),
    (Veto.by_registration_id, ""),
)


@dataclass(frozen=True)
class PeopleMerge:
    """A merge before it is done: what would move from `drop` to `keep`, or why it cannot be."""

    keep: Registration
    drop: Registration
    moves: Moves
    refusals: tuple[str, ...]


def preview_merge(scope: PeopleScope, keep: str, drop: str) -> PeopleMerge:
    """What merging would move; both have to be in the scope, else NotFoundError."""
    return _plan(*_two(scope, keep, drop, lock=False))


def merge_people(
    scope: PeopleScope, keep: str, drop: str, *, by: int, now: datetime
) -> Registration:
    """Merge; raises ConflictError with the reasons where it cannot be, and changes nothing."""
    with writing():
        edition_lock.hold(scope.edition)
        made = _plan(*_two(scope, keep, drop, lock=True))
        if made.refusals:
            raise ConflictError(" ".join(made.refusals))
        entries = merged_invites.entries_of(made.drop)
        dropped = (made.drop.id, made.drop.email)
        _move(made.keep, made.drop)
        merged_invites.merged(made.keep, dropped, entries, now=now)
        audit.note(
            "registration.merge",
            by=by,
            now=now,
            edition_id=scope.edition.id,
            about=("registration", made.keep.public_id),
            details={"gone": drop, **{key.replace(" ", "_"): n for key, n in made.moves.items()}},
        )
        fill_places(scope.edition, now=now)
        return made.keep


def _two(
    scope: PeopleScope, keep: str, drop: str, *, lock: bool
) -> tuple[Registration, Registration]:
    found = {one.public_id: one for one in people_in(scope, [keep, drop], lock=lock)}
    return found[keep], found[drop]


def _plan(keep: Registration, drop: Registration) -> PeopleMerge:
    counts: Moves = {}
    for column, words in MOVING:
        number = db.session.scalar(select(func.count()).where(column == drop.id)) or 0
        if words and number:
            counts[words] = number
    return PeopleMerge(keep, drop, counts, tuple(_refusals(keep, drop)))


def _refusals(keep: Registration, drop: Registration) -> list[str]:
    if keep.id == drop.id:
        return [later("Choose two different registrations.")]
    found = []
    if keep.erased_at or drop.erased_at:
        found.append(later("The data of one of the two are erased."))
    if drop.state.holds_a_place and not keep.state.holds_a_place:
        found.append(
            later(
                "The second is %(value)s, the first %(value_2)s: keep the second, and "
                "merge the first into it.",
                value=drop.state.value,
                value_2=keep.state.value,
            )
        )
    if keep.organisation_id != drop.organisation_id and _has_wishes(drop):
        found.append(
            later(
                "They are of different organisations, and the second has requests or "
                "offered times for %(name)s: merge the organisations first.",
                name=drop.organisation.name,
            )
        )
    if _met_each_other(keep, drop):
        found.append(later("There is a request between the two: they are not the same person."))
    if _same_slots(keep, drop):
        found.append(later("Both offer the same time for booking: close one of the two first."))
    if _same_ticks(keep, drop):
        found.append(later("Both have a meeting at the same time: cancel one of the two first."))
    return found


def _has_wishes(drop: Registration) -> bool:
    wishes = select(MeetingRequest.id).where(_either(drop))
    offers = select(OpenSlot.id).where(OpenSlot.registration_id == drop.id)
    return any(db.session.scalar(one.limit(1)) is not None for one in (wishes, offers))


def _either(person: Registration) -> ColumnElement[bool]:
    return or_(
        MeetingRequest.from_registration_id == person.id,
        MeetingRequest.to_registration_id == person.id,
    )


def _met_each_other(keep: Registration, drop: Registration) -> bool:
    between = select(MeetingRequest.id).where(_either(keep), _either(drop))
    return db.session.scalar(between.limit(1)) is not None


def _same_slots(keep: Registration, drop: Registration) -> bool:
    own = select(OpenSlot.slot_id).where(OpenSlot.registration_id == keep.id)
    both = select(OpenSlot.id).where(OpenSlot.registration_id == drop.id, OpenSlot.slot_id.in_(own))
    return db.session.scalar(both.limit(1)) is not None


def _same_ticks(keep: Registration, drop: Registration) -> bool:
    own = select(Occupied.tick).where(_held_by(keep))
    both = select(Occupied.tick).where(_held_by(drop), Occupied.tick.in_(own))
    return db.session.scalar(both.limit(1)) is not None


def _held_by(person: Registration) -> ColumnElement[bool]:
    return (Occupied.edition_id == person.edition_id) & Occupied.holder.startswith(f"r{person.id}.")


def _move(keep: Registration, drop: Registration) -> None:
    """Move every row, then remove the second registration."""
    presented = select(ProgrammePresenter.item_id).where(
        ProgrammePresenter.registration_id == keep.id
    )
    _do(
        delete(ProgrammePresenter).where(
            ProgrammePresenter.registration_id == drop.id,
            ProgrammePresenter.item_id.in_(presented),
        )
    )
    for column, _words in MOVING:
        table: Any = column.class_
        _do(update(table).where(column == drop.id).values({column.key: keep.id}))
    _do(
        update(Occupied)
        .where(_held_by(drop))
        .values(holder=func.replace(Occupied.holder, f"r{drop.id}.", f"r{keep.id}."))
    )
    _do(delete(Unavailability).where(Unavailability.registration_id == drop.id))
    account_id = drop.account_id
    _do(delete(Registration).where(Registration.id == drop.id))
    if keep.account_id is None:
        keep.account_id = account_id
    db.session.expunge(drop)
    db.session.flush()


def _do(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
