"""What an organisation offers or needs: what can be used, and who may change it."""

import pytest
from flask import Flask

from app.domain.errors import ForbiddenError, InvalidInputError
from app.domain.states import CrossBorder, OrganisationKind, RegistrationState
from app.models import CatalogueEntry
from app.services import profiles
from app.services.profiles import ProfileEntry, Rows
from tests.factory import Factory
from tests.services.gathering import Gathering

COMPANY, HUB = OrganisationKind.SME, OrganisationKind.HUB


@pytest.mark.parametrize(
    ("rows", "kind", "fault"),
    [
        ((("robotics", 3),), COMPANY, None),
        ((("robotics", 4),), COMPANY, "Choose a number from 1 to 3."),
        ((("robotics", 0),), COMPANY, "Choose a number from 1 to 3."),
        ((("robotics", 5),), HUB, None),
        ((("robotics", 6),), HUB, "Choose a number from 1 to 5."),
        ((("magic", 2),), COMPANY, "“magic” is not in the list."),
        ((("robotics", 1), ("robotics", 2)), COMPANY, "The same one is chosen twice."),
    ],
)
def test_a_row_is_a_known_code_with_a_number(
    rows: Rows, kind: OrganisationKind, fault: str | None
) -> None:
    found = profiles.faults(ProfileEntry(technologies=rows), kind)
    assert found == ({"technologies": fault} if fault else {})


def test_a_company_says_what_it_looks_for() -> None:
    assert list(profiles.faults(ProfileEntry(), COMPANY)) == ["technologies"]
    assert profiles.faults(ProfileEntry(text="A robot for bending"), COMPANY) == {}
    assert profiles.faults(ProfileEntry(functions=(("skills_training", 2),)), COMPANY) == {}


def test_a_hub_says_what_it_offers() -> None:
    assert list(profiles.faults(ProfileEntry(text="We are good"), HUB)) == ["services"]
    assert profiles.faults(ProfileEntry(services=(("prototyping", 4),)), HUB) == {}


@pytest.mark.parametrize(("length", "faults"), [(2000, []), (2001, ["text"])])
def test_a_text_has_two_thousand_characters_at_most(length: int, faults: list[str]) -> None:
    assert list(profiles.faults(ProfileEntry(text="x" * length), COMPANY)) == faults


def test_several_faults_are_told_at_once() -> None:
    entry = ProfileEntry(
        technologies=(("magic", 1),), sectors=(("chess", 1),), languages=("klingon",)
    )
    assert list(profiles.faults(entry, COMPANY)) == ["technologies", "sectors", "languages"]


def test_a_form_begins_with_the_catalogue_until_there_is_a_profile(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    hub = factory.organisation(HUB)
    assert profiles.entry_of(event.edition.id, hub.id) == ProfileEntry()
    factory.add(
        CatalogueEntry(
            organisation_id=hub.id,
            technologies={"big_data": 2, "robotics": 5},
            sectors={},
            services={"prototyping": 3},
            languages=["es"],
        )
    )
    expected = ProfileEntry(
        technologies=(("robotics", 5), ("big_data", 2)),
        services=(("prototyping", 3),),
        languages=("es",),
    )
    assert profiles.entry_of(event.edition.id, hub.id) == expected
    person = factory.registration(event.edition, hub)
    changed = ProfileEntry(technologies=(("robotics", 4),), text="Robots", languages=("en",))
    profiles.change(person, changed)
    assert profiles.entry_of(event.edition.id, hub.id) == changed


def test_a_changed_profile_replaces_the_old_one(app: Flask, factory: Factory) -> None:
    person = Gathering(factory).company(text="Old", technologies={"robotics": 1})
    entry = ProfileEntry(
        functions=(("skills_training", 3),), text=" New ", cross_border=CrossBorder.WANTED
    )
    profile = profiles.change(person, entry)
    assert (profile.text, profile.technologies, profile.functions, profile.cross_border) == (
        "New",
        {},
        {"skills_training": 3},
        CrossBorder.WANTED,
    )


def test_a_faulty_change_changes_nothing(app: Flask, factory: Factory) -> None:
    person = Gathering(factory).company(text="Old")
    with pytest.raises(InvalidInputError) as caught:
        profiles.change(person, ProfileEntry(technologies=(("magic", 1),)))
    assert list(caught.value.fields) == ["technologies"]
    assert profiles.entry_of(person.edition_id, person.organisation_id).text == "Old"


def test_who_joined_cannot_speak_for_the_organisation_before_being_approved(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    first = event.company(text="Ours")
    second = factory.registration(
        event.edition, first.organisation, state=RegistrationState.SUBMITTED
    )
    assert not profiles.may_change(second)
    with pytest.raises(ForbiddenError, match="approve you before"):
        profiles.change(second, ProfileEntry(text="Mine"))
    assert profiles.entry_of(event.edition.id, first.organisation_id).text == "Ours"


def test_the_only_person_of_a_new_company_may_correct_what_they_typed(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    alone = factory.registration(event.edition, state=RegistrationState.SUBMITTED)
    assert profiles.may_change(alone)
    of_hub = factory.registration(
        event.edition, factory.organisation(HUB), state=RegistrationState.SUBMITTED
    )
    assert not profiles.may_change(of_hub)
