"""Whom to ask: the best match first, how much each is asked, what can be filtered."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event as sql_event

from app.domain.errors import ForbiddenError, NotFoundError
from app.domain.states import CrossBorder, RegistrationState
from app.extensions import db
from app.models import Registration
from app.services import availability, open_slots
from app.services.directory import Wanted, companies_for, hubs_for
from app.services.free_time import free_times
from app.services.match_scores import EditionMatches
from app.services.partner_page import partner_page
from tests.factory import Factory
from tests.services.gathering import Gathering

ROBOTS = {"technologies": {"robotics": 3}}


def names(registration: Registration, **wanted: str | bool) -> list[str]:
    page = hubs_for(registration, Wanted(**wanted))  # type: ignore[arg-type] # filters by name
    return [choice.partner.name for choice in page.choices]


def test_the_best_match_comes_first(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company = event.company(**ROBOTS)
    event.hub("None", technologies={"quantum": 5})
    event.hub("Good", technologies={"robotics": 5})
    event.hub("Fair", technologies={"robotics": 2, "quantum": 5})
    page = hubs_for(company, Wanted())
    found = [(choice.partner.name, choice.match and choice.match.score) for choice in page.choices]
    assert [name for name, _ in found] == ["Good", "Fair", "None"]
    scores = EditionMatches(event.edition.id)
    assert [score for _, score in found] == [
        scores.score(company.organisation_id, choice.partner.organisation_id)
        for choice in page.choices
    ]


def test_equals_come_in_an_order_that_is_each_persons_own(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    for letter in "ABCDEFGH":
        event.hub(letter)
    orders = {tuple(names(event.company())) for _ in range(6)}
    # Eight equals have 40,320 orders: six people with the same one would be no chance.
    assert len(orders) > 1
    person = event.company()
    assert names(person) == names(person)


def test_slots_and_requests_of_a_hub_are_counted(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory, hub_max_per_block=3)
    company, hub = event.company(), event.hub()
    colleague = factory.registration(event.edition, hub.organisation)
    event.talk(colleague, 0)
    availability.change(colleague, frozenset({"A1", "A2"}), wants_meetings=True)
    for state in ("pending", "accepted", "declined"):
        event.ask(event.company(), hub, state=state)
    (choice,) = hubs_for(company, Wanted()).choices
    # The hub's person has four free slots, of which a block holds three; the colleague has A2.
    assert (choice.openings, choice.asked, choice.people, choice.shared) == (3 + 1, 2, 2, 4)
    assert choice.state is None
    event.ask(company, hub)
    (choice,) = hubs_for(company, Wanted()).choices
    assert choice.state == "pending"


def test_a_persons_own_limits_count(app: Flask, factory: Factory) -> None:
    event = Gathering(factory, max_meetings=3)
    company, hub = event.company(), event.hub()
    hub.max_meetings = 2
    company.parallel_desks = 2
    db.session.commit()
    found = free_times(event.edition, [company.organisation_id, hub.organisation_id])
    # The company has 4 slots with 2 desks, and 3 meetings at most; the hub's person 2 at most.
    assert [found[one.organisation_id][0].openings for one in (company, hub)] == [3, 2]


def test_filters(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company = event.company()
    spanish = event.hub("Basque DIH", technologies={"robotics": 5}, languages=["es"])
    spanish.organisation.country, spanish.organisation.city = "ES", "Bilbao"
    event.hub("Polish hub", services={"prototyping": 4}, languages=["pl"])
    away = event.hub("Away")
    availability.change(away, frozenset({"A1"}), wants_meetings=True)
    availability.change(company, frozenset({"A4"}), wants_meetings=True)
    assert names(company, technology="robotics") == ["Basque DIH"]
    assert names(company, function="test_before_invest") == ["Polish hub"]
    assert names(company, country="ES") == ["Basque DIH"]
    assert names(company, language="pl") == ["Polish hub"]
    assert names(company, text="BILBAO basque") == ["Basque DIH"]
    assert names(company, text="nobody") == []
    assert sorted(names(company, shared_time=True)) == ["Basque DIH", "Polish hub"]
    page = hubs_for(company, Wanted(country="ES"))
    assert (page.found, page.total, page.countries, page.languages) == (
        1,
        3,
        ("ES", "PL"),
        ("es", "pl"),
    )
    assert (Wanted().is_empty, Wanted(country="ES").is_empty) == (True, False)


def test_who_wants_no_hub_abroad_sees_them_last_and_why(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company = event.company(**ROBOTS, cross_border=CrossBorder.NOT_WANTED)
    abroad = event.hub("Abroad", technologies={"robotics": 5})
    abroad.organisation.country = "ES"
    db.session.commit()
    event.hub("At home", technologies={"quantum": 1})
    page = hubs_for(company, Wanted())
    assert [choice.partner.name for choice in page.choices] == ["At home", "Abroad"]
    last = page.choices[1].match
    assert last is not None
    assert last.excluded == "You want hubs of your own country only; this one is in another."


def test_hubs_see_the_companies_that_agreed(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    hub = event.hub(technologies={"robotics": 5})
    listed, silent = event.company(**ROBOTS), event.company(**ROBOTS)
    event.list_in_directory(listed)
    page = companies_for(hub, Wanted())
    assert [choice.partner.name for choice in page.choices] == [listed.organisation.name]
    assert page.choices[0].match is not None
    assert silent.state is RegistrationState.APPROVED
    hub.state = RegistrationState.SUBMITTED
    db.session.commit()
    with pytest.raises(ForbiddenError, match="approved"):
        companies_for(hub, Wanted())


def test_the_list_has_pages(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company = event.company()
    for number in range(25):
        event.hub(f"Hub {number:02}")
    first, last = hubs_for(company, Wanted(), 1), hubs_for(company, Wanted(), 99)
    assert (len(first.choices), len(last.choices), last.number, last.pages) == (24, 1, 2, 2)


def test_a_longer_list_needs_no_more_queries(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company = event.company(**ROBOTS)

    def queries() -> int:
        count = 0

        def note(*_anything: object) -> None:
            nonlocal count
            count += 1

        db.session.rollback()
        sql_event.listen(db.engine, "before_cursor_execute", note)
        hubs_for(company, Wanted())
        sql_event.remove(db.engine, "before_cursor_execute", note)
        return count

    event.hub("First", technologies={"robotics": 5})
    few = queries()
    for number in range(5):
        event.hub(f"Hub {number}", technologies={"robotics": number})
    assert queries() == few


def test_a_hubs_page_says_what_can_be_done(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    company, hub = event.company(**ROBOTS), event.hub(technologies={"robotics": 5})
    event.list_in_directory(hub)
    page = partner_page(company, hub.organisation.slug, now=factory.now)
    assert page.hub is not None
    assert (page.why_not, [one.name for one in page.representatives]) == ("", [hub.name])
    event.ask(company, hub)
    assert [
        view.topic
        for view in partner_page(company, hub.organisation.slug, now=factory.now).requests
    ] == ["Robots"]


def test_where_nobody_is_to_be_met_others_are_named(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    company, empty = event.company(**ROBOTS), event.hub("Empty")
    empty.wants_meetings = False
    db.session.commit()
    event.hub("Other", technologies={"robotics": 5})
    page = partner_page(company, empty.organisation.slug, now=factory.now)
    assert page.why_not == "Nobody of this organisation takes part in meetings yet."
    assert [choice.partner.name for choice in page.alternatives] == ["Other"]


def test_a_company_is_seen_by_whom_it_concerns(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    hub, stranger = event.hub(), event.company()
    company = event.company(
        text="We bend", sectors={"automotive": 3}, functions={"skills_training": 2}, **ROBOTS
    )
    slug = company.organisation.slug
    for person in (hub, stranger):
        with pytest.raises(NotFoundError):
            partner_page(person, slug, now=factory.now)
    event.ask(company, hub)
    page = partner_page(hub, slug, now=factory.now)
    assert page.company is not None
    assert (page.company.text, page.company.sectors) == ("We bend", ("Automotive",))
    assert [(wish.label, wish.priority) for wish in page.company.technologies] == [("Robotics", 3)]
    with pytest.raises(NotFoundError):
        partner_page(stranger, slug, now=factory.now)
    event.list_in_directory(company)
    assert (
        partner_page(stranger, slug, now=factory.now).choice.match is None
    )  # two companies have no score
    with pytest.raises(NotFoundError):
        partner_page(company, slug, now=factory.now)  # their own
    with pytest.raises(NotFoundError):
        partner_page(hub, "nobody", now=factory.now)


def test_an_exhibitor_is_for_all_to_see(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    visitor = event.company()
    offered = event.offer(host, 0)
    page = partner_page(visitor, host.organisation.slug, now=factory.now)
    assert page.company is not None
    assert page.company.shows == "A robot arm"
    assert [time.public_id for time in page.offers[0].times] == [offered.public_id]
    open_slots.book_open_slot(visitor, offered.public_id, now=now)
    assert partner_page(visitor, host.organisation.slug, now=factory.now).offers == ()
