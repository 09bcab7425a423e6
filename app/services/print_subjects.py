"""Whom or what a print is for: found by what somebody types, and named again in the history."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, Organisation, Place, Registration, Room
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.hub_choice import plain

MOST_FOUND = 12


class SubjectKind(StrEnum):
    """What can be picked out; the value names the set of `Wanted` that it goes into."""

    PERSON = "people"
    ORGANISATION = "organisations"
    ROOM = "rooms"
    PLACE = "places"


# What can be picked out of a kind of document.
CHOICES = {
    Whose.PERSON: (SubjectKind.PERSON, SubjectKind.ORGANISATION),
    Whose.ORGANISATION: (SubjectKind.ORGANISATION,),
    Whose.PLACE: (SubjectKind.ROOM, SubjectKind.PLACE),
    Whose.EVENT: (),
}


@dataclass(frozen=True)
class Subject:
    """A person, organisation, room or table: `token` names it in a form, `name` to people."""

    kind: SubjectKind
    id: int
    name: str
    about: str = ""

    @property
    def token(self) -> str:
        """Say, "people-12"."""
        return f"{self.kind}-{self.id}"

    @property
    def line(self) -> str:
        """Name and what tells it from others of that name."""
        return f"{self.name}, {self.about}" if self.about else self.name

    def only_for(self, wanted: Wanted) -> Wanted:
        """The same wish for this one only."""
        ids = frozenset({self.id})
        match self.kind:
            case SubjectKind.PERSON:
                return replace(wanted, people=ids)
            case SubjectKind.ORGANISATION:
                return replace(wanted, organisations=ids)
            case SubjectKind.ROOM:
                return replace(wanted, rooms=ids)
            case SubjectKind.PLACE:
                return replace(wanted, places=ids)


def found(edition: Edition, kind: Kind, typed: str) -> list[Subject]:
    """Those of the edition in whose name all typed words stand, the first dozen by name."""
    words = plain(typed).split()
    if not words:
        return []
    fits = [
        one for one in _all(edition, kind.whose) if all(word in plain(one.line) for word in words)
    ]
    return sorted(fits, key=lambda one: (one.name.casefold(), one.id))[:MOST_FOUND]


def subject_of(edition: Edition, kind: Kind, token: str) -> Subject | None:
    """The one that a form's token names, if the edition has it and the kind can pick it out."""
    return next((one for one in _all(edition, kind.whose) if one.token == token), None)


def picked_of(edition: Edition, wanted: Wanted) -> list[str]:
    """The names of all that are picked out; who is gone since is left out."""
    names = []
    for whose in (Whose.PERSON, Whose.PLACE):
        ids = {(kind, one) for kind in CHOICES[whose] for one in getattr(wanted, kind) or ()}
        if ids:
            names += [one.line for one in _all(edition, whose) if (one.kind, one.id) in ids]
    return names


def _all(edition: Edition, whose: Whose) -> Iterator[Subject]:
    if whose in (Whose.PERSON, Whose.ORGANISATION):
        people = _people(edition)
        if whose is Whose.PERSON:
            for one in people:
                yield Subject(SubjectKind.PERSON, one.id, one.name, one.organisation.name)
        for organisation in {one.organisation_id: one.organisation for one in people}.values():
            yield _organisation(organisation)
    if whose is Whose.PLACE:
        yield from _places(edition)


def _people(edition: Edition) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.edition_id == edition.id,
                Registration.state == RegistrationState.APPROVED,
            )
            .options(joinedload(Registration.organisation))
            .order_by(Registration.id)
        )
    )


def _organisation(one: Organisation) -> Subject:
    return Subject(SubjectKind.ORGANISATION, one.id, one.name, _("all of the organisation"))


def _places(edition: Edition) -> Iterator[Subject]:
    rooms = db.session.scalars(select(Room).where(Room.edition_id == edition.id)).all()
    for room in rooms:
        yield Subject(SubjectKind.ROOM, room.id, room.name, _("all of the room"))
    names = {room.id: room.name for room in rooms}
    for place in db.session.scalars(select(Place).where(Place.room_id.in_(names))):
        yield Subject(SubjectKind.PLACE, place.id, place.label, names.get(place.room_id or 0, ""))
