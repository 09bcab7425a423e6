"""What the organiser reads before, during and after a run."""

from dataclasses import replace

import pytest
from flask import Flask

from app.domain.errors import NotFoundError
from app.domain.states import OrganisationKind, RegistrationState, RequestState, WorkState
from app.models import Edition, MeetingRequest, Registration, SolveRun, Unavailability
from app.services import solve_runs
from app.services.build_instance import build_instance
from app.services.demand import HubDemand, demand
from app.services.requests_in_words import Wording
from app.services.results import LeftOut, Share, result_page
from app.services.run_checks import Severity, readiness
from app.services.run_panel import panel
from scheduling.objective import counts, score
from scheduling.result import Reason, Result, Status, StoppedBy, Unscheduled
from scheduling.schedule import Meeting, Schedule
from scheduling.serialise import instance_to_text, result_to_text
from tests.factory import Factory


class Event:
    """A hub's person is asked by two companies; there is one slot, so one is left out."""

    def __init__(self, factory: Factory, *, slots: int = 1) -> None:
        self.factory = factory
        self.edition: Edition = factory.edition()
        factory.block(self.edition, slots=slots)
        factory.room(self.edition, tables=1)
        self.hub = factory.organisation(OrganisationKind.HUB, name="Hub One")
        self.delegate: Registration = factory.registration(
            self.edition, self.hub, name="Delegate 1 of Hub One"
        )
        self.companies = [factory.organisation(name=name) for name in ("Alpha", "Beta")]
        self.visitors = [
            factory.registration(self.edition, one, name=f"Delegate 1 of {one.name}")
            for one in self.companies
        ]
        self.requests: list[MeetingRequest] = [
            factory.request(one, self.hub) for one in self.visitors
        ]

    def run(self, result: Result | None, **values: object) -> SolveRun:
        """A run of the event with this answer."""
        return self.factory.add(
            SolveRun(
                edition_id=self.edition.id,
                instance=instance_to_text(build_instance(self.edition)),
                settings={"seconds": 60.0},
                queued_at=self.factory.now,
                result=result_to_text(result) if result else None,
                **({"state": WorkState.DONE} | values),
            )
        )

    def answer(self) -> Result:
        """Alpha meets the hub in A1, Beta is left out."""
        instance = build_instance(self.edition)
        first, second = (one.public_id for one in self.requests)
        people = (self.visitors[0].public_id, self.delegate.public_id)
        schedule = Schedule((Meeting(first, "A1", "hall", "1", people),))
        found = score(instance, schedule)
        fix = f"free another slot of `{self.delegate.public_id}` besides `A1`"
        return Result(
            status=Status.OPTIMAL,
            schedule=schedule,
            score=found,
            counts=replace(counts(instance, schedule), reached=(2,), reached_bound=(2,)),
            bound=found.total,
            gap=0.0,
            unscheduled=(Unscheduled(second, Reason.SIDE_FULL, (first,), fix, True),),
            seconds=1.5,
        )


def test_the_result_in_words(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    page = result_page(event.edition, event.run(event.answer()).public_id)
    assert (page.scheduled, page.requests, page.is_optimal) == (1, 2, True)
    assert (page.tables_used, page.tables) == (1, 1)
    assert page.reached == ((2, 2),)
    # One wish of weight 10 · (1 + 1) + 0.4 · 50 = 40, and 60 for each side's first meeting.
    assert page.score == (
        ("Wishes fulfilled", 40),
        ("Bonus for first, second and third meetings", 120),
    )
    companies, hubs = page.groups
    assert companies.shares == (Share(0, 1), Share(1, 1))
    assert hubs.shares == (Share(0, 0), Share(1, 1))
    assert page.left_out == (
        LeftOut(
            asking="Delegate 1 of Beta (Beta)",
            asked="Hub One",
            reason="One side is busy in every slot that both could use.",
            in_the_way=("Delegate 1 of Alpha (Alpha) with Hub One",),
            fix="free another slot of Delegate 1 of Hub One besides 10:00 (A1)",
            certain=True,
        ),
    )


def test_a_run_without_a_schedule_has_no_result_page(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    with pytest.raises(NotFoundError):
        result_page(event.edition, event.run(None).public_id)


def test_what_is_no_id_stays_as_it_is(app: Flask, factory: Factory) -> None:
    wording = Wording(Event(factory).edition)
    assert wording("add `3` tables") == "add 3 tables"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": WorkState.QUEUED}, "Waiting for a free worker."),
        (
            {"state": WorkState.RUNNING, "progress": [[1.0, "improve", 10, 20]]},
            "Improving the schedule.",
        ),
        (
            {"state": WorkState.RUNNING, "cancel_requested": True},
            "Stopping, and keeping the best schedule found.",
        ),
        ({"state": WorkState.FAILED, "message": "It broke."}, "It broke."),
        ({"state": WorkState.CANCELLED}, "Stopped before it began."),
    ],
)
def test_the_panel_says_what_the_run_does(
    app: Flask, factory: Factory, values: dict[str, object], words: str
) -> None:
    event = Event(factory)
    assert panel(event.edition, event.run(None, **values).public_id).words == words


def test_the_panel_of_an_infeasible_run_names_the_conflict(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    result = Result(
        status=Status.INFEASIBLE,
        conflict=(event.requests[0].public_id,),
        stopped_by=StoppedBy.OPTIMAL,
    )
    shown = panel(event.edition, event.run(result).public_id)
    assert shown.words.startswith("No schedule exists")
    assert shown.conflict == ("Delegate 1 of Alpha (Alpha) with Hub One",)


def test_the_panel_of_a_finished_run(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    progress = [[0.1, "construct", 100, 200], [1.5, "prove", 160, 160]]
    shown = panel(event.edition, event.run(event.answer(), progress=progress).public_id)
    assert shown.words == "1 of 2 requests scheduled, proved optimal."
    assert shown.lines is not None
    assert (shown.total, shown.bound, shown.gap_percent, shown.seconds) == (160, 160, 0.0, 1.5)


def test_a_run_that_is_over_at_once_draws_nothing(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    run = event.run(event.answer(), progress=[[0.4, "prove", 160, 160]])
    assert panel(event.edition, run.public_id).lines is None


def test_a_gap_is_said_in_per_cent(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    # 160 of at most 200: (200 - 160) / 200 = 20 %.
    answer = replace(event.answer(), status=Status.FEASIBLE, bound=200, gap=0.2)
    shown = panel(event.edition, event.run(answer).public_id)
    assert shown.words == "1 of 2 requests scheduled, at most 20.00 % below the best possible."
    assert solve_runs.history(event.edition)[0].gap == 0.2


def test_a_ready_edition_has_no_findings(app: Flask, factory: Factory) -> None:
    found = readiness(Event(factory).edition)
    assert (found.requests, found.participants, found.slots, found.tables) == (2, 3, 1, 1)
    assert found.findings == ()
    assert found.can_run


def test_what_blocks_a_run_is_said(app: Flask, factory: Factory) -> None:
    found = readiness(factory.edition())
    assert [one.text for one in found.findings if one.severity is Severity.BLOCKS] == [
        "There are no slots yet: add a block of meeting times."
    ]
    assert not found.can_run


def test_what_is_odd_is_said_with_names(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    slot = event.edition.blocks[0].slots[0]
    factory.add(Unavailability(registration_id=event.delegate.id, slot_id=slot.id))
    other = factory.registration(event.edition, name="Delegate 1 of Gamma")
    factory.request(other, event.delegate)
    other.state = RegistrationState.REJECTED
    factory.add(other)
    texts = [one.text for one in readiness(event.edition).findings]
    assert texts == [
        "1 accepted request cannot take part: one side has no approved participant who wants "
        "meetings.",
        "Available in no slot, with accepted requests: Delegate 1 of Hub One.",
    ]


def test_no_tables_block_a_run_on_site(app: Flask, factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition)
    hub = factory.registration(edition)
    factory.request(factory.registration(edition), hub)
    assert [one.severity for one in readiness(edition).findings] == [Severity.BLOCKS]


def test_demand_counts_wishes_against_slots(app: Flask, factory: Factory) -> None:
    event = Event(factory)
    third = factory.registration(event.edition, factory.organisation(name="Gamma"))
    factory.request(third, event.hub, state=RequestState.PENDING)
    factory.registration(event.edition, factory.organisation(name="Delta"))
    found = demand(event.edition)
    (hub,) = found.hubs
    # Three wishes, one slot: two too many.
    assert hub == HubDemand("Hub One", wishes=3, accepted=2, pending=1, slots=1)
    assert hub.over == 2
    assert found.without_request == ("Delta",)
    assert dict(found.states)[RequestState.ACCEPTED] == 2


def test_a_hub_s_limits_count_in_its_slots(app: Flask, factory: Factory) -> None:
    event = Event(factory, slots=4)
    event.edition.hub_max_per_block = 3
    factory.add(event.edition)
    factory.registration(event.edition, event.hub, max_meetings=2)
    # The first delegate: min(4 slots, 3 a block) = 3. The second: at most 2. Together 5.
    assert demand(event.edition).hubs[0].slots == 5
