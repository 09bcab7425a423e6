"""What has to be there before an edition goes to a phase."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from app.domain.phases import ORDER, PHASES, Phase, is_step_back
from app.domain.states import (
    EditionState,
    OrganisationKind,
    RegistrationState,
    VersionKind,
)
from app.domain.words import later
from app.extensions import db
from app.installation import is_production
from app.models import Edition, Organisation, Profile, Registration, ScheduleVersion, Slot
from app.services.privacy.settings import is_named

OPENS = frozenset({EditionState.REGISTRATION_OPEN, EditionState.BOOKING_OPEN})
UNNAMED = later(
    "Nobody is named as responsible for people's data: an owner does that under “Privacy” first."
)


@dataclass(frozen=True)
class Step:
    """A step that the edition may take; `reason` says why it cannot be taken yet, or is empty."""

    target: EditionState
    phase: Phase
    is_back: bool
    reason: str


def next_steps(edition: Edition) -> tuple[Step, ...]:
    """The allowed steps, forward ones first, in the order of the phases."""
    steps = [
        Step(
            target,
            PHASES[target],
            is_step_back(edition.state, target),
            reason_against(edition, target),
        )
        for target in ORDER
        if edition.state.may_become(target)
    ]
    return tuple(sorted(steps, key=lambda step: step.is_back))


def reason_against(edition: Edition, target: EditionState) -> str:
    """Why this phase makes no sense yet; empty where it does."""
    if target in OPENS and is_production() and not is_named(edition):
        return UNNAMED
    if target is EditionState.BOOKING_OPEN and not _has_slots(edition):
        return later("There are no meeting times yet: add a block first.")
    if target is EditionState.BOOKING_OPEN and not _has_hubs(edition):
        return later("No hub takes part yet: add one first.")
    if target is EditionState.SCHEDULED and not _is_published(edition):
        return later("No schedule is published yet: publishing one does this step by itself.")
    return ""


def _has_slots(edition: Edition) -> bool:
    return bool(db.session.scalar(select(exists().where(Slot.edition_id == edition.id))))


def _has_hubs(edition: Edition) -> bool:
    """Whether a hub has a profile at the edition or an approved person."""
    hubs = select(Organisation.id).where(Organisation.kind == OrganisationKind.HUB)
    profiles = exists().where(Profile.edition_id == edition.id, Profile.organisation_id.in_(hubs))
    people = exists().where(
        Registration.edition_id == edition.id,
        Registration.state == RegistrationState.APPROVED,
        Registration.organisation_id.in_(hubs),
    )
    return bool(db.session.scalar(select(profiles | people)))


def _is_published(edition: Edition) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    ScheduleVersion.edition_id == edition.id,
                    ScheduleVersion.kind == VersionKind.PUBLISHED,
                )
            )
        )
    )
