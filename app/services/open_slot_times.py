"""Times that exhibitors offer for booking at once, as a visitor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.states import (
    ConsentKind,
    OpenSlotState,
    OrganisationKind,
    PlaceKind,
    RegistrationState,
)
from app.domain.words import later
from app.extensions import db
from app.models import Consent, Edition, OpenSlot, Organisation, Place, Registration, Room, Slot
from app.services.availability import ruled_out_by
from app.services.commitments import Commitment, CommitmentKind, commitments


@dataclass(frozen=True)
class OpenTime:
    """One free time at an exhibitor's place; times aware UTC.

    `person` is named where they agreed to be listed. `why_not` says why this visitor cannot have
    it; empty where they can.
    """

    public_id: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    organisation: str
    slug: str
    person: str
    room: str
    place: str
    place_kind: PlaceKind
    why_not: str


@dataclass(frozen=True)
class Offer:
    """The free times of one exhibitor, earliest first."""

    organisation: str
    slug: str
    kind: OrganisationKind
    country: str
    shows: str
    times: tuple[OpenTime, ...]


def offers_for(visitor: Registration, slug: str | None = None) -> tuple[Offer, ...]:
    """What a visitor may book, by exhibitor; one exhibitor's only if `slug` says so."""
    wanted = (
        select(OpenSlot, Slot, Place, Room.name, Registration, Organisation, Consent.id)
        .join(Slot, OpenSlot.slot_id == Slot.id)
        .join(Place, OpenSlot.place_id == Place.id)
        .join(Registration, OpenSlot.registration_id == Registration.id)
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .outerjoin(Room, Place.room_id == Room.id)
        .outerjoin(
            Consent,
            (Consent.registration_id == Registration.id)
            & (Consent.kind == ConsentKind.DIRECTORY)
            & Consent.withdrawn_at.is_(None),
        )
        .where(
            OpenSlot.edition_id == visitor.edition_id,
            OpenSlot.state == OpenSlotState.OPEN,
            Registration.state == RegistrationState.APPROVED,
            Organisation.id != visitor.organisation_id,
        )
        .order_by(Organisation.name, Organisation.id, Slot.starts_at, OpenSlot.id)
    )
    if slug is not None:
        wanted = wanted.where(Organisation.slug == slug)
    rows = db.session.execute(wanted).all()
    reasons = _reasons(visitor) if rows else {}
    sees_names = visitor.state is RegistrationState.APPROVED
    found: dict[int, tuple[Organisation, Place, list[OpenTime]]] = {}
    for open_slot, slot, place, room, person, organisation, listed in rows:
        times = found.setdefault(organisation.id, (organisation, place, []))[2]
        times.append(
            OpenTime(
                public_id=open_slot.public_id,
                slot_id=slot.id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                organisation=organisation.name,
                slug=organisation.slug,
                person=person.name if listed and sees_names else "",
                room=room or "",
                place=place.label,
                place_kind=place.kind,
                why_not=reasons.get(slot.id, ""),
            )
        )
    return tuple(_offer(*entry) for entry in found.values())


def nearest(
    offers: Sequence[Offer], slug: str, starts_at: datetime, most: int = 3
) -> tuple[OpenTime, ...]:
    """The bookable times nearest to one that is gone: of the same exhibitor before others."""
    times = [time for offer in offers for time in offer.times if not time.why_not]
    ordered = sorted(
        times,
        key=lambda time: (time.slug != slug, abs(time.starts_at - starts_at), time.public_id),
    )
    same = [time for time in ordered if time.slug == slug]
    return tuple((same or ordered)[:most])


def why_not_then(visitor: Registration, slot_id: int) -> str:
    """Why the visitor cannot meet in the slot; empty where they can."""
    return _reasons(visitor).get(slot_id, "")


def _offer(organisation: Organisation, place: Place, times: list[OpenTime]) -> Offer:
    return Offer(
        organisation.name,
        organisation.slug,
        organisation.kind,
        organisation.country,
        place.shows,
        tuple(times),
    )


def _reasons(visitor: Registration) -> dict[int, str]:
    """Slot → why the visitor cannot meet then."""
    edition = db.session.get_one(Edition, visitor.edition_id)
    found = {
        slot_id: later("You marked this time as not free.") for slot_id in ruled_out_by(visitor.id)
    }
    for (_, slot_id), commitment in commitments(edition, [visitor.id]).items():
        found[slot_id] = _words(commitment)
    return found


def _words(commitment: Commitment) -> str:
    if commitment.kind is CommitmentKind.MEETING:
        return later("You meet %(about)s then.", about=commitment.about)
    if commitment.kind is CommitmentKind.TALK:
        return later("You present “%(about)s” then.", about=commitment.about)
    return later("You offer this time for booking yourself.")
