"""What people are bound to at a time: a talk, a meeting, an offer to meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.states import MeetingState, OpenSlotState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    OpenSlot,
    Organisation,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    ScheduleVersion,
    Slot,
)

# (registration's key, slot's key)
Time = tuple[int, int]


class CommitmentKind(StrEnum):
    """Why a time is not free to choose."""

    TALK = "talk"
    OFFER = "offer"
    MEETING = "meeting"


@dataclass(frozen=True)
class Commitment:
    """One thing that fills a person's slot; `about` is the talk's title or the partner."""

    kind: CommitmentKind
    about: str


def commitments(edition: Edition, people: Collection[int]) -> Mapping[Time, Commitment]:
    """What fills the slots of these registrations; a meeting goes before all else."""
    found: dict[Time, Commitment] = {}
    for person_id, slot_id, title in _talks(edition, people):
        found[person_id, slot_id] = Commitment(CommitmentKind.TALK, title)
    for person_id, slot_id in _offers(edition, people):
        found[person_id, slot_id] = Commitment(CommitmentKind.OFFER, "")
    for person_id, slot_id, partner in _meetings(edition, people):
        found[person_id, slot_id] = Commitment(CommitmentKind.MEETING, partner)
    return found


def _talks(edition: Edition, people: Collection[int]) -> list[tuple[int, int, str]]:
    rows = db.session.execute(
        select(ProgrammePresenter.registration_id, Slot.id, ProgrammeItem.title)
        .join(ProgrammeItem, ProgrammePresenter.item_id == ProgrammeItem.id)
        .join(
            Slot,
            (Slot.edition_id == ProgrammeItem.edition_id)
            & (Slot.starts_at < ProgrammeItem.ends_at)
            & (Slot.ends_at > ProgrammeItem.starts_at),
        )
        .where(
            ProgrammeItem.edition_id == edition.id,
            ProgrammePresenter.registration_id.in_(people),
        )
    )
    return [(person_id, slot_id, title) for person_id, slot_id, title in rows]


def _offers(edition: Edition, people: Collection[int]) -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(OpenSlot.registration_id, OpenSlot.slot_id).where(
            OpenSlot.edition_id == edition.id,
            OpenSlot.registration_id.in_(people),
            OpenSlot.state == OpenSlotState.OPEN,
        )
    )
    return [(person_id, slot_id) for person_id, slot_id in rows]


def _meetings(edition: Edition, people: Collection[int]) -> list[tuple[int, int, str]]:
    """Registration, slot and the partner's organisation of every live meeting."""
    other = aliased(Attendance)
    rows = db.session.execute(
        select(Attendance.registration_id, Meeting.slot_id, Organisation.name)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(
            other,
            (other.meeting_id == Meeting.id)
            & (other.registration_id != Attendance.registration_id),
        )
        .join(Registration, Registration.id == other.registration_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
            Attendance.registration_id.in_(people),
        )
    )
    return [(person_id, slot_id, partner) for person_id, slot_id, partner in rows]
