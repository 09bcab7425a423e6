"""What the frame of a page says about the edition it belongs to, and about who is looking."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.domain.errors import NotFoundError
from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation, Place, Registration
from app.services import access
from app.services.content import edition_text


@dataclass(frozen=True)
class Surroundings:
    """An edition as the header names it, and what the visitor is there.

    `to_answer` counts the requests that wait for the visitor's organisation.
    """

    name: str
    slug: str
    is_replay: bool
    is_organiser: bool = False
    is_registered: bool = False
    is_participant: bool = False
    organisation_id: int | None = None
    is_hub: bool = False
    has_team: bool = False
    to_answer: int = 0


def surroundings(slug: str, viewer: Viewer | None) -> Surroundings | None:
    """The edition's frame for this visitor; None where they may not know of the edition."""
    try:
        edition = access.public_edition(slug, viewer)
    except NotFoundError:
        return None
    if viewer is None:
        return Surroundings(edition_text(edition, "name"), edition.slug, edition.is_replay)
    own = _own(edition, viewer)
    approved = own is not None and own[0].state is RegistrationState.APPROVED
    owns_place, to_answer = _team(edition, own[1]) if own and approved else (False, 0)
    is_hub = own is not None and own[1].kind is OrganisationKind.HUB
    return Surroundings(
        edition_text(edition, "name"),
        edition.slug,
        edition.is_replay,
        is_organiser=viewer.is_staff and bool(access.staff_roles(edition, viewer.account_id)),
        is_registered=own is not None,
        is_participant=approved,
        organisation_id=own[1].id if own else None,
        is_hub=is_hub,
        # A hub, or whoever has a place of their own, works as a team.
        has_team=approved and (is_hub or owns_place),
        to_answer=to_answer,
    )


def _own(edition: Edition, viewer: Viewer) -> tuple[Registration, Organisation] | None:
    row = db.session.execute(
        select(Registration, Organisation)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.edition_id == edition.id, Registration.account_id == viewer.account_id)
    ).first()
    return (row[0], row[1]) if row else None


def _team(edition: Edition, organisation: Organisation) -> tuple[bool, int]:
    """Whether the organisation has a place of its own, and how many requests wait for it."""
    owns = exists().where(
        Place.edition_id == edition.id, Place.owner_organisation_id == organisation.id
    )
    waiting = (
        select(func.count(MeetingRequest.id))
        .where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.to_organisation_id == organisation.id,
            MeetingRequest.state == RequestState.PENDING,
        )
        .scalar_subquery()
    )
    row = db.session.execute(select(owns, waiting)).one()
    return bool(row[0]), row[1]
