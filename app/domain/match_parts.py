"""The six parts of the match score, each with its value from 0 to 1 and its reason.

A part returns None where the company left it empty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.match_profiles import Need, Offer, Vocabulary
from app.domain.match_text import Likeness
from app.domain.states import CrossBorder
from app.domain.words import later

FULL_INTENSITY = 5
# A hub that offers a related technology or sector is worth a part of one that offers the thing.
RELATED_TECHNOLOGY = 0.4
RELATED_SECTOR = 0.5
# Focus: a hub for which the needed terms are a third of all it does is as focused as can be.
ENOUGH_FOCUS = 3
COVERAGE_SHARE, FOCUS_SHARE = 0.7, 0.3
SAME_REGION, SAME_AREA, SAME_COUNTRY, ELSEWHERE = 1.0, 0.8, 0.6, 0.2
HOME_WHEN_LOOKING_ABROAD = 0.3


@dataclass(frozen=True)
class Part:
    """One line of the explanation: `weight` is the part's share of the whole, `value` 0 to 1."""

    code: str
    label: str
    weight: float
    value: float
    reason: str

    @property
    def points(self) -> int:
        """What the part adds to the score, rounded."""
        return int(100 * self.weight * self.value + 0.5)


@dataclass(frozen=True)
class Finding:
    """A part's value and its reason, before it is weighed."""

    value: float
    reason: str


def technology(need: Need, offer: Offer, vocabulary: Vocabulary) -> Finding | None:
    """A hub should offer the technologies asked for, and offer little else."""
    if not need.technologies:
        return None
    family = vocabulary.technology_family
    coverage = sum(
        priority * _worth(code, offer.technologies, family, RELATED_TECHNOLOGY)
        for code, priority in need.technologies.items()
    ) / sum(need.technologies.values())
    share = _share(need.technologies, offer.technologies)
    offered = sum(code in offer.technologies for code in need.technologies)
    return Finding(
        COVERAGE_SHARE * coverage + FOCUS_SHARE * min(1.0, ENOUGH_FOCUS * share),
        later(
            "Technologies you need that it offers: %(offered)s of %(number)s. "
            "They are %(share)s of all its technologies.",
            offered=offered,
            number=len(need.technologies),
            share=f"{share:.0%}",
        ),
    )


def service(need: Need, offer: Offer, vocabulary: Vocabulary) -> Finding | None:
    """A hub should have a strong service for each kind of help asked for."""
    if not need.functions:
        return None
    best = best_of_functions(offer, vocabulary)
    value = sum(
        priority * best.get(code, 0) / FULL_INTENSITY for code, priority in need.functions.items()
    ) / sum(need.functions.values())
    offered = sum(code in best for code in need.functions)
    return Finding(
        value,
        later(
            "Kinds of help you want that it gives: %(offered)s of %(number)s.",
            offered=offered,
            number=len(need.functions),
        ),
    )


def sector(need: Need, offer: Offer, vocabulary: Vocabulary) -> Finding | None:
    """A hub should know the company's line of business, and few others."""
    if not need.sectors:
        return None
    family = vocabulary.sector_family
    worth = {code: _worth(code, offer.sectors, family, RELATED_SECTOR) for code in need.sectors}
    best = max(need.sectors, key=worth.__getitem__)
    share = _share(need.sectors, offer.sectors)
    return Finding(
        COVERAGE_SHARE * worth[best] + FOCUS_SHARE * min(1.0, ENOUGH_FOCUS * share),
        _sector_reason(best, worth[best], offer, vocabulary),
    )


def geography(need: Need, offer: Offer) -> Finding | None:
    """A hub should be near, unless the company looks abroad."""
    if not need.country:
        return None
    at_home = need.country == offer.country
    if need.cross_border is CrossBorder.WANTED:
        if at_home:
            return Finding(
                HOME_WHEN_LOOKING_ABROAD, later("It is in your own country; you look abroad.")
            )
        return Finding(1.0, later("It is in another country, as you wish."))
    if not at_home:
        return Finding(ELSEWHERE, later("It is in another country."))
    if need.nuts2 and need.nuts2 == offer.nuts2:
        return Finding(SAME_REGION, later("It is in your region."))
    if need.nuts2 and offer.nuts2 and need.nuts2[:3] == offer.nuts2[:3]:
        return Finding(SAME_AREA, later("It is in your part of the country."))
    return Finding(SAME_COUNTRY, later("It is in your country."))


def text(need: Need, likeness: Likeness | None, *, comparable: bool) -> Finding | None:
    """A hub's description should use the company's words.

    `comparable` is False where no hub at all shares a word with the company's text.
    """
    if not need.text.strip() or not comparable:
        return None
    if likeness is None:
        return Finding(0.0, later("Its description shares no word with your text."))
    return Finding(
        likeness.value,
        later("Its description has your words: %(names)s.", names=", ".join(likeness.words)),
    )


def language(need: Need, offer: Offer, vocabulary: Vocabulary) -> Finding | None:
    """The two should have a language in common."""
    if not need.languages:
        return None
    common = [vocabulary.label(code) for code in need.languages if code in offer.languages]
    if not common:
        return Finding(0.0, later("You name no common language."))
    return Finding(1.0, later("You have a common language: %(names)s.", names=common))


def best_of_functions(offer: Offer, vocabulary: Vocabulary) -> dict[str, int]:
    """The intensity of the hub's best service for each function that it serves."""
    best = dict(offer.functions)
    for code, intensity in offer.services.items():
        function = vocabulary.service_function.get(code, "")
        best[function] = max(intensity, best.get(function, 0))
    return best


def related(code: str, offered: Mapping[str, int], family: Mapping[str, str]) -> str | None:
    """The strongest offered code of the same family, other than `code` itself."""
    kin = [
        other
        for other in offered
        if other != code and code in family and family.get(other) == family[code]
    ]
    return max(kin, key=lambda other: (offered[other], other), default=None)


def _worth(
    code: str, offered: Mapping[str, int], family: Mapping[str, str], discount: float
) -> float:
    """The thing itself at its intensity, or the best related one at a discount."""
    kin = related(code, offered, family)
    second_best = discount * offered[kin] if kin else 0.0
    return max(offered.get(code, 0), second_best) / FULL_INTENSITY


def _share(needed: Iterable[str], offered: Mapping[str, int]) -> float:
    """How much of all that the hub does is needed, by intensity."""
    total = sum(offered.values())
    return sum(offered.get(code, 0) for code in needed) / total if total else 0.0


def _sector_reason(best: str, worth: float, offer: Offer, vocabulary: Vocabulary) -> str:
    if best in offer.sectors:
        return later(
            "Works for your sector %(label)s (%(sectors)s of 5).",
            label=vocabulary.label(best),
            sectors=offer.sectors[best],
        )
    kin = related(best, offer.sectors, vocabulary.sector_family)
    if worth and kin:
        return later(
            "Works for a related sector, %(label)s (%(sectors)s of 5).",
            label=vocabulary.label(kin),
            sectors=offer.sectors[kin],
        )
    return later("Does not work for your sector.")
