"""How well the organisations of one edition match. What was compared once is kept by content."""

from functools import lru_cache

from app.domain.match_text import Likeness, TextIndex
from app.domain.matching import Match, match
from app.models import Organisation
from app.services.listings import Listing, hubs, listings, others
from app.services.reference_data import vocabulary


class EditionMatches:
    """The needs and offers of everybody at an edition, read once and compared as asked.

    Hubs offer, all others need; there is no score between two hubs or two companies. With
    `among`, only these organisations (by id) and the hubs are read.
    """

    def __init__(self, edition_id: int, *among: int) -> None:
        rest = Organisation.id.in_(among) if among else others(edition_id)
        found = listings(edition_id, hubs(edition_id), rest, shown=hubs(edition_id))
        self._listings = {one.partner.organisation_id: one for one, _ in found}
        self._index = index_of(tuple(one for one, is_hub in found if is_hub))

    def between(self, one_id: int, other_id: int) -> Match | None:
        """How two organisations match, whoever asks; None unless one offers and one needs."""
        sides = self._sides(one_id, other_id)
        return explained(*sides, self._index) if sides else None

    def score(self, one_id: int, other_id: int) -> int:
        """The score of a request between the two; 0 where there is none."""
        sides = self._sides(one_id, other_id)
        return scored(*sides, self._index)[0] if sides else 0

    def _sides(self, one_id: int, other_id: int) -> tuple[Listing, Listing] | None:
        one, other = self._listings.get(one_id), self._listings.get(other_id)
        return need_and_offer(one, other) if one and other else None


def need_and_offer(one: Listing, other: Listing) -> tuple[Listing, Listing] | None:
    """The two, who needs first; None unless one offers and one needs."""
    need, offer = (one, other) if one.need else (other, one)
    return (need, offer) if need.need and offer.offer else None


@lru_cache(maxsize=8)
def index_of(offering: tuple[Listing, ...]) -> TextIndex:
    """The words of these hubs."""
    offers = [one.offer for one in offering if one.offer]
    return TextIndex(offers, vocabulary())


@lru_cache(maxsize=131_072)
def scored(needing: Listing, offering: Listing, index: TextIndex) -> tuple[int, bool]:
    """The score, and whether the two should not meet at all."""
    need, offer = needing.need, offering.offer
    assert need is not None and offer is not None  # noqa: S101, PT018 - as need_and_offer says
    best = _best(needing, index)
    likeness = {"": Likeness(0.0, ())} if best else {}
    cosine = index.cosine(need.text, offer.id) if best else 0.0
    if cosine:
        likeness[offer.id] = Likeness(cosine / best, ())
    found = match(need, offer, vocabulary(), likeness=likeness)
    return found.score, found.excluded is not None


@lru_cache(maxsize=4096)
def explained(needing: Listing, offering: Listing, index: TextIndex) -> Match:
    """The same with all its reasons."""
    need, offer = needing.need, offering.offer
    assert need is not None and offer is not None  # noqa: S101, PT018 - as need_and_offer says
    return match(need, offer, vocabulary(), likeness=index.likeness(need.text))


@lru_cache(maxsize=16_384)
def _best(needing: Listing, index: TextIndex) -> float:
    return index.best(needing.need.text) if needing.need else 0.0
