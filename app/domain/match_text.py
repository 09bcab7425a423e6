"""How alike a company's own words and the hubs' descriptions are (TF-IDF and cosine)."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.match_profiles import Offer, Vocabulary

# Shorter words are mostly “the”, “and”, “für”: they tell nothing and would need a list a language.
SHORTEST_WORD = 4
MOST_WORDS_SHOWN = 5


@dataclass(frozen=True)
class Likeness:
    """`value` is 1 for the hub that is most alike, 0 for none; `words` are the shared ones."""

    value: float
    words: tuple[str, ...]


class TextIndex:
    """The words of all offers, made once and asked for every company.

    A hub's words are its text and the labels of what it offers, each as often as its intensity
    says. A word weighs (1 + ln count) · (1 + ln((1 + hubs) / (1 + hubs with the word))).
    """

    def __init__(self, offers: Iterable[Offer], vocabulary: Vocabulary) -> None:
        counts = {offer.id: Counter(_words(_description(offer, vocabulary))) for offer in offers}
        hubs_with = Counter(word for counted in counts.values() for word in counted)
        self._rarity = {
            word: 1 + math.log((1 + len(counts)) / (1 + hubs)) for word, hubs in hubs_with.items()
        }
        self._directions = {
            offer_id: self._direction(counted) for offer_id, counted in counts.items()
        }
        self._hubs_by_word: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for offer_id, direction in self._directions.items():
            for word, weight in direction.items():
                self._hubs_by_word[word].append((offer_id, weight))

    def likeness(self, text: str) -> Mapping[str, Likeness]:
        """The hubs that share a word with `text`, by id, compared with the best of them."""
        cosine: dict[str, float] = defaultdict(float)
        shared: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for word, weight in self._direction(Counter(_words(text))).items():
            for offer_id, offered in self._hubs_by_word.get(word, ()):
                cosine[offer_id] += weight * offered
                shared[offer_id].append((-weight * offered, word))
        best = max(cosine.values(), default=1.0)
        return {
            offer_id: Likeness(
                value / best, tuple(word for _, word in sorted(shared[offer_id])[:MOST_WORDS_SHOWN])
            )
            for offer_id, value in cosine.items()
        }

    def best(self, text: str) -> float:
        """The cosine of the hub that is most alike; 0 where none shares a word."""
        cosine: dict[str, float] = defaultdict(float)
        for word, weight in self._direction(Counter(_words(text))).items():
            for offer_id, offered in self._hubs_by_word.get(word, ()):
                cosine[offer_id] += weight * offered
        return max(cosine.values(), default=0.0)

    def cosine(self, text: str, offer_id: str) -> float:
        """How alike one hub is, without looking at the others; 0 where it shares no word."""
        offered = self._directions.get(offer_id, {})
        found = 0.0
        for word, weight in self._direction(Counter(_words(text))).items():
            if word in offered:
                found += weight * offered[word]
        return found

    def _direction(self, counted: Counter[str]) -> dict[str, float]:
        """The weights of the known words, scaled to length 1."""
        weights = {
            word: (1 + math.log(count)) * self._rarity[word]
            for word, count in counted.items()
            if word in self._rarity
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items()}


def _description(offer: Offer, vocabulary: Vocabulary) -> str:
    offered = (offer.technologies, offer.sectors, offer.services, offer.functions)
    labels = [
        vocabulary.label(code)
        for group in offered
        for code, intensity in group.items()
        for _ in range(intensity)
    ]
    return " ".join([offer.text, *labels])


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", text.lower())
    return [word for word in found if len(word) >= SHORTEST_WORD]
