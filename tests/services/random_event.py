"""People and organisers of an edition do whatever comes to mind.

A step that is done changes the model as its sentence says; one that is refused must have changed
nothing.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select, update

from app.domain.states import OrganisationKind, RegistrationState, VersionKind
from app.extensions import db
from app.models import MeetingRequest, Organisation, ScheduleVersion
from app.services import (
    availability,
    decisions,
    draft_schedule,
    meeting_requests,
    offered_times,
    open_slots,
    request_answers,
    request_expiry,
)
from app.services.people_scope import PeopleScope
from app.services.publish import publish
from tests.services.random_edition import RandomEdition

SLOTS = 4
NEVER = datetime.max.replace(tzinfo=UTC)
MOST_PEOPLE = 7
number = st.integers(0, 999)  # picks one of whatever there is
slots = st.sets(st.integers(0, SLOTS - 1))


class RandomEvent(RandomEdition):
    """What people do, then what organisers do."""

    # --- what people do ---

    @rule(hub=st.booleans())
    def register(self, hub: bool) -> None:
        if len(self.people) < MOST_PEOPLE:
            kind = OrganisationKind.HUB if hub else OrganisationKind.SME
            person = self.factory.registration(
                self.the_edition(),
                self.factory.organisation(kind),
                state=RegistrationState.SUBMITTED,
            )
            self.people[person.id] = "submitted"

    @rule(who=number, approve=st.booleans())
    def decide(self, who: int, approve: bool) -> None:
        """Who is rejected takes along the living requests from and to them by name."""
        person = self.pick(self.people, who)
        state = RegistrationState.APPROVED if approve else RegistrationState.REJECTED
        scope = PeopleScope(self.the_edition(), 0)
        done = self.attempt(
            "decide",
            lambda: decisions.decide(
                scope, [self.person(person).public_id], state, by=0, now=self.now
            ),
        )
        if done and done.done:
            self.people[person] = state.value
            for name in self.concerning(person) if not approve else ():
                if self.requests[name] in {"pending", "accepted"}:
                    self.requests[name] = "void"

    @rule(who=number, free=slots)
    def change_times(self, who: int, free: set[int]) -> None:
        person = self.pick(self.people, who)
        codes = frozenset(f"A{slot + 1}" for slot in free)
        self.attempt(
            "change_times",
            lambda: availability.change(self.person(person), codes, wants_meetings=True),
        )

    @rule(who=number, whom=number)
    def ask(self, who: int, whom: int) -> None:
        asking = self.pick(self.people, who)
        asked = self.pick([one for one in self.people if one != asking], whom)
        organisation = db.session.get_one(Organisation, self.person(asked).organisation_id)
        topic = f"Topic {len(self.requests)}"
        made = self.attempt(
            "ask",
            lambda: meeting_requests.ask(
                self.person(asking), organisation, topic=topic, now=self.now
            ),
        )
        if made:
            assert self.people[asking] == "approved"
            self.requests[made.public_id] = "pending"

    @rule(which=number)
    def accept(self, which: int) -> None:
        step = request_answers.accept
        self.answer_by(which, step, "to", ["pending", "declined"], "accepted")

    @rule(which=number, undo=st.booleans())
    def decline_or_undo(self, which: int, undo: bool) -> None:
        if undo:
            before = ["accepted", "declined"]
            self.answer_by(which, request_answers.undo, "to", before, "pending")
        else:
            before = ["pending", "accepted"]
            self.answer_by(which, request_answers.decline, "to", before, "declined")

    @rule(which=number)
    def withdraw(self, which: int) -> None:
        step = meeting_requests.withdraw
        self.answer_by(which, step, "from", ["pending", "accepted"], "withdrawn")

    @rule(who=st.integers(0, 1), times=slots)
    def offer(self, who: int, times: set[int]) -> None:
        host = self.person(self.hosts[who])
        wanted = frozenset((host.public_id, f"A{slot + 1}") for slot in times)
        self.attempt("offer", lambda: offered_times.offer(host, wanted, now=self.now))

    @rule(who=number, which=number)
    def book(self, who: int, which: int) -> None:
        visitor, offered = self.pick(self.people, who), self.an_offer(which)
        if offered is not None:
            slot, name = offered.slot_id, offered.public_id
            made = self.attempt(
                "book", lambda: open_slots.book_open_slot(self.person(visitor), name, now=self.now)
            )
            if made:
                self.requests[made.request.public_id] = "accepted"
                self.live[made.request.public_id] = (slot, True)

    @rule(which=number, by_visitor=st.booleans())
    def cancel(self, which: int, by_visitor: bool) -> None:
        offered = self.an_offer(which)
        request = db.session.get(MeetingRequest, offered.request_id or 0) if offered else None
        if offered is not None and request is not None:
            name, person = request.public_id, request.from_registration_id
            by = person if by_visitor else offered.registration_id
            offer = offered.public_id
            if self.attempt(
                "cancel", lambda: open_slots.cancel_booking(self.person(by), offer, now=self.now)
            ):
                self.requests[name] = "withdrawn" if by_visitor else "declined"
                del self.live[name]

    @rule(hours=st.sampled_from([1, 70]))
    def wait(self, hours: int) -> None:
        """After five days a request that nobody answered ends."""
        self.now += timedelta(hours=hours)
        ends = {
            name: ends_at
            for name, ends_at in db.session.execute(
                select(MeetingRequest.public_id, MeetingRequest.expires_at)
            )
        }
        self.attempt("wait", lambda: request_expiry.expire_due(self.now))
        for name, state in self.requests.items():
            if state == "pending" and (ends[name] or NEVER) <= self.now:
                self.requests[name] = "expired"

    # --- what organisers do ---

    @rule(places=st.lists(st.tuples(number, st.integers(0, SLOTS - 1), st.integers(0, 1))))
    def draft(self, places: list[tuple[int, int, int]]) -> None:
        """A draft with some accepted requests anywhere, sensible or not."""
        accepted = [name for name, state in self.requests.items() if state == "accepted"]
        chosen = {self.pick(accepted, which): where for which, *where in places if accepted}
        db.session.execute(
            update(ScheduleVersion)
            .where(ScheduleVersion.kind == VersionKind.DRAFT)
            .values(kind=VersionKind.DISCARDED)
        )
        version = ScheduleVersion(
            edition_id=self.edition_id, kind=VersionKind.DRAFT, created_at=self.now
        )
        for name, (slot, table) in chosen.items():
            version.meetings.append(self.planned(self.request(name), slot, table))
        self.factory.add(version)
        self.drafted = {name: self.slots[slot] for name, (slot, _) in chosen.items()}

    @rule()
    def discard(self) -> None:
        if self.attempt("discard", lambda: draft_schedule.discard(self.the_edition())):
            self.drafted = None

    @rule()
    def publish(self) -> None:
        """Bookings stay; the rest is what the draft says of requests that still stand."""
        if self.attempt(
            "publish", lambda: publish(self.the_edition(), by_account_id=None, now=self.now)
        ):
            booked = {name: where for name, where in self.live.items() if where[1]}
            planned = {
                name: (slot, False)
                for name, slot in (self.drafted or {}).items()
                if self.requests[name] == "accepted" and self.all_take_part(name)
            }
            self.live, self.drafted = planned | booked, None
