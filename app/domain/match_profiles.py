"""What the match score compares: a company's needs and a hub's offer, in taxonomy codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.states import CrossBorder


@dataclass(frozen=True)
class Need:
    """What a company looks for.

    `technologies` and `functions` map codes to a priority, 1 to 3; `sectors` are the company's
    own. `country` is the ISO code, `nuts2` its region. Whatever is empty was not filled in.
    """

    technologies: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, int] = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    country: str = ""
    nuts2: str | None = None
    cross_border: CrossBorder = CrossBorder.NO_PREFERENCE
    languages: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Offer:
    """What a hub offers; `id` is the caller's name for it.

    `technologies`, `sectors`, `services` and `functions` map codes to an intensity, 1 to 5.
    A function is offered as intensely as the hub's best service for it.
    """

    id: str
    technologies: Mapping[str, int] = field(default_factory=dict)
    sectors: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, int] = field(default_factory=dict)
    country: str = ""
    nuts2: str | None = None
    languages: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Which codes are related, which service serves which function, and every code's label."""

    technology_family: Mapping[str, str] = field(default_factory=dict)
    sector_family: Mapping[str, str] = field(default_factory=dict)
    service_function: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """The code's label, or the code itself where there is none."""
        return self.labels.get(code, code)


@dataclass(frozen=True)
class Weights:
    """How much each part counts, relative to the others; an organiser's setting."""

    technology: float = 0.35
    service: float = 0.20
    sector: float = 0.15
    geography: float = 0.15
    text: float = 0.10
    language: float = 0.05
