"""The instants on a page with open times, for the note on the zone."""

from collections.abc import Iterable
from datetime import datetime

from app.services.open_slot_times import Offer


def moments_of(offers: Iterable[Offer]) -> list[datetime]:
    """Every start."""
    return [time.starts_at for offer in offers for time in offer.times]
