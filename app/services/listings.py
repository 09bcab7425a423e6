"""Organisations of an edition as plain rows, turned into what lists and scores need.

What is made of a row is kept by the row's whole content: whoever changes a profile, in whatever
process, is read anew, and what did not change is not computed again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import CompoundSelect, Text, and_, or_, select, union
from sqlalchemy import cast as as_type
from sqlalchemy.sql.elements import ColumnElement

from app.domain.match_profiles import Need, Offer
from app.domain.states import CrossBorder, OrganisationKind
from app.extensions import db
from app.models import CatalogueEntry, Organisation, Place, Profile, Registration
from app.services.edition_hubs import technology_label
from app.services.hub_records import taking_part
from app.services.reference_data import taxonomy
from app.services.request_rules import is_listed

STRENGTHS_SHOWN = 3
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Partner:
    """An organisation in the list of whom to ask; what it offers or needs, in codes.

    `words` are what is searched; `nuts2` is its region.
    """

    organisation_id: int
    slug: str
    name: str
    title: str
    kind: OrganisationKind
    city: str
    country: str
    nuts2: str
    technologies: Mapping[str, int]
    functions: frozenset[str]
    sectors: frozenset[str]
    languages: tuple[str, ...]
    strengths: tuple[str, ...]
    words: str
    fictional: bool


@dataclass(frozen=True, eq=False)
class Listing:
    """One organisation; a hub has an offer, another with a profile a need.

    Two of them are equal only if they are the same one, so that they are quick keys.
    """

    partner: Partner
    need: Need | None
    offer: Offer | None


@dataclass(frozen=True)
class _Row:
    """The columns of `_COLUMNS`; the JSON of profiles and the catalogue as text."""

    organisation: tuple[Any, ...]
    catalogue: tuple[str | None, ...]
    text: str | None
    profile: tuple[str | None, ...]
    cross_border: CrossBorder | None

    @property
    def kind(self) -> OrganisationKind:
        """What the organisation is."""
        kind: OrganisationKind = self.organisation[3]
        return kind


_JSON = ("technologies", "sectors", "services", "languages")
_COLUMNS = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.kind,
    Organisation.city,
    Organisation.country,
    Organisation.nuts2,
    Organisation.fictional,
    CatalogueEntry.title.label("known_title"),
    *(as_type(getattr(CatalogueEntry, name), Text).label(f"known_{name}") for name in _JSON),
    Profile.text.label("own_text"),
    *(as_type(getattr(Profile, name), Text).label(f"own_{name}") for name in (*_JSON, "functions")),
    Profile.cross_border,
)


def hubs(edition_id: int) -> Condition:
    """The hubs that have anything to do with the edition."""
    return and_(Organisation.kind == OrganisationKind.HUB, Organisation.id.in_(_there(edition_id)))


def shown_hubs(edition_id: int) -> Condition:
    """The hubs that take part."""
    kind = Organisation.kind == OrganisationKind.HUB
    return and_(kind, Organisation.id.in_(taking_part(edition_id)))


def shown_companies(edition_id: int) -> Condition:
    """The other organisations with somebody who agreed to be listed."""
    people = select(Registration.organisation_id).where(
        Registration.edition_id == edition_id, is_listed()
    )
    return and_(Organisation.kind != OrganisationKind.HUB, Organisation.id.in_(people))


def others(edition_id: int) -> Condition:
    """All other organisations that have anything to do with the edition."""
    kind = Organisation.kind != OrganisationKind.HUB
    return and_(kind, Organisation.id.in_(_there(edition_id)))


def listings(edition_id: int, *wanted: Condition, shown: Condition) -> list[tuple[Listing, bool]]:
    """The organisations of any of `wanted`, each with whether it is `shown`; in one query."""
    rows = db.session.execute(
        select(*_COLUMNS, shown.label("shown"))
        .select_from(Organisation)
        .outerjoin(
            Profile,
            (Profile.organisation_id == Organisation.id) & (Profile.edition_id == edition_id),
        )
        .outerjoin(CatalogueEntry, CatalogueEntry.organisation_id == Organisation.id)
        .where(or_(*wanted))
        .order_by(Organisation.id)
    )
    return [(_listing(tuple(row[:-1])), bool(row[-1])) for row in rows]


def _there(edition_id: int) -> CompoundSelect[int]:
    return union(
        select(Profile.organisation_id).where(Profile.edition_id == edition_id),
        select(Registration.organisation_id).where(Registration.edition_id == edition_id),
        select(Place.owner_organisation_id).where(
            Place.edition_id == edition_id, Place.owner_organisation_id.is_not(None)
        ),
    )


@lru_cache(maxsize=16_384)
def _listing(columns: tuple[Any, ...]) -> Listing:
    row = _Row(columns[:9], columns[9:13], columns[13], columns[14:19], columns[19])
    is_hub = row.kind is OrganisationKind.HUB
    has_profile = row.cross_border is not None
    partner = _hub(row) if is_hub else _company(row)
    need = None if is_hub or not has_profile else _need(row)
    return Listing(partner, need, _offer(row, has_profile=has_profile) if is_hub else None)


def _hub(row: _Row) -> Partner:
    """Where the profile says nothing, the catalogue speaks."""
    technologies, sectors, services, languages = (
        _parsed(own) or _parsed(known)
        for own, known in zip(row.profile[:4], row.catalogue, strict=True)
    )
    known_services = taxonomy().services
    served = {known_services[code].function for code in services if code in known_services}
    functions = served | set(_parsed(row.profile[4]))
    name, title = row.organisation[2], row.organisation[8]
    title = "" if title == name else title or ""
    return _partner(row, title, technologies, functions, sectors, languages)


def _company(row: _Row) -> Partner:
    technologies, sectors, _, languages, functions = map(_parsed, row.profile)
    return _partner(row, "", technologies, functions, sectors, languages)


def _partner(
    row: _Row,
    title: str,
    technologies: Any,
    functions: Iterable[str],
    sectors: Iterable[str],
    languages: Iterable[str],
) -> Partner:
    strongest = sorted(technologies, key=lambda code: (-technologies[code], code))
    key, slug, name, kind, city, country, nuts2, fictional, _ = row.organisation
    return Partner(
        organisation_id=key,
        slug=slug,
        name=name,
        title=title,
        kind=kind,
        city=city,
        country=country,
        nuts2=nuts2 or "",
        technologies=technologies,
        functions=frozenset(functions),
        sectors=frozenset(sectors),
        languages=tuple(languages),
        strengths=tuple(technology_label(code) for code in strongest[:STRENGTHS_SHOWN]),
        words=f"{name} {title} {city}".casefold(),
        fictional=fictional,
    )


def _need(row: _Row) -> Need:
    technologies, sectors, _, languages, functions = map(_parsed, row.profile)
    return Need(
        technologies=technologies,
        functions=functions,
        sectors=tuple(sectors),
        country=row.organisation[5],
        nuts2=row.organisation[6],
        cross_border=row.cross_border or CrossBorder.NO_PREFERENCE,
        languages=tuple(languages),
        text=row.text or "",
    )


def _offer(row: _Row, *, has_profile: bool) -> Offer:
    """The profile at the edition, else what the catalogue says."""
    source = row.profile if has_profile else row.catalogue
    technologies, sectors, services, languages = map(_parsed, source[:4])
    _, slug, name, _, _, country, nuts2, _, title = row.organisation
    words = [name, title, row.text]
    return Offer(
        id=slug,
        technologies=technologies,
        sectors=sectors,
        services=services,
        functions=_parsed(row.profile[4]),
        country=country,
        nuts2=nuts2,
        languages=tuple(languages),
        text=" ".join(word for word in words if word),
    )


def _parsed(text: str | None) -> Any:
    """A mapping or list as it is stored; what is not there is empty."""
    return cast(Any, json.loads(text)) if text else {}
