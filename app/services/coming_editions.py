"""The front page: which editions come, and which have been."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.states import EditionState
from app.extensions import db
from app.models import Edition, Series
from app.services.content import edition_text


@dataclass(frozen=True)
class EditionCard:
    """One edition in a list; `takes_registrations` is whether people may register now."""

    slug: str
    name: str
    series: str
    description: str
    city: str
    country: str
    starts_on: date
    ends_on: date
    state: EditionState
    takes_registrations: bool
    closes_on: date | None
    is_replay: bool


@dataclass(frozen=True)
class Editions:
    """All public editions: those to come, the next first; those that have been, the last first."""

    coming: tuple[EditionCard, ...]
    earlier: tuple[EditionCard, ...]


def coming_editions(today: date) -> Editions:
    """Every edition that visitors may see."""
    rows = db.session.execute(
        select(Edition, Series.name)
        .join(Series, Series.id == Edition.series_id)
        .where(Edition.state.in_([state for state in EditionState if state.is_public]))
        .order_by(Edition.starts_on, Edition.id)
    )
    cards = [_card(edition, series, today) for edition, series in rows]
    return Editions(
        coming=tuple(card for card in cards if card.ends_on >= today),
        earlier=tuple(card for card in reversed(cards) if card.ends_on < today),
    )


def takes_registrations(edition: Edition, today: date) -> bool:
    """Whether people may register today: the organiser opened it, and no deadline has passed."""
    closes_on = edition.registration_closes_on
    return edition.state.takes_registrations and (closes_on is None or today <= closes_on)


def _card(edition: Edition, series: str, today: date) -> EditionCard:
    return EditionCard(
        slug=edition.slug,
        name=edition_text(edition, "name"),
        series=series,
        description=edition_text(edition, "description"),
        city=edition_text(edition, "city"),
        country=edition.country,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        state=edition.state,
        takes_registrations=takes_registrations(edition, today),
        closes_on=edition.registration_closes_on,
        is_replay=edition.is_replay,
    )
