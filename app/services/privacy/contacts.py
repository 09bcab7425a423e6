"""The addresses of whom one meets: of those who agreed, once there is a meeting."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.states import ConsentKind, MeetingState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Consent,
    Meeting,
    Organisation,
    Registration,
    ScheduleVersion,
)


@dataclass(frozen=True)
class Contact:
    """How to reach somebody one meets."""

    name: str
    organisation: str
    email: str


def contacts_of(registration: Registration) -> tuple[Contact, ...]:
    """Whom the person has a live meeting with and who lets them see the address, by name."""
    own, other = aliased(Attendance), aliased(Attendance)
    agreed = select(Consent.registration_id).where(
        Consent.kind == ConsentKind.CONTACT, Consent.withdrawn_at.is_(None)
    )
    rows = db.session.execute(
        select(Registration.name, Organisation.name, Registration.email)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .join(other, other.registration_id == Registration.id)
        .join(own, own.meeting_id == other.meeting_id)
        .join(Meeting, Meeting.id == own.meeting_id)
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.version_id)
        .where(
            own.registration_id == registration.id,
            other.registration_id != registration.id,
            Registration.organisation_id != registration.organisation_id,
            Registration.erased_at.is_(None),
            Registration.id.in_(agreed),
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
        .distinct()
        .order_by(Registration.name, Registration.email)
    )
    return tuple(Contact(name, organisation, email) for name, organisation, email in rows)
