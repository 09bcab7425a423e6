"""What an organiser sees first: the editions, their numbers, and what to do now."""

from datetime import datetime

import pytest

from app.domain.states import (
    EditionState,
    OrganisationKind,
    RegistrationState,
    RequestState,
    StaffRole,
    VersionKind,
)
from app.extensions import db
from app.models import Edition, Place, ScheduleVersion, Staff
from app.services.draft_schedule import current_draft, discard
from app.services.edition_overview import overview
from app.services.organiser_home import organised
from tests.factory import Factory
from tests.services.organising import viewer_of
from tests.services.published import PublishedEvent


def todos(edition: Edition) -> list[tuple[str, str]]:
    return [(one.text, one.where.partition(".")[0]) for one in overview(edition).todos]


def test_the_home_page_lists_what_one_organises(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), (1, 1, 1), now=now)
    factory.registration(event.edition, state=RegistrationState.SUBMITTED)
    account = factory.organiser(event.edition)
    factory.edition()  # another's
    (series,) = organised(viewer_of(account))
    (row,) = series.editions
    assert (series.is_owned, row.slug, row.people, row.waiting, row.meetings) == (
        True,
        "spring",
        4,
        1,
        2,
    )


def test_an_editor_of_one_edition_sees_only_that(factory: Factory) -> None:
    edition = factory.edition()
    factory.edition(series=edition.series)
    account = factory.account()
    factory.add(Staff(account_id=account.id, edition_id=edition.id, role=StaffRole.EDITOR))
    (series,) = organised(viewer_of(account))
    assert (series.is_owned, [one.slug for one in series.editions]) == (False, [edition.slug])


def test_a_reader_goes_to_the_edition_and_has_nobody_to_approve(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    for role, waiting in ((StaffRole.READER, 0), (StaffRole.SUPPORTING, 1)):
        (series,) = organised(viewer_of(factory.organiser(edition, role)))
        assert [(one.slug, one.waiting) for one in series.editions] == [(edition.slug, waiting)]


def test_a_series_without_editions_is_there_for_its_owner(factory: Factory) -> None:
    edition = factory.edition()
    account = factory.organiser(edition)
    db.session.delete(edition)
    db.session.commit()
    assert [one.editions for one in organised(viewer_of(account))] == [()]


def test_an_empty_edition_asks_for_times_rooms_and_hubs(factory: Factory) -> None:
    assert todos(factory.edition(state=EditionState.DRAFT)) == [
        ("Add the meeting times", "organiser_times"),
        ("Add a room with tables", "organiser_places"),
        ("Add the hubs", "organiser_hubs"),
        ("Enter the programme", "organiser_programme"),
    ]


def test_the_numbers(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    factory.registration(event.edition, state=RegistrationState.WAITLISTED)
    factory.request(
        factory.registration(event.edition), factory.organisation(), state=RequestState.PENDING
    )
    event.publish((0, 0, 0), now=now)
    numbers = overview(event.edition).numbers
    assert (numbers.slots, numbers.places, numbers.capacity) == (4, 3, 12)  # 4 × (2 tables + S1)
    assert (numbers.hubs, numbers.exhibitors, numbers.programme_items) == (1, 1, 1)
    assert (numbers.people, numbers.waiting, numbers.waitlisted) == (5, 0, 1)
    assert (numbers.pending, numbers.accepted) == (1, 3)
    assert (numbers.live_meetings, numbers.version, numbers.has_draft) == (1, 1, False)


def test_people_to_approve_come_first(factory: Factory) -> None:
    event = PublishedEvent(factory)
    for _ in range(2):
        factory.registration(event.edition, state=RegistrationState.SUBMITTED)
    assert todos(event.edition) == [
        ("2 people to approve", "organiser_people"),
        ("Schedule the meetings", "organiser_runs"),
    ]


def test_hubs_without_a_table_or_without_people_are_named(factory: Factory) -> None:
    event = PublishedEvent(factory)
    for number in range(4):
        hub = factory.organisation(OrganisationKind.HUB, name=f"Hub {number}")
        place = Place(edition_id=event.edition.id, room_id=event.room.id, kind="table")
        place.label, place.owner_organisation_id = f"H{number}", hub.id
        factory.add(place)
    found = {one.text: one.note for one in overview(event.edition).todos}
    assert found["1 hub without a table of their own"] == "Hub of Łódź"
    assert found["4 hubs without an approved person"] == (
        "Nobody can meet Hub 0, Hub 1, Hub 2 and 1 more."
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EditionState.DRAFT, [("Open registration", "organiser_phase")]),
        (EditionState.REGISTRATION_OPEN, [("Open requests", "organiser_phase")]),
        (EditionState.BOOKING_OPEN, [("Close requests when it is time", "organiser_phase")]),
        (EditionState.BOOKING_CLOSED, [("Schedule the meetings", "organiser_runs")]),
        (EditionState.SCHEDULED, [("Make the schedule final", "organiser_phase")]),
        (
            EditionState.FINAL,
            [("Print all agendas", "organiser_prints"), ("Begin the event", "organiser_phase")],
        ),
        (EditionState.RUNNING, []),
        (EditionState.CLOSED, []),
    ],
)
def test_the_next_step_of_each_phase(
    factory: Factory, state: EditionState, expected: list[tuple[str, str]]
) -> None:
    event = PublishedEvent(factory)
    event.edition.state = state
    db.session.commit()
    assert todos(event.edition) == expected


def test_a_draft_waits_to_be_published_or_thrown_away(factory: Factory) -> None:
    event = PublishedEvent(factory)
    draft = ScheduleVersion(
        edition_id=event.edition.id, kind=VersionKind.DRAFT, created_at=factory.now
    )
    factory.add(draft)
    text = "Look at the draft with 0 meetings, and publish it"
    assert todos(event.edition) == [(text, "organiser_publish")]
    assert discard(event.edition)
    assert current_draft(event.edition.id) is None
    assert draft.kind is VersionKind.DISCARDED
    assert not discard(event.edition)
