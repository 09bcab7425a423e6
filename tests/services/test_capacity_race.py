"""With fewer places than people who register at once, exactly that many are in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.states import OrganisationKind, Part, RegistrationState
from app.extensions import db
from app.models import Edition, Invitation, Profile, Registration
from app.services import invitations
from app.services.organisations import OrganisationEntry
from app.services.registration_entry import RegistrationEntry
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.racing import slowly, sqlite_transactions, without_locks
from tests.services.registering import ENTRY, SME, register

# With 400 people and 100 places it holds, too, and takes ten seconds an engine.
PEOPLE, PLACES, AT_ONCE = 120, 30, 20
HUB = (OrganisationKind.HUB,)


def entry(slug: str, part: Part = Part.SME) -> RegistrationEntry:
    """Somebody of a known organisation."""
    kinds = SME if part is Part.SME else HUB
    return replace(
        ENTRY,
        person=replace(ENTRY.person, part=part),
        organisation=OrganisationEntry("", kinds, slug=slug),
    )


def company(factory: Factory, edition: Edition) -> str:
    """The slug of a company that says what it needs, so that nobody else has to."""
    made = factory.organisation()
    factory.add(Profile(edition_id=edition.id, organisation_id=made.id))
    return made.slug


def registers(
    edition_id: int, now: datetime, number: int, form: RegistrationEntry
) -> Callable[[], object]:
    def run() -> object:
        edition = db.session.get_one(Edition, edition_id)
        return register(edition, form, now, email=f"p{number}@example.org")

    return run


def states() -> dict[RegistrationState, int]:
    rows = db.session.execute(
        select(Registration.state, func.count()).group_by(Registration.state)
    ).all()
    return {state: number for state, number in rows}


def test_many_at_once_fill_the_places_exactly_and_a_list_in_order(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition(registration_capacity=PLACES, approval_required=False)
    slug = company(factory, edition)
    steps = [registers(edition.id, now, one, entry(slug)) for one in range(PEOPLE)]
    for start in range(0, PEOPLE, AT_ONCE):
        assert at_once(app, steps[start : start + AT_ONCE]) == {"done": AT_ONCE}
    assert states() == {
        RegistrationState.APPROVED: PLACES,
        RegistrationState.WAITLISTED: PEOPLE - PLACES,
    }
    # A row's key is given inside the transaction that holds the edition: the order of commits.
    rows = db.session.execute(
        select(Registration.id, Registration.waiting_since)
        .where(Registration.state == RegistrationState.WAITLISTED)
        .order_by(Registration.waiting_since)
    ).all()
    assert [key for key, _ in rows] == sorted(key for key, _ in rows)
    assert len({since for _, since in rows}) == PEOPLE - PLACES


def test_the_places_of_a_part_are_exact_too(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition(
        registration_capacity=8, part_capacities={"hub": 3}, approval_required=False
    )
    company, hub = factory.organisation(), factory.organisation(OrganisationKind.HUB)
    steps = [
        registers(edition.id, now, one, entry(*of))
        for one, of in enumerate([(company.slug, Part.SME), (hub.slug, Part.HUB)] * 10)
    ]
    assert at_once(app, steps) == {"done": 20}
    assert states()[RegistrationState.APPROVED] == 8
    in_hubs = db.session.scalar(
        select(func.count()).where(
            Registration.state == RegistrationState.APPROVED,
            Registration.organisation_id == hub.id,
        )
    )
    assert in_hubs is not None
    assert in_hubs <= 3


def test_without_the_guards_it_goes_wrong(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race would show it if the places were not exact."""
    edition = factory.edition(registration_capacity=2, approval_required=False)
    slug = company(factory, edition)
    steps = [registers(edition.id, now, one, entry(slug)) for one in range(8)]
    if db.engine.dialect.name == "postgresql":
        without_locks(monkeypatch)
        with slowly():
            at_once(app, steps)
        assert states()[RegistrationState.APPROVED] > 2
    else:  # a reader that turns into a writer is told that the database is locked
        with sqlite_transactions("BEGIN"), slowly():
            assert at_once(app, steps)["unexpected OperationalError"] > 0


def test_an_invitation_lets_one_of_sixteen_in_past_the_limits(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition(registration_capacity=0, waiting_list=False)
    edition_id, slug = edition.id, factory.organisation().slug
    key = invitations.invite(edition, "guest@example.org", by=factory.account().id, now=now).id

    def redeems(number: int) -> Callable[[], object]:
        def run() -> object:
            invitation = db.session.get_one(Invitation, key)
            return register(
                db.session.get_one(Edition, edition_id),
                entry(slug),
                now,
                email=f"p{number}@example.org",
                invitation=invitation,
            )

        return run

    assert at_once(app, [redeems(one) for one in range(16)]) == {"done": 1, "ConflictError": 15}
    assert states() == {RegistrationState.APPROVED: 1}
    used = db.session.get_one(Invitation, key, populate_existing=True)
    assert used.used_at == now
    assert used.registration_id is not None
