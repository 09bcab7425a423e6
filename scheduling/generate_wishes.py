"""Who wants to meet whom in a generated instance: few hubs are asked by many."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, combinations
from random import Random

Pair = tuple[int, int]

BETWEEN_COMPANIES = 0.22
LEAST_PER_HUB = 3
DRAWS_PER_WISH = 20


def largest_number(hubs: int, companies: int) -> int:
    """How many different pairs there are; hubs do not meet each other."""
    return hubs * companies + companies * (companies - 1) // 2


def wishes(rng: Random, hubs: int, companies: int, number: int, company_cap: int) -> list[Pair]:
    """Different pairs of people in random order, hubs being the first `hubs` numbers.

    78 % are between a hub and a company, as far as hubs and companies are not asked too often.
    """
    drawing = _Drawing(rng, hubs, companies, number, company_cap)
    drawing.every_hub_a_few()
    drawing.hubs_by_popularity(round(number * (1 - BETWEEN_COMPANIES)))
    drawing.between_companies()
    drawing.fill_up()
    found = list(drawing.found)
    rng.shuffle(found)
    return found


class _Drawing:
    """Pairs found so far, in the order of their drawing."""

    def __init__(self, rng: Random, hubs: int, companies: int, number: int, cap: int) -> None:
        self.rng = rng
        self.number = number
        self.hubs = range(hubs)
        self.companies = range(hubs, hubs + companies)
        self.most_per_hub = max(30, min(90, int(companies * 0.35)))
        self.most_per_company = 3 * cap
        self.activity = _weights(rng, companies, 0.5)
        self.found: dict[Pair, None] = {}
        self.asked: Counter[int] = Counter()

    def every_hub_a_few(self) -> None:
        """Three companies for every hub, as far as there are so many."""
        for hub in self.hubs:
            few = min(LEAST_PER_HUB, len(self.companies), self.number - len(self.found))
            for company in self.rng.sample(self.companies, few):
                self._add(hub, company)

    def hubs_by_popularity(self, upto: int) -> None:
        """Wishes of active companies for popular hubs."""
        popularity = _weights(self.rng, len(self.hubs), 1.0)
        for hub, company in self._draws(self.hubs, popularity, upto):
            if len(self.found) >= upto:
                return
            asked = self.asked
            if asked[hub] < self.most_per_hub and asked[company] <= self.most_per_company:
                self._add(hub, company)

    def between_companies(self) -> None:
        """Wishes of active companies for popular companies."""
        popularity = _weights(self.rng, len(self.companies), 0.6)
        for one, other in self._draws(self.companies, popularity, self.number):
            if len(self.found) >= self.number:
                return
            if one != other:
                self._add(min(one, other), max(one, other))

    def fill_up(self) -> None:
        """Any pairs, where limits and popularity left too few."""
        missing = self.number - len(self.found)
        if missing == 0:
            return
        rest = [
            pair
            for pair in combinations(range(self.companies.stop), 2)
            if pair[1] in self.companies and pair not in self.found
        ]
        for pair in self.rng.sample(rest, missing):
            self._add(*pair)

    def _draws(self, whom: Sequence[int], weights: list[float], upto: int) -> list[Pair]:
        """More pairs than needed, with repetitions: whom, and the company that asks."""
        if not whom or not self.companies:
            return []
        number = max(0, upto - len(self.found)) * DRAWS_PER_WISH
        asked = self.rng.choices(whom, cum_weights=weights, k=number)
        asking = self.rng.choices(self.companies, cum_weights=self.activity, k=number)
        return list(zip(asked, asking, strict=True))

    def _add(self, one: int, other: int) -> None:
        if (one, other) not in self.found:
            self.found[one, other] = None
            self.asked.update((one, other))


def _weights(rng: Random, number: int, spread: float) -> list[float]:
    """Cumulated log-normal popularity: a few stand out."""
    return list(accumulate(rng.lognormvariate(0, spread) for _ in range(number)))
