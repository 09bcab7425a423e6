"""An edition with people on both sides, for the tests of registering, asking and booking."""

from typing import Any

from app.domain.consents import CONSENTS
from app.domain.states import ConsentKind, OrganisationKind, PlaceKind
from app.models import (
    Consent,
    Edition,
    MeetingRequest,
    OpenSlot,
    Organisation,
    Place,
    Profile,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    Slot,
)
from tests.factory import Factory


class Gathering:
    """One edition with a block of four slots: A1 to A4 at 10:00, 10:25, 10:50, 11:15 in Warsaw."""

    def __init__(self, factory: Factory, **edition: Any) -> None:
        self.factory = factory
        room = edition.pop("room", "Hall")
        self.edition: Edition = factory.edition(**edition)
        self.slots: list[Slot] = list(factory.block(self.edition).slots)
        self.room = factory.room(self.edition, name=room)

    def hub(self, name: str = "Basque DIH", **offer: Any) -> Registration:
        """A hub's person; `offer` is the hub's profile."""
        organisation = self.factory.organisation(OrganisationKind.HUB, name=name)
        self.profile(organisation, **offer)
        return self.factory.registration(self.edition, organisation)

    def company(self, **need: Any) -> Registration:
        """A company's person; `need` is the company's profile."""
        person = self.factory.registration(self.edition)
        self.profile(person.organisation, **need)
        return person

    def profile(self, organisation: Organisation, **values: Any) -> Profile:
        """What an organisation offers or needs."""
        return self.factory.add(
            Profile(edition_id=self.edition.id, organisation_id=organisation.id, **values)
        )

    def exhibitor(self, label: str = "S1", people: int = 1, desks: int = 1) -> list[Registration]:
        """People of a company with a stand of its own."""
        organisation = self.factory.organisation()
        self.factory.table(
            self.room,
            label,
            kind=PlaceKind.STAND,
            owner_organisation_id=organisation.id,
            desks=desks,
            shows="A robot arm",
        )
        return [self.factory.registration(self.edition, organisation) for _ in range(people)]

    def offer(self, person: Registration, slot: int, place: Place | None = None) -> OpenSlot:
        """An open slot of an exhibitor's person."""
        home = place or next(
            one for one in self.room.places if one.owner_organisation_id == person.organisation_id
        )
        return self.factory.add(
            OpenSlot(
                edition_id=self.edition.id,
                registration_id=person.id,
                slot_id=self.slots[slot].id,
                place_id=home.id,
                created_at=self.factory.now,
            )
        )

    def list_in_directory(self, person: Registration) -> None:
        """The person agrees to be listed."""
        words = next(one for one in CONSENTS if one.kind is ConsentKind.DIRECTORY)
        self.factory.add(
            Consent(
                registration_id=person.id,
                kind=words.kind,
                text_version=words.version,
                text=words.text,
                given_at=self.factory.now,
            )
        )

    def talk(self, person: Registration, slot: int, title: str = "My talk") -> ProgrammeItem:
        """The person presents during a slot."""
        item = self.factory.add(
            ProgrammeItem(
                edition_id=self.edition.id,
                uid=f"talk-{person.id}-{slot}@hubmeet",
                kind="talk",
                title=title,
                starts_at=self.slots[slot].starts_at,
                ends_at=self.slots[slot].ends_at,
                changed_at=self.factory.now,
            )
        )
        self.factory.add(ProgrammePresenter(item_id=item.id, registration_id=person.id))
        return item

    def ask(self, asking: Registration, asked: Registration, **values: Any) -> MeetingRequest:
        """A pending request to whoever of the other organisation."""
        values = {"state": "pending", **values}
        return self.factory.request(asking, asked.organisation, **values)
