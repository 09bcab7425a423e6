"""Accepted requests that have no meeting, and why, in words for the two who wanted it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from app.domain.agenda import UnmetRequest
from app.domain.states import MeetingState, RegistrationState, RequestState, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Meeting, MeetingRequest, Registration, ScheduleVersion, SolveRun
from scheduling.result import Reason
from scheduling.serialise import result_from_text

REASONS = {
    Reason.NO_COMMON_SLOT: later("You and your partner have no free slot in common."),
    Reason.PARTICIPANT_FULL: later("One of you has as many meetings as they can have."),
    Reason.SIDE_FULL: later(
        "Everybody who could meet you is taken in the slots that you are free."
    ),
    Reason.TABLES_FULL: later("All tables are taken in the slots that you are both free."),
    Reason.NOT_WORTH: later(
        "The slots that you are both free went to meetings that were wanted more."
    ),
    Reason.CONFLICT: later("It collides with a meeting that is fixed."),
}
CANCELLED = later("The meeting was cancelled.")
LATER = later("It was accepted after the schedule was made; the next version may hold it.")


def unmet_requests(
    edition: Edition, version: ScheduleVersion, registration: Registration | None = None
) -> dict[int, tuple[UnmetRequest, ...]]:
    """Registration → what it hoped for in vain; of one person only, or of everybody.

    A request to a whole organisation counts for each of its people.
    """
    reasons, cancelled = _reasons(version), _cancelled(edition)
    people_of = _people_of(edition)
    found: dict[int, list[UnmetRequest]] = {}
    for one in _without_meeting(edition, registration):
        reason = reasons.get(one.public_id) or (CANCELLED if one.id in cancelled else LATER)
        asking, asked = one.from_registration, one.to_registration
        hoped_for = UnmetRequest(
            asked.name if asked else "", one.to_organisation.name, one.topic, reason
        )
        found.setdefault(asking.id, []).append(hoped_for)
        hoped_for = UnmetRequest(asking.name, asking.organisation.name, one.topic, reason)
        for person_id in [asked.id] if asked else people_of.get(one.to_organisation_id, []):
            found.setdefault(person_id, []).append(hoped_for)
    return {person_id: tuple(requests) for person_id, requests in found.items()}


def _reasons(version: ScheduleVersion) -> Mapping[str, str]:
    """Request → sentence, as the run behind the version found."""
    run = db.session.get(SolveRun, version.solve_run_id) if version.solve_run_id else None
    if run is None or run.result is None:
        return {}
    return {one.request: REASONS[one.reason] for one in result_from_text(run.result).unscheduled}


def _without_meeting(
    edition: Edition, registration: Registration | None
) -> Sequence[MeetingRequest]:
    chosen = (
        select(MeetingRequest)
        .where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.state == RequestState.ACCEPTED,
            MeetingRequest.id.not_in(_live_requests(edition, MeetingState.PLANNED)),
        )
        .options(
            selectinload(MeetingRequest.from_registration).selectinload(Registration.organisation),
            selectinload(MeetingRequest.to_registration),
            selectinload(MeetingRequest.to_organisation),
        )
        .order_by(MeetingRequest.id)
    )
    if registration is not None:
        chosen = chosen.where(
            or_(
                MeetingRequest.from_registration_id == registration.id,
                MeetingRequest.to_organisation_id == registration.organisation_id,
            )
        )
    return db.session.scalars(chosen).all()


def _cancelled(edition: Edition) -> set[int]:
    return set(db.session.scalars(_live_requests(edition, MeetingState.CANCELLED)))


def _live_requests(edition: Edition, state: MeetingState) -> Select[int]:
    return (
        select(Meeting.request_id)
        .join(ScheduleVersion)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == state,
        )
    )


def _people_of(edition: Edition) -> Mapping[int, Sequence[int]]:
    """Organisation → its people who want to meet others."""
    found: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(Registration.organisation_id, Registration.id).where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
    )
    for organisation_id, registration_id in rows:
        found.setdefault(organisation_id, []).append(registration_id)
    return found
