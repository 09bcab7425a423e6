"""The people page: look, filter, tick, decide."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, Registration
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.organiser.conftest import Organiser
from tests.web.organiser.test_queries import counted

SUBMITTED = RegistrationState.SUBMITTED


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_nobody_yet(organiser: Organiser) -> None:
    assert "Nobody has registered yet" in organiser.sees("people/")


def test_looking_for_people(organiser: Organiser, factory: Factory) -> None:
    factory.registration(organiser.edition, name="Anna Łódzka", state=SUBMITTED)
    factory.registration(organiser.edition, name="Bruno")
    text = organiser.sees("people/")
    assert "2 people" in text
    assert "Approve the one who waits" in text
    text = organiser.sees("people/?state=submitted&kind=sme&q=anna")
    assert "1 of 2 people" in text
    assert "Bruno" not in text
    assert "Nobody is like that" in organiser.sees("people/?q=zzz")
    assert "2 people" in organiser.sees("people/?state=x&kind=y&page=z")


def test_the_letter_is_shown_before_it_goes_out(organiser: Organiser, factory: Factory) -> None:
    people = [
        factory.registration(organiser.edition, name=name, state=SUBMITTED)
        for name in ("Anna", "Bruno")
    ]
    done = factory.registration(organiser.edition, name="Carla")
    ids = "&".join(f"person={one.public_id}" for one in (*people, done))
    address = f"people/decision?decision=approved&state=submitted&columns=email&page=1&{ids}"
    text = organiser.sees(f"{address}&shown={people[1].public_id}")
    assert "<h1>Approve 2 people</h1>" in text
    assert "Hello Bruno," in text
    assert "1 person is left out" in text
    assert "is approved already" in text
    db.session.rollback()
    db.session.expire_all()
    assert people[0].state is SUBMITTED
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    answer = organiser.sends("people/", **hidden)
    assert answer.location == f"{organiser.base}/people/?state=submitted&columns=email"
    assert "2 people are approved." in organiser.sees("people/")
    db.session.rollback()
    db.session.expire_all()
    assert [one.state for one in people] == [RegistrationState.APPROVED] * 2


def test_everybody_whom_the_filter_finds(organiser: Organiser, factory: Factory) -> None:
    for name in ("Anna", "Anne", "Bruno"):
        factory.registration(organiser.edition, name=name, state=SUBMITTED)
    text = organiser.sees("people/decision?decision=waitlisted&all=1&q=ann")
    assert "Put 2 people on the waiting list" in text
    assert "Approve all 3 who wait" in organiser.sees("people/")


def test_what_goes_with_a_rejection_is_said(organiser: Organiser, factory: Factory) -> None:
    person = factory.registration(organiser.edition)
    factory.request(person, factory.organisation())
    text = organiser.gets("people/", decision="rejected", people=person.public_id)
    assert "1 person is rejected. 1 of their requests is void." in text


def test_who_has_meetings_is_named(
    organise: Callable[[Edition], Organiser], factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    organiser = organise(event.edition)
    text = organiser.gets("people/", decision="rejected", people=event.visitors[0].public_id)
    assert "Visitor 0 has meetings on the live schedule" in text


def test_nobody_ticked_strangers_and_no_such_decision(
    organiser: Organiser, factory: Factory
) -> None:
    person = factory.registration(organiser.edition, state=SUBMITTED)
    stranger = factory.registration(factory.edition(), state=SUBMITTED)
    assert "Tick at least one person first." in organiser.gets("people/", decision="approved")
    assert organiser.sends("people/", decision="cancelled").status_code == 422
    assert organiser.sends("people/").status_code == 422
    both = f"{person.public_id} {stranger.public_id}"
    assert organiser.sends("people/", decision="approved", people=both).status_code == 404
    organiser.sees(f"people/decision?decision=approved&person={stranger.public_id}", 404)
    db.session.rollback()
    db.session.expire_all()
    assert (person.state, stranger.state) == (SUBMITTED, SUBMITTED)


def test_columns_and_filters_stand_in_the_address(organiser: Organiser, factory: Factory) -> None:
    factory.registration(organiser.edition, name="Anna", job_title="CEO")
    text = organiser.sees("people/?columns=missing&columns=size&meetings=yes&complete=no&sort=name")
    assert "the languages spoken" in text
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', text)
    assert heads == ["Person", "Size", "Missing"]
    assert re.findall(r'<option value="(\w+)" selected', text) == ["name", "no", "yes"]
    assert "Nobody is like that" in organiser.sees("people/?in=yes")


def test_as_many_statements_for_ten_as_for_a_thousand(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    edition = factory.edition()
    organiser = organise(edition)
    numbers = []
    for more in (10, 990):
        company = factory.organisation()
        db.session.add_all(
            Registration(
                edition_id=edition.id,
                organisation_id=company.id,
                name=f"Person {number}",
                email=f"p{more}.{number}@example.org",
                state=SUBMITTED,
                created_at=factory.now,
            )
            for number in range(more)
        )
        db.session.commit()
        with counted() as sent:
            organiser.sees("people/?sort=incomplete&twice=no")
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 15


def test_a_second_page(organiser: Organiser, factory: Factory) -> None:
    company = factory.organisation()
    for number in range(51):
        db.session.add(
            Registration(
                edition_id=organiser.edition.id,
                organisation_id=company.id,
                name=f"Person {number:02}",
                email=f"p{number}@example.org",
                state=SUBMITTED,
                created_at=factory.now,
            )
        )
    db.session.commit()
    text = organiser.sees("people/?state=submitted")
    assert f'href="{organiser.base}/people/?page=2&amp;state=submitted"' in text
    assert organiser.sees("people/?state=submitted&page=2").count('name="person"') == 1
    assert "Approve all 51 who wait" in text
