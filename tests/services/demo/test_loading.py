"""The demo as it is stored."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.agenda import local
from app.domain.states import EditionState, OrganisationKind, RegistrationState, RequestState
from app.extensions import Base, db
from app.models import (
    Account,
    Edition,
    MeetingRequest,
    OpenSlot,
    Organisation,
    Place,
    ProgrammeItem,
    Registration,
    Slot,
)
from app.services import accounts
from app.services.demo import ROLES, load_demo

PASSWORDS = {role: f"harbour of the {role}" for role in ROLES}


@pytest.fixture
def demo(app: Flask, now: datetime) -> dict[str, Edition]:
    """The demo's two editions by slug, loaded on Monday 1 March 2027."""
    load_demo(PASSWORDS, now=now)
    return {edition.slug: edition for edition in db.session.scalars(select(Edition))}


def row_counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name != "login_session"
    }


def requests_of(edition: Edition) -> list[MeetingRequest]:
    return list(
        db.session.scalars(
            select(MeetingRequest)
            .where(MeetingRequest.edition_id == edition.id)
            .order_by(MeetingRequest.id)
        )
    )


def test_two_editions_of_one_series(demo: dict[str, Edition]) -> None:
    warsaw, lisbon = demo["dih-2018-warsaw"], demo["dih-2027-lisbon"]
    assert warsaw.series_id == lisbon.series_id
    assert (warsaw.state, warsaw.is_replay, warsaw.fictional) == (
        EditionState.BOOKING_CLOSED,
        True,
        False,
    )
    assert (lisbon.state, lisbon.is_replay, lisbon.fictional) == (
        EditionState.BOOKING_OPEN,
        False,
        True,
    )
    # Six weeks after 1 March 2027 is Monday 12 April; the first Tuesday from then on is the 13th
    assert (lisbon.starts_on, lisbon.ends_on) == (date(2027, 4, 13), date(2027, 4, 14))
    assert lisbon.registration_closes_on == date(2027, 3, 30)


def test_loading_again_changes_nothing(demo: dict[str, Edition], now: datetime) -> None:
    before = row_counts()
    later = now + timedelta(days=400)
    new = PASSWORDS | {"SME": "another quiet harbour"}
    logins = load_demo(new, now=later)
    assert row_counts() == before
    assert [(login.role, login.email) for login in logins] == [
        ("organiser", "organiser@example.org"),
        ("SME", "sme@example.org"),
        ("hub", "hub@example.org"),
        ("exhibitor", "exhibitor@example.org"),
    ]
    viewer = accounts.sign_in(
        "sme@example.org", "another quiet harbour", user_agent="test", now=later
    )
    assert viewer.name == "Delegate 1 of Demo SME 05"


def test_warsaw_is_as_large_as_its_file(demo: dict[str, Edition]) -> None:
    warsaw = demo["dih-2018-warsaw"]
    slots = db.session.scalars(
        select(Slot).where(Slot.edition_id == warsaw.id).order_by(Slot.starts_at)
    ).all()
    assert [slot.code for slot in slots] == [
        *(f"A{number}" for number in range(1, 8)),
        *(f"B{number}" for number in range(1, 7)),
    ]
    # 14:00 in Warsaw in November is 13:00 UTC
    assert slots[0].starts_at == datetime(2018, 11, 26, 13, tzinfo=UTC)
    kinds = Counter(
        db.session.scalars(
            select(Organisation.kind)
            .join(Registration, Registration.organisation_id == Organisation.id)
            .where(Registration.edition_id == warsaw.id)
            .where(Registration.name.like("Delegate 1 of %"))
        )
    )
    # 7 companies of the article are SMEs and 14 are fictional; Würth is large; 4 guests
    assert kinds[OrganisationKind.HUB] == 8
    assert kinds[OrganisationKind.SME] == 7 + 14
    assert kinds[OrganisationKind.LARGE_COMPANY] == 1
    items = db.session.scalars(
        select(ProgrammeItem).where(ProgrammeItem.edition_id == warsaw.id)
    ).all()
    assert len(items) == 17
    places = db.session.scalars(select(Place).where(Place.edition_id == warsaw.id))
    labels = Counter(place.kind for place in places)
    assert sorted(labels.values()) == [5, 10]


def test_everybody_generated_is_marked_and_no_person_is_real(demo: dict[str, Edition]) -> None:
    people = db.session.scalars(select(Registration)).all()
    assert all(person.fictional for person in people)
    assert all(person.email.endswith("@example.org") for person in people)
    assert all(person.name.startswith("Delegate ") for person in people)
    assert all(request.fictional for request in db.session.scalars(select(MeetingRequest)))
    assert all(account.fictional for account in db.session.scalars(select(Account)))
    companies = db.session.scalars(
        select(Organisation).where(Organisation.name.like("Demo %"))
    ).all()
    # 14 + 16 companies, 5 exhibitors, 4 guests
    assert len(companies) == 39
    assert all(company.fictional for company in companies)


def test_what_is_assumed_is_said(demo: dict[str, Edition]) -> None:
    jsi = db.session.scalars(select(Organisation).where(Organisation.slug == "jsi")).one()
    assert jsi.source_note == (
        "From a 2018 article of the European Commission: name, country, technologies (sensors "
        "vision, internet of things), sectors (health care), services (test before invest). "
        "From the European catalogue of 2025 (the hub or its successor, not as it was in 2018): "
        "city, technologies (artificial intelligence, robotics, micro nano optoelectronics), "
        "sectors (life sciences, manufacturing and processing, environment), services (skills "
        "training, ecosystem networking), website. From general knowledge: region, form, "
        "languages."
    )
    assert demo["dih-2018-warsaw"].source_note.startswith("A replay, made from a 2018 article")
    opening = db.session.scalars(
        select(ProgrammeItem).where(ProgrammeItem.uid == "dih-2018-warsaw.d1-open@hubmeet")
    ).one()
    assert opening.source_note == "Time and room: assumed for this demo."


@pytest.mark.parametrize("slug", ["dih-2018-warsaw", "dih-2027-lisbon"])
def test_companies_ask_their_best_hubs_within_the_quota(
    demo: dict[str, Edition], slug: str
) -> None:
    edition = demo[slug]
    requests = requests_of(edition)
    asked = Counter(request.from_registration_id for request in requests)
    assert max(asked.values()) == edition.request_quota
    assert min(request.match_score for request in requests) >= 50
    states = Counter(request.state for request in requests)
    assert 0 < states[RequestState.DECLINED] < len(requests) / 8
    assert (states[RequestState.PENDING] > 0) == (slug == "dih-2027-lisbon")


def test_known_pairs_are_left_out(demo: dict[str, Edition]) -> None:
    pairs = {
        (request.from_registration.organisation.name, request.to_organisation.short_name)
        for request in requests_of(demo["dih-2018-warsaw"])
    }
    assert ("Egile", "Basque DIH") not in pairs
    assert ("RoboBend", "DK robotics hub") not in pairs
    assert ("Egile", "JSI") in pairs


def test_two_hubs_of_warsaw_are_asked_for_more_than_they_have_slots(
    demo: dict[str, Edition],
) -> None:
    warsaw = demo["dih-2018-warsaw"]
    accepted = Counter(
        request.to_organisation.short_name
        for request in requests_of(warsaw)
        if request.state is RequestState.ACCEPTED
    )
    assert {hub for hub, count in accepted.items() if count > 13} == {"UNIZG-FER", "JSI"}


def test_lisbon_has_real_hubs_open_slots_and_people_to_approve(demo: dict[str, Edition]) -> None:
    lisbon = demo["dih-2027-lisbon"]
    hubs = db.session.scalars(
        select(Organisation)
        .join(Registration, Registration.organisation_id == Organisation.id)
        .where(Registration.edition_id == lisbon.id, Organisation.kind == OrganisationKind.HUB)
        .distinct()
    ).all()
    assert len(hubs) == 24
    assert not any(hub.fictional for hub in hubs)
    waiting = db.session.scalars(
        select(Registration.name).where(Registration.state == RegistrationState.SUBMITTED)
    ).all()
    assert sorted(waiting) == [f"Delegate 1 of Demo SME {number}" for number in (28, 29, 30)]
    offered = db.session.scalars(select(OpenSlot).where(OpenSlot.edition_id == lisbon.id)).all()
    # 3 + 3 + 2 + 3 + 3
    assert len(offered) == 14


def test_talks_are_given_by_delegate_1_on_the_local_clock(demo: dict[str, Edition]) -> None:
    talk = db.session.scalars(
        select(ProgrammeItem).where(ProgrammeItem.uid == "dih-2027-lisbon.robots@hubmeet")
    ).one()
    presenting = db.session.scalars(
        select(Registration).where(
            Registration.id.in_([one.registration_id for one in talk.presenters])
        )
    ).all()
    assert sorted(person.name for person in presenting) == [
        "Delegate 1 of Basque DIH",
        "Delegate 1 of EDOcobot",
    ]
    assert f"{local(talk.starts_at, 'Europe/Lisbon'):%H:%M}" == "11:30"
