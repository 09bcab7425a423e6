"""The registration desk."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import ConsentKind, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import AuditEntry, Consent, Edition, Registration
from app.services.desk import FULL, WalkIn, check_in, look_for, undo_check_in, walk_in
from app.services.people_scope import PeopleScope
from tests.factory import Factory
from tests.services.at_once import at_once

SME = OrganisationKind.SME


def test_looking_by_name_and_organisation(factory: Factory) -> None:
    edition = factory.edition()
    firm = factory.organisation(name="Robotics Ltd")
    factory.registration(edition, firm, name="Zoë", state=RegistrationState.REJECTED)
    factory.registration(edition, firm, name="Zoe Second")
    factory.registration(factory.edition(), firm, name="Zoe Elsewhere")
    scope = PeopleScope(edition, 0)
    assert [one.name for one in look_for(scope, "ZOE robotics")] == ["Zoe Second", "Zoë"]
    assert [one.may_enter for one in look_for(scope, "zoe")] == [True, False]
    assert look_for(scope, "z") == look_for(scope, "  ") == look_for(scope, "nobody") == ()


def test_the_code_on_a_badge_finds_its_bearer_alone(factory: Factory) -> None:
    edition = factory.edition()
    bearer = [factory.registration(edition) for _ in range(2)][1]
    scope = PeopleScope(edition, 0)
    assert [one.public_id for one in look_for(scope, bearer.public_id)] == [bearer.public_id]
    assert look_for(PeopleScope(factory.edition(), 0), bearer.public_id) == ()


def test_in_and_out_once(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    person = factory.registration(edition)
    waiting = factory.registration(edition, state=RegistrationState.SUBMITTED)
    edition_id, public_id = edition.id, person.public_id
    with pytest.raises(ConflictError):
        check_in(PeopleScope(edition, 0), waiting.public_id, by=7, now=now)
    db.session.commit()

    def step() -> Registration:
        found = db.session.get_one(Edition, edition_id)
        return check_in(PeopleScope(found, 0), public_id, by=7, now=now)

    assert at_once(app, [step, step]) == {"done": 1, "ConflictError": 1}
    scope = PeopleScope(edition, 0)
    assert undo_check_in(scope, public_id, by=7, now=now).checked_in_at is None
    with pytest.raises(ConflictError):
        undo_check_in(scope, public_id, by=7, now=now)
    with pytest.raises(NotFoundError):
        check_in(PeopleScope(factory.edition(), 0), public_id, by=7, now=now)
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["registration.check_in", "registration.undo_check_in"]


def test_who_walks_in_is_approved_and_has_no_login(factory: Factory, now: datetime) -> None:
    edition = factory.edition(part_capacities={"sme": 1})
    by = factory.account().id
    entry = WalkIn(" New  one ", "New@Example.org", "New Firm", SME, "PL", agreed=True)
    person = walk_in(edition, entry, by=by, now=now)
    assert (person.name, person.email, person.account_id) == ("New one", "new@example.org", None)
    assert person.state is RegistrationState.APPROVED
    assert (person.checked_in_at, person.invited_by_id) == (now, by)
    assert [one.kind for one in db.session.scalars(select(Consent))] == [ConsentKind.PRIVACY]
    with pytest.raises(InvalidInputError) as caught:
        walk_in(edition, entry, by=by, now=now)
    assert set(caught.value.fields) == {"email"}
    with pytest.raises(InvalidInputError) as caught:
        walk_in(edition, WalkIn("", "x", "", None, "", agreed=False), by=by, now=now)
    assert set(caught.value.fields) == {
        *("name", "email", "organisation", "kind", "country", "agreed"),
    }
    second = WalkIn("Second", "second@example.org", "New Firm", SME, "PL", agreed=True)
    with pytest.raises(ConflictError, match=FULL.split(":")[0]):
        walk_in(edition, second, by=by, now=now)


def test_the_last_place_is_given_out_once(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=1)
    firm = factory.organisation(name="Firm")
    factory.registration(edition, firm, state=RegistrationState.SUBMITTED)
    by, edition_id = factory.account().id, edition.id
    db.session.commit()

    def walking(number: int) -> Callable[[], Registration]:
        entry = WalkIn("One", f"one{number}@example.org", "Firm", SME, "PL", agreed=True)
        return lambda: walk_in(db.session.get_one(Edition, edition_id), entry, by=by, now=now)

    assert at_once(app, [walking(n) for n in range(3)]) == {"done": 1, "ConflictError": 2}
