"""The fixed data in `app/data`: taxonomy, regions and the catalogue of hubs, read once.

Everything here is frozen. Labels are English, to be said in the
reader's language where they are shown.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml

from app.domain.matching import Vocabulary
from app.domain.words import later

DATA = Path(__file__).resolve().parent.parent / "data"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Technology:
    """A technology that a hub offers or a company needs; `family` groups related ones."""

    code: str
    label: str
    family: str


@dataclass(frozen=True)
class Sector:
    """A branch of the economy; `family` groups related ones."""

    code: str
    label: str
    family: str


@dataclass(frozen=True)
class ServiceFunction:
    """One of the four functions of a hub, e.g. test before invest."""

    code: str
    label: str


@dataclass(frozen=True)
class Service:
    """A service of the catalogue; `function` is a ServiceFunction's code or `cross_cutting`."""

    code: str
    label: str
    function: str


@dataclass(frozen=True)
class Need:
    """What a company wants to achieve, and the service function that helps with it."""

    code: str
    label: str
    function: str


@dataclass(frozen=True)
class SizeClass:
    """How large a company is, by headcount."""

    code: str
    label: str


@dataclass(frozen=True)
class Language:
    """A language by its ISO 639 code."""

    code: str
    label: str


@dataclass(frozen=True)
class Region:
    """A NUTS-2 region; `country` is the ISO code (GR, not EL)."""

    code: str
    country: str
    name: str


@dataclass(frozen=True)
class Taxonomy:
    """All lists to choose from, each by code and in the order of the file.

    `technology_aliases` maps other spellings (`iot`) to technology codes; `countries` holds
    ISO codes, EU first.
    """

    technologies: Mapping[str, Technology]
    sectors: Mapping[str, Sector]
    services: Mapping[str, Service]
    service_functions: Mapping[str, ServiceFunction]
    needs: Mapping[str, Need]
    size_classes: Mapping[str, SizeClass]
    languages: Mapping[str, Language]
    technology_aliases: Mapping[str, str]
    countries: tuple[str, ...]


@cache
def taxonomy() -> Taxonomy:
    """The lists of `taxonomy.yaml`."""
    raw = yaml.safe_load((DATA / "taxonomy.yaml").read_text(encoding="utf-8"))
    return Taxonomy(
        technologies=_by_code(Technology, raw["technologies"]["items"]),
        sectors=_by_code(Sector, raw["sectors"]["items"]),
        services=_by_code(Service, raw["services"]["items"]),
        service_functions=_by_code(ServiceFunction, raw["service_functions"]["items"]),
        needs=_by_code(Need, raw["needs"]["items"]),
        size_classes=_by_code(SizeClass, raw["size_classes"]["items"]),
        languages=_by_code(Language, raw["languages"]["items"]),
        technology_aliases=MappingProxyType(raw["technologies"]["aliases"]),
        countries=tuple(code for group in raw["countries"].values() for code in group),
    )


@cache
def regions() -> Mapping[str, Region]:
    """The NUTS-2 regions of 2024 by code, without the “Extra-Regio” ones."""
    with (DATA / "nuts2_2024.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["extra_regio"] == "0"]
    return MappingProxyType(
        {row["code"]: Region(row["code"], row["country"], row["name"]) for row in rows}
    )


@cache
def vocabulary() -> Vocabulary:
    """The families, functions and labels that the match score needs."""
    lists = taxonomy()
    groups: tuple[Mapping[str, Technology | Sector | Service | ServiceFunction | Language], ...] = (
        lists.technologies,
        lists.sectors,
        lists.services,
        lists.service_functions,
        lists.languages,
    )
    return Vocabulary(
        technology_family={item.code: item.family for item in lists.technologies.values()},
        sector_family={item.code: item.family for item in lists.sectors.values()},
        service_function={item.code: item.function for item in lists.services.values()},
        labels={item.code: item.label for group in groups for item in group.values()},
    )


def _by_code(kind: Callable[..., Item], rows: list[dict[str, str]]) -> Mapping[str, Item]:
    items = (kind(**{**row, "label": later(row["label"])}) for row in rows)
    return MappingProxyType({row["code"]: item for row, item in zip(rows, items, strict=True)})
