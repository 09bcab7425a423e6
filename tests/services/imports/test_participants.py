"""Participants from a file: all of them, or none and every fault."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind, RegistrationRole, RegistrationState
from app.extensions import db
from app.models import Edition, Organisation, Profile, Registration
from app.services.hub_catalogue import import_hubs
from app.services.hub_file import bundled_hubs
from app.services.imports import ImportReport, import_participants
from tests.factory import Factory

HEADER = "email;name;organisation;kind;country;nuts2;role;languages;needs;available"
ANN = "ann@example.org;Ann;Steel Ltd;sme;SI;SI04;;en,sl;robotics:3,funding:1;A"
BOB = "bob@example.org;Bob;Steel Ltd;sme;SI;;speaker;;;none"
HUB = "hub@example.org;Łukasz Ψ;es-bdih-edih;hub;;;;;;A1-A2"


def file_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@pytest.fixture
def edition(app: Flask, factory: Factory) -> Edition:
    """An edition with the slots A1 to A4 and B1 to B2."""
    made = factory.edition(slug="warsaw")
    factory.block(made, slots=4)
    factory.block(made, slots=2, code="B", day=19)
    return made


@pytest.fixture
def hubs(app: Flask, now: datetime) -> None:
    """Two hubs of the catalogue."""
    wanted = {"es-bdih-edih", "si-jsi"}
    import_hubs([hub for hub in bundled_hubs() if hub.hub_id in wanted], now=now)


def people() -> dict[str, Registration]:
    return {person.email: person for person in db.session.scalars(select(Registration))}


def test_a_dry_run_stores_nothing(edition: Edition, hubs: None, now: datetime) -> None:
    report = import_participants("warsaw", file_of(ANN, BOB, HUB), apply=False, now=now)
    assert report == ImportReport(new=3, known=0, faults=(), applied=False)
    assert people() == {}


def test_apply_stores_people_organisations_and_profiles(
    edition: Edition, hubs: None, now: datetime
) -> None:
    report = import_participants("warsaw", file_of(ANN, BOB, HUB), apply=True, now=now)
    assert report == ImportReport(new=3, known=0, faults=(), applied=True)
    ann, bob, hub = (people()[f"{name}@example.org"] for name in ("ann", "bob", "hub"))
    assert (ann.state, ann.role) == (RegistrationState.APPROVED, RegistrationRole.ATTENDEE)
    assert ann.organisation.name == "Steel Ltd"
    assert bob.organisation_id == ann.organisation_id
    assert (bob.role, bob.wants_meetings) == (RegistrationRole.SPEAKER, False)
    profile = db.session.scalars(
        select(Profile).where(Profile.organisation_id == ann.organisation_id)
    ).one()
    assert profile.technologies == {"robotics": 3}
    assert profile.functions == {"support_find_investment": 1}
    assert profile.languages == ["en", "sl"]
    assert hub.name == "Łukasz Ψ"
    assert hub.organisation.catalogue_id == "es-bdih-edih"
    assert not hub.organisation.fictional


def test_availability_is_stored_as_what_is_ruled_out(
    edition: Edition, hubs: None, now: datetime
) -> None:
    import_participants("warsaw", file_of(ANN, HUB), apply=True, now=now)
    # Of A1 A2 A3 A4 B1 B2 Ann has A, so 2 slots are out; the hub has A1 and A2, so 4 are
    assert {email: len(person.unavailable) for email, person in people().items()} == {
        "ann@example.org": 2,
        "hub@example.org": 4,
    }


def test_a_hub_without_needs_offers_what_the_catalogue_says(
    edition: Edition, hubs: None, now: datetime
) -> None:
    own = "own@example.org;O;si-jsi;hub;SI;;;sl;robotics:5;"
    import_participants("warsaw", file_of(HUB, own), apply=True, now=now)
    profiles = {
        organisation.catalogue_id: profile
        for organisation, profile in db.session.execute(select(Organisation, Profile).join(Profile))
    }
    catalogue = profiles["es-bdih-edih"]
    assert catalogue.technologies == {
        "additive_manufacturing": 4,
        "cybersecurity": 4,
        "robotics": 4,
    }
    assert catalogue.languages == ["en", "es"]
    assert people()["hub@example.org"].languages == ["en", "es"]
    assert profiles["si-jsi"].technologies == {"robotics": 5}
    assert profiles["si-jsi"].languages == ["sl"]


def test_the_same_file_twice_changes_nothing(edition: Edition, hubs: None, now: datetime) -> None:
    import_participants("warsaw", file_of(ANN, HUB), apply=True, now=now)
    moved = ANN.replace("Ann", "Anna").replace("ann@", "ANN@")
    report = import_participants("warsaw", file_of(moved, HUB, BOB), apply=True, now=now)
    assert report == ImportReport(new=1, known=2, faults=(), applied=True)
    assert people()["ann@example.org"].name == "Ann"


def test_a_stored_organisation_is_found_again(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    known = factory.organisation(name="STEEL  ltd", country="SI")
    import_participants("warsaw", file_of(ANN), apply=True, now=now)
    assert people()["ann@example.org"].organisation_id == known.id


def test_every_fault_is_listed_and_nothing_stored(
    edition: Edition, hubs: None, now: datetime
) -> None:
    rows = [
        ANN,
        "ann;;Steel Ltd;firm;Spain;SI09;boss;xx;robots:3;C",
        "Ann@example.org;Ann;Steel Ltd;sme;SI;;;;;",
        "c@example.org;C;Steel Ltd;large_company;SI;SI03;;;ai:1;",
        "d@example.org;D;es-nowhere;hub;;;;;;",
        "e@example.org;E;es-bdih-edih;sme;ES;;;;;",
        "f@example.org;F;es-bdih-edih;hub;SI;;;;;",
        "g@example.org;G;Unknown hub;hub;;;;;;",
        "h@example.org;H",
    ]
    report = import_participants("warsaw", file_of(*rows), apply=True, now=now)
    assert not report.applied
    assert [(fault.line, fault.column, fault.value) for fault in report.faults] == [
        (3, "country", "Spain"),
        (3, "email", "ann"),
        (3, "name", ""),
        (3, "kind", "firm"),
        (3, "nuts2", "SI09"),
        (3, "role", "boss"),
        (3, "languages", "xx"),
        (3, "needs", "robots:3"),
        (3, "available", "C"),
        (4, "email", "Ann@example.org"),
        (5, "kind", "large_company"),
        (5, "nuts2", "SI03"),
        (5, "needs", "ai:1"),
        (6, "organisation", "es-nowhere"),
        (7, "kind", "sme"),
        (8, "country", "SI"),
        (9, "country", ""),
        (10, "(all)", "h@example.org;H"),
    ]
    assert report.faults[9].allowed == "Each person once; this one is in line 2."
    assert people() == {}


def test_two_spellings_of_one_address_are_one_person(edition: Edition, now: datetime) -> None:
    # é as one character and as e with an accent
    rows = [ANN.replace("ann@", address) for address in ("rené@", "rene\u0301@")]
    report = import_participants("warsaw", file_of(*rows), apply=True, now=now)
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, "email")]


def test_an_organisation_keeps_its_kind(edition: Edition, factory: Factory, now: datetime) -> None:
    factory.organisation(OrganisationKind.INVESTOR, name="Steel Ltd", country="SI")
    report = import_participants("warsaw", file_of(ANN), apply=True, now=now)
    assert [fault.allowed for fault in report.faults] == ["“Steel Ltd” is known here as investor."]


def test_unknown_edition_and_unreadable_file(edition: Edition, now: datetime) -> None:
    with pytest.raises(NotFoundError, match="There is no edition “dublin”"):
        import_participants("dublin", file_of(ANN), apply=True, now=now)
    with pytest.raises(InvalidInputError, match="missing: available"):
        import_participants("warsaw", file_of(ANN).replace(b";available", b""), apply=True, now=now)


def test_all_288_complete_hubs_take_part(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition(slug="large")
    factory.block(edition, slots=20)
    hubs = bundled_hubs()
    import_hubs(hubs, now=now)
    rows = [
        f"{hub.hub_id}@example.org;Delegate 1;{hub.hub_id};hub;{hub.country};;;;;"
        for hub in hubs
        if hub.complete
    ]
    report = import_participants("large", file_of(*rows), apply=True, now=now)
    assert report == ImportReport(new=288, known=0, faults=(), applied=True)
