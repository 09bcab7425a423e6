"""A published edition: a hub with three visitors, tables, a stand, a talk, an online meeting."""

from datetime import UTC, datetime

from app.domain.states import EditionState, OrganisationKind, PlaceKind, ProgrammeKind, VersionKind
from app.models import (
    Attendance,
    Block,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    Profile,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    Room,
    ScheduleVersion,
    Slot,
)
from app.services import live_schedule
from app.services.booked_requests import live_meetings_of
from app.services.publish import Published, publish
from app.services.transaction import writing
from tests.factory import Factory


class PublishedEvent:
    """Slots A1 to A4 (10:00, 10:25, 10:50, 11:15 in Warsaw, which is UTC+2 in May).

    The hub's person presents on the day before. `draft` takes (visitor, slot, place): place None
    is online, 0 and 1 are tables, 2 is the stand.
    """

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        self.edition: Edition = factory.edition(
            slug="spring",
            name="Spring 2027",
            venue="Copernicus Centre",
            state=EditionState.BOOKING_CLOSED,
            join_link_template="https://meet.example.eu/{meeting}",
        )
        self.block: Block = factory.block(self.edition)
        self.slots: list[Slot] = list(self.block.slots)
        self.room: Room = factory.room(self.edition)
        stand = factory.table(self.room, "S1", kind=PlaceKind.STAND)
        self.places: list[Place] = [*self.room.places[:2], stand]
        self.hub: Registration = factory.registration(
            self.edition,
            factory.organisation(OrganisationKind.HUB, name="Hub of Łódź"),
            name="Zofia Łódzka",
        )
        self.visitors: list[Registration] = [
            factory.registration(self.edition, name=f"Visitor {number}") for number in range(3)
        ]
        self.requests: list[MeetingRequest] = [
            factory.request(one, self.hub) for one in self.visitors
        ]
        self.talk: ProgrammeItem = factory.add(
            ProgrammeItem(
                edition_id=self.edition.id,
                room_id=self.room.id,
                uid="talk-1@hubmeet",
                kind=ProgrammeKind.TALK,
                title="What hubs do",
                starts_at=datetime(2027, 5, 17, 9, 0, tzinfo=UTC),
                ends_at=datetime(2027, 5, 17, 10, 0, tzinfo=UTC),
                changed_at=factory.now,
            )
        )
        factory.add(ProgrammePresenter(item_id=self.talk.id, registration_id=self.hub.id))

    def publish(
        self, *placed: tuple[int, int, int | None], now: datetime, run_id: int | None = None
    ) -> Published:
        """Publish a version with (visitor, slot, place) for each meeting."""
        self.publish_later(*placed, run_id=run_id)
        return self.publish_now(now)

    def publish_now(self, now: datetime) -> Published:
        """Publish the draft that is there."""
        return publish(self.edition, by_account_id=None, now=now)

    def publish_later(
        self, *placed: tuple[int, int, int | None], run_id: int | None = None
    ) -> None:
        """Make the draft only."""
        draft = ScheduleVersion(
            edition_id=self.edition.id,
            kind=VersionKind.DRAFT,
            created_at=self.factory.now,
            solve_run_id=run_id,
        )
        for visitor, slot, place in placed:
            people = (self.visitors[visitor], self.hub)
            draft.meetings.append(
                Meeting(
                    request_id=self.requests[visitor].id,
                    slot_id=self.slots[slot].id,
                    place_id=None if place is None else self.places[place].id,
                    changed_at=self.factory.now,
                    attendances=[Attendance(registration_id=one.id) for one in people],
                )
            )
        self.factory.add(draft)

    def cancel(self, visitor: int, *, now: datetime) -> None:
        """Cancel this visitor's live meeting."""
        with writing():
            for meeting in live_meetings_of(self.requests[visitor]):
                live_schedule.cancel(self.edition, meeting, by_account_id=None, now=now)

    def own_link(self, registration: Registration, link: str) -> None:
        """Give the person's organisation a join link of its own."""
        self.factory.add(
            Profile(
                edition_id=self.edition.id,
                organisation_id=registration.organisation_id,
                join_link=link,
            )
        )
