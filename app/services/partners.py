"""Who speaks for an organisation and may be asked by name."""

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Edition, Registration
from app.services.request_rules import is_listed


@dataclass(frozen=True)
class Representative:
    """A person whom one may ask by name."""

    public_id: str
    name: str
    job_title: str
    languages: tuple[str, ...]


def representatives_of(edition: Edition, organisation_id: int) -> tuple[Representative, ...]:
    """The participants of an organisation who agreed to be listed, by name."""
    rows = db.session.execute(
        select(
            Registration.public_id,
            Registration.name,
            Registration.job_title,
            Registration.languages,
        )
        .where(
            Registration.edition_id == edition.id,
            Registration.organisation_id == organisation_id,
            is_listed(),
        )
        .order_by(Registration.name, Registration.id)
    )
    return tuple(
        Representative(public_id, name, title, tuple(languages))
        for public_id, name, title, languages in rows
    )
