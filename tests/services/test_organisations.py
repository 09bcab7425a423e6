"""Nobody is stored twice: the organisation a person means is found."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.states import OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Organisation
from app.services import organisations
from app.services.organisations import OrganisationEntry
from tests.factory import Factory
from tests.services.gathering import Gathering

SME = (OrganisationKind.SME,)
HUB = (OrganisationKind.HUB,)


@pytest.mark.parametrize(
    "typed",
    ["Łódź Robotics", "łódź robotics", "  ŁÓDŹ   Robotics ", "Ło\u0301dz\u0301 Robotics"],
)
def test_case_spaces_and_the_coding_of_accents_do_not_matter(
    app: Flask, factory: Factory, typed: str
) -> None:
    known = factory.organisation(name="Łódź Robotics")
    assert organisations.find(typed, "PL") == (known,)


def test_the_same_name_in_another_country_is_another_organisation(
    app: Flask, factory: Factory, now: datetime
) -> None:
    here = factory.organisation(name="Robotics Ltd", country="PL")
    there = factory.organisation(name="Robotics Ltd", country="DE")
    assert organisations.find("robotics ltd", "DE") == (there,)
    assert organisations.find("robotics ltd", "") == (here, there)
    assert organisations.faults(OrganisationEntry("Robotics Ltd", SME)) == {
        "country": "There is more than one organisation of this name: say the country."
    }
    entry = OrganisationEntry("Robotics Ltd", SME, OrganisationKind.SME, "FR")
    assert organisations.obtain(entry, now=now).country == "FR"


def test_a_known_organisation_needs_its_name_only(
    app: Flask, factory: Factory, now: datetime
) -> None:
    known = factory.organisation(name="Robotics Ltd")
    entry = OrganisationEntry(" robotics  ltd", SME)
    assert organisations.faults(entry) == {}
    assert organisations.obtain(entry, now=now) == known
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_a_hub_cannot_be_joined_as_a_company(app: Flask, factory: Factory) -> None:
    factory.organisation(OrganisationKind.HUB, name="Basque DIH")
    assert organisations.faults(OrganisationEntry("Basque DIH", SME)) == {
        "organisation": "“Basque DIH” is known here as: Hub. "
        "Go back and choose that, or type another name."
    }


def test_every_fault_of_a_new_organisation_is_told_at_once(app: Flask) -> None:
    entry = OrganisationEntry("New", SME, None, "XX", "ES21", "gigantic")
    assert list(organisations.faults(entry)) == ["kind", "country", "nuts2", "size_class"]
    good = OrganisationEntry("New", SME, OrganisationKind.SME, "ES", "ES21", "small")
    assert organisations.faults(good) == {}


@pytest.mark.parametrize(("nuts2", "faults"), [("ES21", []), ("PL71", ["nuts2"]), ("", [])])
def test_a_region_is_one_of_the_country(app: Flask, nuts2: str, faults: list[str]) -> None:
    entry = OrganisationEntry("New", SME, OrganisationKind.SME, "ES", nuts2)
    assert list(organisations.faults(entry)) == faults


@pytest.mark.parametrize(("name", "faults"), [("x" * 400, []), ("x" * 401, ["organisation"])])
def test_a_name_has_four_hundred_characters_at_most(
    app: Flask, name: str, faults: list[str]
) -> None:
    entry = OrganisationEntry(name, SME, OrganisationKind.SME, "ES")
    assert list(organisations.faults(entry)) == faults


def test_without_a_name_the_rest_is_judged_as_of_a_new_one(app: Flask) -> None:
    entry = OrganisationEntry("   ", SME, None, "XX")
    assert list(organisations.faults(entry)) == ["organisation", "kind", "country"]


def test_a_new_organisation_is_kept_as_typed(app: Flask, now: datetime) -> None:
    entry = OrganisationEntry("  Nová  firma ", SME, OrganisationKind.SME, "CZ", "CZ01", "small")
    made = organisations.obtain(entry, now=now)
    assert (made.name, made.slug, made.country, made.nuts2, made.size_class) == (
        "Nová firma",
        "nova-firma",
        "CZ",
        "CZ01",
        "small",
    )


def test_the_list_of_names_shows_no_company_that_did_not_agree(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    listed, silent, waiting = (
        factory.registration(event.edition, factory.organisation(name=name))
        for name in ("Listed", "Silent", "Waiting")
    )
    for person in (listed, waiting):
        event.list_in_directory(person)
    waiting.state = RegistrationState.SUBMITTED
    factory.add(waiting)
    names = [one.name for one in organisations.known_organisations(event.edition, SME)]
    assert names == ["Listed"]
    assert silent.state is RegistrationState.APPROVED
    factory.organisation(OrganisationKind.HUB, name="Any hub")
    hubs = [one.name for one in organisations.known_organisations(event.edition, HUB)]
    assert hubs == ["Any hub"]
