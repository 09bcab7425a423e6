"""Making an edition, changing it, and taking it from phase to phase."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.presets import Preset
from app.domain.states import (
    EditionState,
    OrganisationKind,
    ProgrammeKind,
    RegistrationState,
    StaffRole,
    VersionKind,
)
from app.extensions import db
from app.models import Account, Edition, ProgrammeItem, ScheduleVersion, Series, Staff
from app.services.access import organised_series
from app.services.editions import SeriesChoice, change_edition, change_state, create_edition
from app.services.phase_checks import next_steps
from tests.factory import Factory
from tests.services.organising import entry, viewer_of


@pytest.fixture
def owner(factory: Factory) -> Account:
    account = factory.account()
    series = factory.add(Series(name="Hub days", slug="hub-days", created_at=factory.now))
    factory.add(Staff(account_id=account.id, series_id=series.id, role=StaffRole.OWNER))
    return account


def test_a_new_edition_is_a_draft_of_a_known_series(owner: Account, now: datetime) -> None:
    by = viewer_of(owner, StaffRole.OWNER)
    made = create_edition(SeriesChoice("hub-days"), entry(preset=Preset.FAIRNESS), by=by, now=now)
    assert (made.slug, made.name, made.zone) == (
        "hub-days-gdansk-2027",
        "Hub days Gdańsk 2027",
        "Europe/Warsaw",
    )
    assert made.state is EditionState.DRAFT
    assert (made.reach, made.idle_slot_price) == (3, 4)
    assert made.series_id == organised_series(by)[0].id
    again = create_edition(SeriesChoice(new_name="Others"), entry(), by=by, now=now)
    assert again.slug == "hub-days-gdansk-2027-2"


def test_a_series_has_no_two_editions_of_one_name(owner: Account, now: datetime) -> None:
    by = viewer_of(owner, StaffRole.OWNER)
    series = SeriesChoice("hub-days")
    create_edition(series, entry(), by=by, now=now)
    with pytest.raises(InvalidInputError) as caught:
        create_edition(series, entry(name=" HUB days  gdańsk 2027"), by=by, now=now)
    assert set(caught.value.fields) == {"name"}
    other = create_edition(series, entry(name="Hub days Gdańsk 2028"), by=by, now=now)
    with pytest.raises(InvalidInputError) as caught:
        change_edition(other, entry())
    assert set(caught.value.fields) == {"name"}
    change_edition(other, entry(name="Hub days Gdańsk 2028", city="Gdynia"))
    assert other.city == "Gdynia"


def test_who_makes_a_series_owns_it(owner: Account, now: datetime) -> None:
    by = viewer_of(owner, StaffRole.OWNER)
    create_edition(SeriesChoice(new_name=" Summer  school "), entry(), by=by, now=now)
    assert [one.name for one in organised_series(by)] == ["Hub days", "Summer school"]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (SeriesChoice("not-mine"), "series"),
        (SeriesChoice(), "series_name"),
        (SeriesChoice(new_name="x" * 201), "series_name"),
        (SeriesChoice(new_name="HUB DAYS"), "series_name"),
    ],
)
def test_a_bad_series_is_refused_together_with_all_else(
    owner: Account, now: datetime, choice: SeriesChoice, field: str
) -> None:
    by = viewer_of(owner, StaffRole.OWNER)
    with pytest.raises(InvalidInputError) as caught:
        create_edition(choice, entry(name=""), by=by, now=now)
    assert set(caught.value.fields) == {"name", field}
    assert db.session.scalars(select(Edition)).all() == []


def test_another_organisers_series_is_not_for_the_taking(
    owner: Account, factory: Factory, now: datetime
) -> None:
    factory.add(Series(name="Others", slug="others", created_at=now))
    by = viewer_of(owner, StaffRole.OWNER)
    with pytest.raises(InvalidInputError):
        create_edition(SeriesChoice("others"), entry(), by=by, now=now)


def test_who_owns_nothing_makes_no_edition(factory: Factory, now: datetime) -> None:
    by = viewer_of(factory.account(), StaffRole.EDITOR)
    with pytest.raises(ForbiddenError):
        create_edition(SeriesChoice(new_name="Mine"), entry(), by=by, now=now)


def test_changing_an_edition(factory: Factory) -> None:
    edition = factory.edition()
    change_edition(edition, entry(name="Other", zone="Europe/Athens", preset=Preset.COMPACT))
    assert (edition.name, edition.zone, edition.idle_slot_price) == ("Other", "Europe/Athens", 12)
    change_edition(edition, entry(name="Third", preset=None))
    assert edition.idle_slot_price == 12


def test_the_zone_is_fixed_once_there_are_times(factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition)
    with pytest.raises(InvalidInputError) as caught:
        change_edition(edition, entry(zone="Europe/Athens"))
    assert list(caught.value.fields) == ["zone"]
    change_edition(edition, entry())


def test_the_zone_is_fixed_by_a_talk_too(factory: Factory) -> None:
    edition = factory.edition()
    _talk(factory, edition, datetime(2027, 5, 18, 8, tzinfo=UTC))
    with pytest.raises(InvalidInputError) as caught:
        change_edition(edition, entry(zone="Europe/Athens"))
    assert list(caught.value.fields) == ["zone"]


def test_days_in_use_stay_in_the_edition(factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition, day=18)
    # 22:30 UTC on the 18th is half past midnight of the 19th in Warsaw.
    _talk(factory, edition, datetime(2027, 5, 18, 22, 30, tzinfo=UTC))
    with pytest.raises(InvalidInputError) as caught:
        change_edition(edition, entry(starts_on=date(2027, 5, 19), ends_on=date(2027, 5, 20)))
    assert caught.value.fields == {"starts_on": "Something takes place on 18 May 2027 already."}
    with pytest.raises(InvalidInputError) as caught:
        change_edition(edition, entry(starts_on=date(2027, 5, 17), ends_on=date(2027, 5, 18)))
    assert caught.value.fields == {"ends_on": "Something takes place on 19 May 2027 still."}
    change_edition(edition, entry(starts_on=date(2027, 5, 17), ends_on=date(2027, 5, 20)))
    assert edition.starts_on == date(2027, 5, 17)


def test_an_allowed_step_is_taken(factory: Factory) -> None:
    edition = factory.edition(state=EditionState.DRAFT)
    change_state(edition, EditionState.REGISTRATION_OPEN)
    db.session.expire_all()
    assert edition.state is EditionState.REGISTRATION_OPEN


def test_a_step_that_is_not_allowed_changes_nothing(factory: Factory) -> None:
    edition = factory.edition(state=EditionState.DRAFT)
    with pytest.raises(ConflictError, match="From “Draft” there is no step to “Final”"):
        change_state(edition, EditionState.FINAL)
    db.session.expire_all()
    assert edition.state is EditionState.DRAFT


def test_requests_open_with_times_and_a_hub_only(factory: Factory) -> None:
    edition = factory.edition(state=EditionState.REGISTRATION_OPEN)
    with pytest.raises(ConflictError, match="no meeting times yet"):
        change_state(edition, EditionState.BOOKING_OPEN)
    factory.block(edition)
    with pytest.raises(ConflictError, match="No hub takes part yet"):
        change_state(edition, EditionState.BOOKING_OPEN)
    hub = factory.organisation(OrganisationKind.HUB)
    person = factory.registration(edition, hub, state=RegistrationState.SUBMITTED)
    with pytest.raises(ConflictError, match="No hub takes part yet"):
        change_state(edition, EditionState.BOOKING_OPEN)
    person.state = RegistrationState.APPROVED
    db.session.commit()
    change_state(edition, EditionState.BOOKING_OPEN)
    assert edition.state is EditionState.BOOKING_OPEN


def test_scheduled_needs_a_published_schedule(factory: Factory) -> None:
    edition = factory.edition(state=EditionState.BOOKING_CLOSED)
    with pytest.raises(ConflictError, match="No schedule is published yet"):
        change_state(edition, EditionState.SCHEDULED)
    factory.add(
        ScheduleVersion(
            edition_id=edition.id, kind=VersionKind.PUBLISHED, number=1, created_at=factory.now
        )
    )
    change_state(edition, EditionState.SCHEDULED)
    assert edition.state is EditionState.SCHEDULED


def test_steps_are_offered_forward_first_with_the_reason_against_them(factory: Factory) -> None:
    edition = factory.edition(state=EditionState.BOOKING_CLOSED)
    factory.block(edition)
    steps = next_steps(edition)
    assert [(one.target, one.is_back, bool(one.reason)) for one in steps] == [
        (EditionState.SCHEDULED, False, True),
        (EditionState.BOOKING_OPEN, True, True),  # no hub takes part
    ]
    assert next_steps(factory.edition(state=EditionState.ARCHIVED)) == ()


def _talk(factory: Factory, edition: Edition, starts_at: datetime) -> None:
    factory.add(
        ProgrammeItem(
            edition_id=edition.id,
            uid=f"talk-{starts_at:%d%H}@hubmeet",
            kind=ProgrammeKind.TALK,
            title="Talk",
            starts_at=starts_at,
            ends_at=starts_at.replace(minute=45),
            changed_at=factory.now,
        )
    )
