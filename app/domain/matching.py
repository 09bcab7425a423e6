"""How well a hub's offer meets a company's needs: 0 to 100, with its reasons in plain words.

The score is a weighted mean over the parts that the company filled in; a part left empty counts
neither for nor against any hub.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from app.domain import match_parts
from app.domain.match_parts import Finding, Part, best_of_functions, related
from app.domain.match_profiles import Need, Offer, Vocabulary, Weights
from app.domain.match_text import Likeness, TextIndex
from app.domain.states import CrossBorder
from app.domain.words import later

__all__ = [
    "Match",
    "Need",
    "Offer",
    "Part",
    "TextIndex",
    "Vocabulary",
    "Weights",
    "match",
    "rank",
]

LABELS = {
    "technology": later("Technologies"),
    "service": later("Services"),
    "sector": later("Sector"),
    "geography": later("Place"),
    "text": later("Your own words"),
    "language": later("Language"),
}
# From this intensity on a wish counts as met; below, as partly met.
MET_FROM = 3
ABROAD = later("You want hubs of your own country only; this one is in another.")


@dataclass(frozen=True)
class Match:
    """How well one offer meets one need.

    `score` is 0 to 100; `excluded` says why the pair should not meet (then the score is 0).
    `met`, `partly` and `unmet` say what becomes of each technology and kind of help asked for.
    """

    score: int
    excluded: str | None
    parts: tuple[Part, ...]
    met: tuple[str, ...]
    partly: tuple[str, ...]
    unmet: tuple[str, ...]
    warnings: tuple[str, ...]


def match(
    need: Need,
    offer: Offer,
    vocabulary: Vocabulary,
    *,
    likeness: Mapping[str, Likeness] | None = None,
    weights: Weights | None = None,
) -> Match:
    """Compare one company with one hub; `likeness` is `TextIndex.likeness(need.text)`."""
    parts = _parts(need, offer, vocabulary, likeness or {}, weights or Weights())
    met, partly, unmet = _wishes(need, offer, vocabulary)
    excluded = ABROAD if _is_excluded(need, offer) else None
    score = 0 if excluded else int(100 * sum(part.weight * part.value for part in parts) + 0.5)
    no_language = any(part.code == "language" and not part.value for part in parts)
    warnings = (later("You name no common language."),) if no_language else ()
    return Match(score, excluded, parts, met, partly, unmet, warnings)


def rank(
    need: Need,
    offers: Iterable[Offer],
    vocabulary: Vocabulary,
    index: TextIndex,
    *,
    weights: Weights | None = None,
) -> tuple[tuple[Offer, Match], ...]:
    """All hubs that are not excluded, the best first; equal scores in the order of their ids."""
    likeness = index.likeness(need.text)
    matches = (
        (offer, match(need, offer, vocabulary, likeness=likeness, weights=weights))
        for offer in offers
        if not _is_excluded(need, offer)
    )
    return tuple(sorted(matches, key=lambda pair: (-_exact(pair[1]), pair[0].id)))


def _exact(found: Match) -> float:
    """The score before it was rounded, so that rounding makes no ties."""
    return round(sum(part.weight * part.value for part in found.parts), 9)


def _parts(
    need: Need,
    offer: Offer,
    vocabulary: Vocabulary,
    likeness: Mapping[str, Likeness],
    weights: Weights,
) -> tuple[Part, ...]:
    findings: tuple[Finding | None, ...] = (
        match_parts.technology(need, offer, vocabulary),
        match_parts.service(need, offer, vocabulary),
        match_parts.sector(need, offer, vocabulary),
        match_parts.geography(need, offer),
        match_parts.text(need, likeness.get(offer.id), comparable=bool(likeness)),
        match_parts.language(need, offer, vocabulary),
    )
    filled = [
        (code, weight, finding)
        for (code, weight), finding in zip(_named(weights), findings, strict=True)
        if finding is not None
    ]
    whole = sum(weight for _, weight, _ in filled) or 1.0
    return tuple(
        Part(code, LABELS[code], weight / whole, finding.value, finding.reason)
        for code, weight, finding in filled
    )


def _named(weights: Weights) -> list[tuple[str, float]]:
    return list(zip(LABELS, astuple(weights), strict=True))


def _is_excluded(need: Need, offer: Offer) -> bool:
    """A company that wants no hub abroad is never matched with one."""
    abroad = bool(need.country) and need.country != offer.country
    return abroad and need.cross_border is CrossBorder.NOT_WANTED


def _wishes(
    need: Need, offer: Offer, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The technologies and kinds of help asked for, sorted into met, partly met and unmet."""
    met: list[str] = []
    partly: list[str] = []
    unmet: list[str] = []
    functions = best_of_functions(offer, vocabulary)
    offered = {**offer.technologies, **{code: functions.get(code, 0) for code in need.functions}}
    for code in (*need.technologies, *need.functions):
        label, intensity = vocabulary.label(code), offered.get(code, 0)
        kin = related(code, offer.technologies, vocabulary.technology_family)
        if intensity >= MET_FROM:
            met.append(f"{label} ({intensity} of 5)")
        elif intensity:
            partly.append(
                later("%(label)s (only %(intensity)s of 5)", label=label, intensity=intensity)
            )
        elif kin:
            partly.append(
                later(
                    "%(label)s: only the related %(label_2)s",
                    label=label,
                    label_2=vocabulary.label(kin),
                )
            )
        else:
            unmet.append(label)
    return tuple(met), tuple(partly), tuple(unmet)
