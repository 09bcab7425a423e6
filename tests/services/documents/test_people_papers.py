"""Who stands on badges, lists and confirmations."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import NotFoundError
from app.domain.people_papers import BadgeSheet, Confirmation, ParticipantList
from app.domain.states import ConsentKind, Part, RegistrationState
from app.models import Consent, Edition, Registration
from app.services.documents import badges, confirmation, participant_list
from app.services.documents.confirmation import ATTENDED, confirmation_of
from app.services.documents.participant_list import EVERYBODY
from app.services.documents.wanted import Order, Wanted
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def edition(app: Flask, factory: Factory) -> Edition:
    return factory.edition(controller="Hub Foundation", venue="Centre", city="Łódź")


def agrees(factory: Factory, person: Registration, now: datetime, *, until: bool = False) -> None:
    factory.add(
        Consent(
            registration_id=person.id,
            kind=ConsentKind.DIRECTORY,
            text_version="1",
            text="x",
            given_at=now,
            withdrawn_at=now if until else None,
        )
    )


def test_nine_people_need_two_sheets_of_badges(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    people = [factory.registration(edition, name=f"Person {n}") for n in range(9)]
    factory.registration(edition, name="Waits", state=RegistrationState.WAITLISTED)
    sheets = [one.data for one in badges.documents(edition, Wanted(), now=now)]
    names = [[badge.name for badge in one.badges] for one in sheets if isinstance(one, BadgeSheet)]
    assert names == [[f"Person {n}" for n in range(8)], ["Person 8"]]
    assert isinstance(sheets[0], BadgeSheet)
    first = sheets[0].badges[0]
    assert first.address.endswith(f"/organiser/e/{edition.slug}/desk/?q={people[0].public_id}")
    assert first.part is Part.SME
    assert people[0].email not in repr(sheets)


def test_one_person_has_one_badge(edition: Edition, factory: Factory, now: datetime) -> None:
    wanted = [factory.registration(edition) for _ in range(2)][1]
    only = Wanted(people=frozenset({wanted.id}))
    (sheet,) = badges.documents(edition, only, now=now)
    assert sheet.title == f"{wanted.name} – {wanted.name}"
    own = Wanted(organisations=frozenset({wanted.organisation_id}))
    assert badges.documents(edition, own, now=now) == [sheet]


def test_the_list_to_hand_out_names_only_who_agreed_and_still_does(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    listed, silent, changed_their_mind = (
        factory.registration(edition, name=name) for name in ("Ada", "Bea", "Cleo")
    )
    agrees(factory, listed, now)
    agrees(factory, changed_their_mind, now, until=True)

    def names(wanted: Wanted) -> tuple[bool, list[str]]:
        (document,) = participant_list.documents(edition, wanted, now=now)
        assert isinstance(document.data, ParticipantList)
        return document.data.is_for_participants, [one.name for one in document.data.people]

    assert names(Wanted()) == (True, ["Ada"])
    assert names(Wanted(variant=EVERYBODY)) == (False, ["Ada", "Bea", "Cleo"])
    silent.organisation.name = "AAA"
    factory.add(silent)
    by_organisation = Wanted(variant=EVERYBODY, order=Order.ORGANISATION)
    assert names(by_organisation)[1][0] == "Bea"


def test_without_anybody_there_is_no_list(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    factory.registration(edition)  # did not agree to be listed
    assert participant_list.documents(edition, Wanted(), now=now) == []


def test_a_confirmation_is_in_the_persons_own_language(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    factory.registration(edition, name="Łucja Hub", locale="pl")
    (document,) = confirmation.documents(edition, Wanted(), now=now)
    assert (document.language, document.file_name) == ("pl", "registration-lucja-hub")
    assert isinstance(document.data, Confirmation)
    assert document.data.organiser == "Hub Foundation"
    assert document.data.place == "Centre, Łódź"
    assert not document.data.attended


def test_who_was_there_is_confirmed_from_the_last_day_on(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    there = factory.registration(edition, name="Was There", checked_in_at=now)
    factory.registration(edition, name="Stayed Away")
    last_day = datetime.combine(edition.ends_on, now.time(), now.tzinfo)
    attended = Wanted(variant=ATTENDED)
    before = last_day - timedelta(days=1)
    assert confirmation.documents(edition, attended, now=before) == []
    assert _attended(there, now=before) is False
    (document,) = confirmation.documents(edition, attended, now=last_day)
    assert document.title == "Was There"
    assert _attended(there, now=last_day) is True


def test_nothing_is_confirmed_to_who_has_no_place(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    waits = factory.registration(edition, state=RegistrationState.WAITLISTED, checked_in_at=now)
    with pytest.raises(NotFoundError, match="There is nothing to confirm"):
        confirmation_of(waits, language="en", now=now)
    assert confirmation.documents(edition, Wanted(), now=now) == []


def _attended(person: Registration, *, now: datetime) -> bool:
    data = confirmation_of(person, language="en", now=now).data
    assert isinstance(data, Confirmation)
    return data.attended
