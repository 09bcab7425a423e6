"""The people of an edition that papers are printed for, with what they come as."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.domain.parts import part_of
from app.domain.states import ConsentKind, Part, PlaceKind, RegistrationState
from app.extensions import db
from app.models import Consent, Edition, Place, Registration
from app.services.documents.wanted import Order, Wanted

Guest = tuple[Registration, Part]


def guests(edition: Edition, wanted: Wanted, *also: ColumnElement[bool]) -> list[Guest]:
    """Who has a place and is wanted, in the order wished for; `also` narrows it."""
    owns_a_stand = exists().where(
        Place.edition_id == edition.id,
        Place.kind == PlaceKind.STAND,
        Place.owner_organisation_id == Registration.organisation_id,
    )
    chosen = (
        select(Registration, owns_a_stand)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.erased_at.is_(None),
            *also,
        )
        .options(joinedload(Registration.organisation))
    )
    if wanted.people is not None:
        chosen = chosen.where(Registration.id.in_(wanted.people))
    if wanted.organisations is not None:
        chosen = chosen.where(Registration.organisation_id.in_(wanted.organisations))
    found = [(person, _part(person, bool(owns))) for person, owns in db.session.execute(chosen)]
    return sorted(found, key=lambda one: _key(one[0], wanted.order))


def agreed_to_be_listed() -> ColumnElement[bool]:
    """Of a `Registration`: they agreed to stand in the list of participants, and still do."""
    return exists().where(
        Consent.registration_id == Registration.id,
        Consent.kind == ConsentKind.DIRECTORY,
        Consent.withdrawn_at.is_(None),
    )


def main_language(edition: Edition) -> str:
    """The language of papers that are for everybody."""
    return edition.languages[0] if edition.languages else "en"


def _part(person: Registration, owns_a_stand: bool) -> Part:
    exhibits = person.wants_stand or owns_a_stand
    return part_of(person.role, person.organisation.kind, exhibits=exhibits)


def _key(person: Registration, order: Order) -> tuple[str, str, str]:
    organisation = person.organisation.name.casefold() if order is Order.ORGANISATION else ""
    return (organisation, person.name.casefold(), person.public_id)
