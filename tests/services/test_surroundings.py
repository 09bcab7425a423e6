"""What the frame of a page knows of the edition and the visitor."""

from datetime import datetime

import pytest
from flask import Flask

from app.domain.states import (
    EditionState,
    OrganisationKind,
    RegistrationState,
    RequestState,
)
from app.domain.viewer import Viewer
from app.models import Account
from app.services import accounts
from app.services.surroundings import Surroundings, surroundings
from tests.factory import PASSWORD, Factory


def viewer(account: Account, now: datetime) -> Viewer:
    return accounts.sign_in(account.email, PASSWORD, user_agent="", now=now)


def test_a_visitor_is_told_the_name_alone(factory: Factory) -> None:
    edition = factory.edition(name="Warsaw 2018", slug="warsaw", is_replay=True)

    assert surroundings(edition.slug, None) == Surroundings("Warsaw 2018", "warsaw", is_replay=True)


def test_a_draft_is_known_to_its_organisers_only(factory: Factory, now: datetime) -> None:
    edition = factory.edition(state=EditionState.DRAFT)
    organiser = viewer(factory.organiser(edition), now)
    stranger = viewer(factory.organiser(factory.edition()), now)

    found = surroundings(edition.slug, organiser)

    assert found is not None
    assert found.is_organiser
    assert surroundings(edition.slug, stranger) is None
    assert surroundings(edition.slug, None) is None


def test_no_edition_has_no_surroundings(app: Flask) -> None:
    assert surroundings("nothing", None) is None


@pytest.mark.parametrize(
    ("state", "is_participant"),
    [(RegistrationState.SUBMITTED, False), (RegistrationState.APPROVED, True)],
)
def test_a_person_takes_part_once_approved(
    factory: Factory, now: datetime, state: RegistrationState, is_participant: bool
) -> None:
    edition = factory.edition()
    account = factory.account()
    factory.registration(edition, account=account, state=state)

    found = surroundings(edition.slug, viewer(account, now))

    assert found is not None
    assert (found.is_registered, found.is_participant) == (True, is_participant)
    assert (found.has_team, found.is_organiser) == (False, False)


@pytest.mark.parametrize(
    ("kind", "has_table", "expected"),
    [
        (OrganisationKind.HUB, False, True),
        (OrganisationKind.SME, True, True),
        (OrganisationKind.SME, False, False),
    ],
)
def test_a_hub_or_whoever_has_a_table_works_as_a_team(
    factory: Factory, now: datetime, kind: OrganisationKind, has_table: bool, expected: bool
) -> None:
    edition = factory.edition()
    account = factory.account()
    organisation = factory.organisation(kind)
    factory.registration(edition, organisation, account=account)
    owner = organisation.id if has_table else None
    factory.table(factory.room(edition, tables=0), "1", owner_organisation_id=owner)

    found = surroundings(edition.slug, viewer(account, now))

    assert found is not None
    assert found.has_team is expected


def test_requests_that_wait_for_the_organisation_are_counted(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    account = factory.account()
    own = factory.registration(edition, account=account)
    factory.request(factory.registration(edition), own, state=RequestState.PENDING)
    factory.request(factory.registration(edition), own.organisation, state=RequestState.PENDING)
    factory.request(factory.registration(edition), own, state=RequestState.ACCEPTED)
    factory.request(own, factory.registration(edition), state=RequestState.PENDING)

    found = surroundings(edition.slug, viewer(account, now))

    assert found is not None
    assert found.to_answer == 2
