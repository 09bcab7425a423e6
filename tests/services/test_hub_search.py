"""The hubs of an edition: who takes part, what they offer, how they are found."""

from typing import Any

import pytest

from app.domain.errors import NotFoundError
from app.domain.states import OrganisationKind, RegistrationState
from app.models import CatalogueEntry, Edition, Organisation, Profile
from app.services.edition_hubs import edition_hubs, hubs_by_country, hubs_by_technology
from app.services.hub_profile import OwnPlace, ServiceGroup, Strength, hub_profile
from app.services.hub_search import PAGE, HubFilter, search_hubs
from tests.factory import Factory


def hub(factory: Factory, edition: Edition | None, **values: Any) -> Organisation:
    """A hub; with an edition it has a profile there, of these technologies."""
    technologies = values.pop("technologies", {})
    made = factory.organisation(OrganisationKind.HUB, **values)
    if edition is not None:
        factory.add(
            Profile(edition_id=edition.id, organisation_id=made.id, technologies=technologies)
        )
    return made


def names(edition: Edition, **wanted: str) -> list[str]:
    return [found.name for found in search_hubs(edition, HubFilter(**wanted)).hubs]


def test_a_hub_takes_part_by_profile_place_or_approved_person(factory: Factory) -> None:
    edition, other = factory.edition(), factory.edition()
    hub(factory, edition, name="A profile")
    factory.table(
        factory.room(edition, tables=0),
        "1",
        owner_organisation_id=hub(factory, None, name="B place").id,
    )
    factory.registration(edition, hub(factory, None, name="C person"))
    factory.registration(
        edition, hub(factory, None, name="D asked"), state=RegistrationState.SUBMITTED
    )
    hub(factory, other, name="E elsewhere")
    factory.registration(edition)  # a company is no hub

    assert names(edition) == ["A profile", "B place", "C person"]


def test_without_a_profile_the_catalogue_speaks(factory: Factory) -> None:
    edition = factory.edition()
    made = hub(factory, None)
    factory.registration(edition, made)
    factory.add(
        CatalogueEntry(
            organisation_id=made.id,
            title="The long name",
            technologies={"robotics": 5},
            sectors={},
            services={},
            languages=["pl"],
        )
    )

    (found,) = edition_hubs(edition)

    assert (found.title, found.strengths) == ("The long name", ("Robotics",))
    assert hub_profile(edition, made.slug).languages == ("pl",)


def test_the_three_strongest_are_shown_and_among_equals_the_rarer(factory: Factory) -> None:
    edition = factory.edition()
    offer = {"big_data": 5, "robotics": 5, "cybersecurity": 5, "mobility": 4, "logistics": 5}
    hub(factory, edition, name="A", technologies=offer)
    hub(factory, edition, name="B", technologies={"big_data": 1})

    first, _second = edition_hubs(edition)

    # four at 5; two hubs offer big data, one each of the others, which so come first by code
    assert first.strengths == ("Cybersecurity", "Logistics", "Robotics")


def test_shares_are_counted_commonest_first(factory: Factory) -> None:
    edition = factory.edition()
    hub(factory, edition, country="PL", technologies={"robotics": 1})
    hub(factory, edition, country="ES", technologies={"robotics": 5, "big_data": 2})
    hub(factory, edition, country="ES")
    hubs = edition_hubs(edition)

    assert [(s.code, s.count) for s in hubs_by_country(hubs)] == [("ES", 2), ("PL", 1)]
    assert [(s.label, s.count) for s in hubs_by_technology(hubs)] == [
        ("Robotics", 2),
        ("Big data", 1),
    ]


def test_filters_by_words_technology_and_country(factory: Factory) -> None:
    edition = factory.edition()
    hub(factory, edition, name="Basque DIH", city="Bilbao", country="ES")
    hub(factory, edition, name="Łódź Hub", city="Łódź", technologies={"robotics": 3})

    assert names(edition, text="bilbao BASQUE") == ["Basque DIH"]
    assert names(edition, text="łódź") == ["Łódź Hub"]
    assert names(edition, text="basque łódź") == []
    assert names(edition, technology="robotics") == ["Łódź Hub"]
    assert names(edition, country="ES") == ["Basque DIH"]
    assert names(edition, country="ES", technology="robotics") == []


def test_a_page_has_fifty_and_a_number_beyond_gives_the_last(factory: Factory) -> None:
    edition = factory.edition()
    for number in range(PAGE + 1):
        hub(factory, edition, name=f"Hub {number:02}")

    first = search_hubs(edition, HubFilter(), 1)
    beyond = search_hubs(edition, HubFilter(), 9)
    before = search_hubs(edition, HubFilter(), -3)

    assert (len(first.hubs), first.pages, first.found) == (50, 2, 51)
    assert (beyond.number, [found.name for found in beyond.hubs]) == (2, ["Hub 50"])
    assert before.number == 1


def test_a_profile_says_what_where_and_from_where_it_is_known(factory: Factory) -> None:
    edition = factory.edition()
    made = hub(
        factory,
        edition,
        technologies={"robotics": 3, "big_data": 5, "no_longer_listed": 1},
        nuts2="PL91",
        website="https://hub.example.org/",
        source_note="catalogue",
    )
    factory.table(factory.room(edition, tables=0), "7", owner_organisation_id=made.id)

    found = hub_profile(edition, made.slug)

    assert found.technologies == (
        Strength("Big data", 5),
        Strength("Robotics", 3),
        Strength("no_longer_listed", 1),
    )
    assert found.place == OwnPlace("Hall", "7")
    assert (found.website, found.source) == ("https://hub.example.org/", "catalogue")


def test_services_stand_under_their_function(factory: Factory) -> None:
    edition = factory.edition()
    made = hub(factory, None)
    factory.add(
        Profile(
            edition_id=edition.id,
            organisation_id=made.id,
            services={"finance": 2, "prototyping": 5, "unheard_of": 1},
        )
    )

    assert hub_profile(edition, made.slug).services == (
        ServiceGroup("Test before invest", (Strength("Prototyping", 5),)),
        ServiceGroup("Support to find investments", (Strength("Finance", 2),)),
        ServiceGroup("", (Strength("unheard_of", 1),)),
    )


def test_a_hub_may_name_its_functions_only(factory: Factory) -> None:
    edition = factory.edition()
    made = hub(factory, None)
    factory.add(
        Profile(
            edition_id=edition.id,
            organisation_id=made.id,
            functions={"skills_training": 3, "test_before_invest": 4},
        )
    )

    assert hub_profile(edition, made.slug).functions == (
        Strength("Test before invest", 4),
        Strength("Skills and training", 3),
    )


def test_an_address_that_is_no_web_address_is_no_link(factory: Factory) -> None:
    edition = factory.edition()
    made = hub(factory, edition, website="javascript:alert(1)")

    assert hub_profile(edition, made.slug).website == ""


def test_a_hub_of_another_edition_is_not_found(factory: Factory) -> None:
    made = hub(factory, factory.edition())

    with pytest.raises(NotFoundError):
        hub_profile(factory.edition(), made.slug)
