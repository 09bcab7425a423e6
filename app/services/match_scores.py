"""How well the organisations of one edition match: rows become needs and offers."""

from collections.abc import Mapping
from functools import cached_property

from sqlalchemy import select, union

from app.domain.match_profiles import Need, Offer
from app.domain.match_text import Likeness, TextIndex
from app.domain.matching import Match, match
from app.domain.states import OrganisationKind
from app.extensions import db
from app.models import CatalogueEntry, Organisation, Profile, Registration
from app.services.reference_data import vocabulary


class EditionMatches:
    """The needs and offers of everybody at an edition, read once and compared as asked.

    Hubs offer, all others need; there is no score between two hubs or two companies.
    """

    def __init__(self, edition_id: int) -> None:
        self._needs: dict[int, Need] = {}
        self._offers: dict[int, Offer] = {}
        self._likeness: dict[int, Mapping[str, Likeness]] = {}
        for organisation, profile, entry in _rows(edition_id):
            if organisation.kind is OrganisationKind.HUB:
                self._offers[organisation.id] = offer_of(organisation, profile, entry)
            elif profile is not None:
                self._needs[organisation.id] = need_of(organisation, profile)

    def between(self, one_id: int, other_id: int) -> Match | None:
        """How two organisations match, whoever asks; None unless one offers and one needs."""
        need_id, offer_id = (one_id, other_id) if one_id in self._needs else (other_id, one_id)
        need, offer = self._needs.get(need_id), self._offers.get(offer_id)
        if need is None or offer is None:
            return None
        return match(need, offer, vocabulary(), likeness=self._likeness_of(need_id, need))

    def score(self, one_id: int, other_id: int) -> int:
        """The score of a request between the two; 0 where there is none."""
        found = self.between(one_id, other_id)
        return found.score if found else 0

    @cached_property
    def _index(self) -> TextIndex:
        return TextIndex(self._offers.values(), vocabulary())

    def _likeness_of(self, organisation_id: int, need: Need) -> Mapping[str, Likeness]:
        if organisation_id not in self._likeness:
            self._likeness[organisation_id] = self._index.likeness(need.text)
        return self._likeness[organisation_id]


def need_of(organisation: Organisation, profile: Profile) -> Need:
    """What a company needs, from its profile."""
    return Need(
        technologies=profile.technologies,
        functions=profile.functions,
        sectors=tuple(profile.sectors),
        country=organisation.country,
        nuts2=organisation.nuts2,
        cross_border=profile.cross_border,
        languages=tuple(profile.languages),
        text=profile.text,
    )


def offer_of(
    organisation: Organisation, profile: Profile | None, entry: CatalogueEntry | None
) -> Offer:
    """What a hub offers: its profile at the edition, else what the catalogue says."""
    source = profile or entry
    words = [organisation.name, entry.title if entry else "", profile.text if profile else ""]
    return Offer(
        id=organisation.slug,
        technologies=source.technologies if source else {},
        sectors=source.sectors if source else {},
        services=source.services if source else {},
        functions=profile.functions if profile else {},
        country=organisation.country,
        nuts2=organisation.nuts2,
        languages=tuple(source.languages) if source else (),
        text=" ".join(word for word in words if word),
    )


def _rows(
    edition_id: int,
) -> list[tuple[Organisation, Profile | None, CatalogueEntry | None]]:
    """Everybody with a profile or a registration at the edition."""
    there = union(
        select(Profile.organisation_id).where(Profile.edition_id == edition_id),
        select(Registration.organisation_id).where(Registration.edition_id == edition_id),
    )
    rows = db.session.execute(
        select(Organisation, Profile, CatalogueEntry)
        .outerjoin(
            Profile,
            (Profile.organisation_id == Organisation.id) & (Profile.edition_id == edition_id),
        )
        .outerjoin(CatalogueEntry, CatalogueEntry.organisation_id == Organisation.id)
        .where(Organisation.id.in_(there.scalar_subquery()))
        .order_by(Organisation.id)
    )
    return [(organisation, profile, entry) for organisation, profile, entry in rows]
