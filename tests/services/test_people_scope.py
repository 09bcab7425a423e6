"""Which people a member of the team may see."""

import pytest

from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.domain.states import StaffRole
from app.models import Account, Edition, Invitation, Staff
from app.services.completeness import completeness_of
from app.services.people_scope import people_in, person_in, scope_of
from tests.factory import Factory

READ, DESK = Permission.PEOPLE_READ, Permission.DESK


def supporter(factory: Factory, edition: Edition, *countries: str) -> Account:
    account = factory.account()
    role = StaffRole.SUPPORTING
    factory.add(
        Staff(account_id=account.id, edition_id=edition.id, role=role, countries=list(countries))
    )
    return account


def test_a_supporting_organiser_sees_their_countries_and_whom_they_invited(
    factory: Factory,
) -> None:
    edition = factory.edition()
    account = supporter(factory, edition, "ES", "PT")
    spain = factory.registration(edition, factory.organisation(country="ES"))
    poland = factory.registration(edition)
    brought = factory.registration(edition, invited_by_id=account.id)
    linked = factory.registration(edition)
    factory.add(
        Invitation(
            edition_id=edition.id,
            email=linked.email,
            token_hash="x",
            by_account_id=account.id,
            registration_id=linked.id,
            created_at=factory.now,
            expires_at=factory.now,
            used_at=factory.now,
        )
    )
    factory.registration(factory.edition(), spain.organisation)
    scope = scope_of(edition, account.id, READ)
    for person in (spain, brought, linked):
        assert person_in(scope, person.public_id) == person
    with pytest.raises(NotFoundError):
        person_in(scope, poland.public_id)
    with pytest.raises(NotFoundError):  # one stranger, and the whole is refused
        people_in(scope, [spain.public_id, poland.public_id])


def test_whole_editions_and_roles_that_add_nothing(factory: Factory) -> None:
    edition, other = factory.edition(), factory.edition()
    here = factory.registration(edition)
    there = factory.registration(other)
    owner = scope_of(edition, factory.organiser(edition).id, READ)
    assert owner.is_everybody
    assert people_in(owner, [here.public_id]) == [here]
    with pytest.raises(NotFoundError):
        people_in(owner, [here.public_id, there.public_id])
    both = supporter(factory, edition, "ES")
    factory.add(Staff(account_id=both.id, series_id=edition.series_id, role=StaffRole.DESK))
    assert scope_of(edition, both.id, DESK).is_everybody
    # The desk's sight does not widen the list of people.
    assert not scope_of(edition, both.id, READ).is_everybody
    nobody = scope_of(other, both.id, READ)
    with pytest.raises(NotFoundError):
        person_in(nobody, there.public_id)


def test_the_meter_of_one_person(factory: Factory) -> None:
    edition = factory.edition()
    person = factory.registration(edition, job_title="CEO", languages=["en"])
    found = completeness_of(person)
    # An edition without slots asks for no times, so of eight things three are known: 37 percent.
    assert [one.code for one in found.missing] == [
        *("size_class", "nuts2", "profile_text", "technologies", "functions"),
    ]
    assert found.percent == 37
