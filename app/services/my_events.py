"""The editions that an account takes part in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.states import EditionState, RegistrationState
from app.extensions import db
from app.models import Edition, Organisation, Registration
from app.services.content import edition_text


@dataclass(frozen=True)
class MyEvent:
    """One edition that a person registered for."""

    slug: str
    name: str
    city: str
    starts_on: date
    ends_on: date
    edition_state: EditionState
    registration_state: RegistrationState
    organisation: str


def my_events(account_id: int) -> tuple[MyEvent, ...]:
    """The account's registrations, the latest event first."""
    rows = db.session.execute(
        select(Edition, Registration.state, Organisation.name)
        .join(Registration, Registration.edition_id == Edition.id)
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(Registration.account_id == account_id)
        .order_by(Edition.starts_on.desc(), Edition.id.desc())
    )
    return tuple(
        MyEvent(
            slug=edition.slug,
            name=edition_text(edition, "name"),
            city=edition_text(edition, "city"),
            starts_on=edition.starts_on,
            ends_on=edition.ends_on,
            edition_state=edition.state,
            registration_state=state,
            organisation=organisation,
        )
        for edition, state, organisation in rows
    )
