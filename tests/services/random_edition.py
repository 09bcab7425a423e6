"""An edition for random steps: its rows, a model of them in plain dictionaries, and what must hold.

After every step the rows agree with the model, and no invariant is broken.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select

from app.domain.errors import AppError
from app.extensions import db
from app.models import Attendance, Edition, Meeting, MeetingRequest, OpenSlot, Registration
from app.services import live_schedule
from tests.conftest import NOW, empty_all_tables
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.gathering import Gathering

Step = Callable[[], Any]


class RandomEdition(RuleBasedStateMachine):
    """Two exhibitors, a hub that two companies asked; four slots, two tables; two requests each."""

    # What was done, over all examples: a rule that is always refused would show nothing.
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        empty_all_tables()
        self.factory = Factory(NOW)
        self.now = NOW
        event = Gathering(self.factory, request_quota=2, hub_request_quota=2)
        hosts = [event.exhibitor(label)[0] for label in ("S1", "S2")]
        people = [*hosts, event.hub(), event.company(), event.company()]
        self.edition_id, self.hosts = event.edition.id, [host.id for host in hosts]
        self.slots = [slot.id for slot in event.slots]
        self.tables = [place.id for place in event.room.places[:2]]
        for person in people:
            event.list_in_directory(person)
        made = [
            event.ask(people[3], people[2], state="accepted", expires_at=NOW + timedelta(days=5)),
            event.ask(people[4], people[2], expires_at=NOW + timedelta(days=5)),
        ]
        for slot in (0, 1):
            event.offer(hosts[0], slot)
        # The model: person → state, request → state, request → (slot, pinned) of what is live.
        self.people = {person.id: "approved" for person in people}
        self.requests = {request.public_id: str(request.state) for request in made}
        self.live: dict[str, tuple[int, bool]] = {}
        self.drafted: dict[str, int] | None = None
        db.session.remove()

    # --- what must hold ---

    @invariant()
    def the_rows_agree_with_the_model(self) -> None:
        db.session.rollback()
        people = dict(db.session.execute(select(Registration.id, Registration.state)).all())
        requests = dict(
            db.session.execute(select(MeetingRequest.public_id, MeetingRequest.state)).all()
        )
        live = {
            one.request.public_id: (one.slot_id, one.pinned)
            for one in live_schedule.live_meetings(self.edition_id)
        }
        assert people == self.people, (people, self.people)
        assert requests == self.requests, (requests, self.requests)
        assert live == self.live, (live, self.live)
        db.session.remove()

    @invariant()
    def nothing_is_broken(self) -> None:
        broken = invariants()
        assert not broken, broken
        db.session.remove()

    # --- how a step is taken ---

    def attempt(self, name: str, step: Step) -> Any:
        """What the step gives; None where it was refused."""
        try:
            made = step()
        except AppError:
            return None
        self.done[name] += bool(made)
        return made

    def answer_by(self, which: int, verb: Any, side: str, before: list[str], after: str) -> None:
        """One side of a request takes a step; it is done only from a state that allows it."""
        if self.requests:
            name = self.pick(self.requests, which)
            row = self.request(name)
            by = row.from_registration_id if side == "from" else self.answering(row)
            if self.attempt(verb.__name__, lambda: verb(self.person(by), name, now=self.now)):
                assert self.requests[name] in before
                self.requests[name] = after

    def planned(self, request: MeetingRequest, slot: int, table: int) -> Meeting:
        people = (request.from_registration_id, self.answering(request))
        return Meeting(
            request_id=request.id,
            slot_id=self.slots[slot],
            place_id=self.tables[table],
            changed_at=self.now,
            attendances=[Attendance(registration_id=one) for one in people],
        )

    def pick(self, among: Iterable[Any], which: int) -> Any:
        known = list(among)
        return known[which % len(known)]

    def the_edition(self) -> Edition:
        return db.session.get_one(Edition, self.edition_id)

    def person(self, key: int) -> Registration:
        return db.session.get_one(Registration, key)

    def request(self, name: str) -> MeetingRequest:
        return db.session.scalars(select(MeetingRequest).filter_by(public_id=name)).one()

    def answering(self, request: MeetingRequest) -> int:
        """Each organisation has one person here."""
        wanted = select(Registration.id).filter_by(organisation_id=request.to_organisation_id)
        return db.session.scalars(wanted).one()

    def concerning(self, person: int) -> list[str]:
        """Requests that the person sent, or that name them."""
        named = MeetingRequest.to_registration_id == person
        sent = MeetingRequest.from_registration_id == person
        return list(db.session.scalars(select(MeetingRequest.public_id).where(named | sent)))

    def an_offer(self, which: int) -> OpenSlot | None:
        offers = db.session.scalars(select(OpenSlot).order_by(OpenSlot.id)).all()
        return offers[which % len(offers)] if offers else None

    def all_take_part(self, name: str) -> bool:
        row = self.request(name)
        people = (row.from_registration_id, self.answering(row))
        return all(self.people[one] == "approved" for one in people)
