"""A person's pages: where they stand, times, profile, looking, asking, answering."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.domain.states import Level, OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import MeetingRequest, OpenSlot, Profile, Registration
from app.services import open_slots
from tests.factory import Factory
from tests.services.gathering import Gathering


@pytest.fixture
def event(factory: Factory) -> Gathering:
    return Gathering(factory, slug="spring")


@pytest.fixture
def me(browser: FlaskClient, event: Gathering, factory: Factory) -> Registration:
    """A signed-in person of a company that looks for robots."""
    account = factory.account("ada@example.org")
    organisation = factory.organisation(name="Bending Ltd")
    event.profile(organisation, technologies={"robotics": 3}, text="Bending")
    factory.sign_in(browser, account)
    return factory.registration(event.edition, organisation, account=account, name="Ada")


def state_of(request: MeetingRequest) -> RequestState:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(MeetingRequest, request.id).state


def test_the_page_says_what_to_do_now(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    event.ask(event.hub(), me)
    page = browser.get("/e/spring/me").text
    assert "Answer 1 request to your organisation." in page
    assert "Ask for meetings: you have 8 requests left." in page
    assert "you can meet in 4 of 4 slots" in page
    assert "Requests are open." in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("submitted", "The organisers look at your registration."), ("rejected", "You do not take")],
)
def test_who_is_not_approved_is_told_where_they_stand(
    browser: FlaskClient, me: Registration, state: str, words: str
) -> None:
    me.state = RegistrationState(state)
    db.session.commit()
    assert words in browser.get("/e/spring/me").text
    assert browser.get("/e/spring/me/hubs").status_code == 200
    assert browser.get("/e/spring/team/").status_code == 404


def test_what_is_missing_is_told_with_its_address(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    db.session.delete(db.session.scalars(select(Profile)).one())
    me.wants_meetings = False
    db.session.commit()
    browser.post("/e/spring/me/availability", data={"free": []})
    me.wants_meetings = True
    db.session.commit()
    page = browser.get("/e/spring/me").text
    assert '<a href="/e/spring/me/profile">Say what you look for.</a>' in page
    assert '<a href="/e/spring/me/availability">Say when you can meet: no time' in page


def test_times_are_changed_and_a_meeting_stays(
    browser: FlaskClient, event: Gathering, me: Registration, now: datetime
) -> None:
    (host,) = event.exhibitor()
    open_slots.book_open_slot(me, event.offer(host, 1).public_id, now=now)
    event.talk(me, 3, "Bending")
    page = browser.get("/e/spring/me/availability").text
    boxes = re.findall(r'<input type="checkbox" name="free" value="(\w+)" checked>', page)
    assert boxes == ["A1", "A3"]
    assert f"You meet {host.organisation.name}" in page
    assert "You present “Bending”" in page
    # The form of the page keeps the meeting by itself …
    hidden = re.findall(r'<input type="hidden" name="free" value="(\w+)">', page)
    assert hidden == ["A2", "A4"]
    answer = browser.post("/e/spring/me/availability", data={"free": ["A3"], "wants_meetings": "y"})
    assert answer.status_code == 303
    # … and a form without it is told that it stays.
    said = browser.get("/e/spring/me/availability").text
    assert "Stored: you can meet in 2 slots." in said
    assert f"stays: you meet {host.organisation.name} then" in said


def test_an_offered_time_is_closed_elsewhere(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    (host,) = event.exhibitor()
    account = factory.account("host@example.org")
    host.account_id = account.id
    db.session.commit()
    event.offer(host, 0)
    browser.post(
        "/account/sign-in", data={"email": "host@example.org", "password": "a quiet harbour"}
    )
    assert "Offered for booking" in browser.get("/e/spring/me/availability").text
    browser.post("/e/spring/me/availability", data={"free": ["A2"], "wants_meetings": "y"})
    assert "it is offered for booking" in browser.get("/e/spring/me/availability").text


def test_no_time_at_all_is_refused_on_the_page(browser: FlaskClient, me: Registration) -> None:
    answer = browser.post("/e/spring/me/availability", data={"wants_meetings": "y"})
    assert answer.status_code == 422
    assert answer.text.count("Tick at least one time") == 2
    assert "checked" not in "".join(
        re.findall(r'<input type="checkbox" name="free".*?>', answer.text)
    )


def test_the_profile_is_changed(browser: FlaskClient, me: Registration) -> None:
    page = browser.get("/e/spring/me/profile").text
    assert '<option value="robotics" selected>' in page
    bad = browser.post(
        "/e/spring/me/profile", data={"technologies": ["magic"], "technologies-level": ["1"]}
    )
    assert (bad.status_code, "“magic” is not in the list." in bad.text) == (422, True)
    good = {"functions": ["skills_training"], "functions-level": ["3"], "cross_border": "wanted"}
    assert browser.post("/e/spring/me/profile", data=good).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    profile = db.session.scalars(select(Profile)).one()
    assert (profile.functions, profile.technologies) == ({"skills_training": 3}, {})
    me.state = RegistrationState.SUBMITTED
    factory_colleague = Registration(
        edition_id=me.edition_id,
        organisation_id=me.organisation_id,
        name="Bea",
        email="bea@example.org",
        created_at=me.created_at,
    )
    db.session.add(factory_colleague)
    db.session.commit()
    assert "You can read it, not change it yet" in browser.get("/e/spring/me/profile").text
    assert browser.post("/e/spring/me/profile", data=good).status_code == 403


def test_hubs_are_found_by_how_well_they_fit(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    event.hub("Weak", technologies={"quantum": 5})
    strong = event.hub("Strong", technologies={"robotics": 5})
    page = browser.get("/e/spring/me/hubs").text
    assert re.findall(r'/me/organisations/[\w-]+">(\w+)</a>', page) == ["Strong", "Weak"]
    assert "Robotics (5 of 5)" in page
    assert "4 slots, 0 requests" in page
    assert "4 times in common" in page
    page = browser.get("/e/spring/me/hubs?technology=quantum&shared=1&q=we&page=7").text
    assert re.findall(r'/me/organisations/[\w-]+">(\w+)</a>', page) == ["Weak"]
    assert "Nobody is like that" in browser.get("/e/spring/me/hubs?q=nobody").text
    assert strong.organisation.name == "Strong"


def test_an_empty_list_says_what_will_be_here(browser: FlaskClient, me: Registration) -> None:
    assert "No hub is announced yet" in browser.get("/e/spring/me/hubs").text


def test_a_hub_is_asked(browser: FlaskClient, event: Gathering, me: Registration) -> None:
    hub = event.hub("Basque DIH", technologies={"robotics": 5})
    event.list_in_directory(hub)
    address = f"/e/spring/me/organisations/{hub.organisation.slug}"
    page = browser.get(address).text
    assert "You have 8 of 8 requests left." in page
    assert "A request reserves nothing." in page
    bad = browser.post(f"{address}/ask", data={"topic": "", "level": "top"})
    assert bad.status_code == 422
    assert "Say in a few words what you want to talk about." in bad.text
    assert re.search(r'<input[^>]*checked[^>]*value="top"', bad.text)
    good = {"topic": "A robot cell", "level": "top", "person": hub.public_id}
    answer = browser.post(f"{address}/ask", data=good)
    assert answer.headers["Location"] == "/e/spring/me/requests"
    db.session.rollback()
    made = db.session.scalars(select(MeetingRequest)).one()
    assert (made.topic, made.from_level, made.to_registration_id) == (
        "A robot cell",
        Level.TOP,
        hub.id,
    )
    said = browser.get("/e/spring/me/requests").text
    assert "Basque DIH is asked. 7 of 8 requests left." in said
    # The same form sent twice is one request; another one is refused.
    assert browser.post(f"{address}/ask", data=good).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(MeetingRequest)) == 1
    again = browser.post(f"{address}/ask", data=good | {"topic": "Something else"})
    assert again.status_code == 409
    assert "You asked them" in again.text


def test_asking_is_refused_with_the_reason(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    hub = event.hub()
    me.state = RegistrationState.SUBMITTED
    db.session.commit()
    address = f"/e/spring/me/organisations/{hub.organisation.slug}"
    words = "You can ask once the organisers have approved your registration."
    assert words in browser.get(address).text
    assert browser.post(f"{address}/ask", data={"topic": "Robots"}).status_code == 403
    assert browser.get("/e/spring/me/organisations/nobody").status_code == 404


def test_requests_are_answered_and_taken_back(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    hub, other, third = event.hub("One"), event.hub("Two"), event.hub("Three")
    incoming, declined, sent = (
        event.ask(hub, me, topic="Come in"),
        event.ask(other, me),
        event.ask(me, third),
    )
    page = browser.get("/e/spring/me/requests").text
    assert "Come in" in page

    def act(request: MeetingRequest, what: str, **data: str) -> int:
        address = f"/e/spring/me/requests/{request.public_id}/{what}"
        return browser.post(address, data=data).status_code

    assert act(incoming, "accept", level="top") == 303
    assert (state_of(incoming), incoming.to_level) == (RequestState.ACCEPTED, Level.TOP)
    assert "Accepted: One." in browser.get("/e/spring/me/requests").text
    assert act(declined, "decline") == 303
    assert state_of(declined) is RequestState.DECLINED
    page = browser.get("/e/spring/me/requests").text
    assert "Declined: Two." in page
    assert "take that back below" not in page  # an old request without an end cannot be
    assert "Accept after all" in page
    assert act(sent, "withdraw") == 303
    assert state_of(sent) is RequestState.WITHDRAWN
    assert act(sent, "withdraw") == 409
    assert act(sent, "accept") == 404
    assert browser.post("/e/spring/me/requests/nothing/accept").status_code == 404


def test_without_requests_the_next_step_is_named(browser: FlaskClient, me: Registration) -> None:
    page = browser.get("/e/spring/me/requests").text
    assert "No requests yet" in page
    me.wants_meetings = False
    db.session.commit()
    assert "You said that you want no meetings" in browser.get("/e/spring/me/requests").text


def test_a_time_is_booked_and_given_back(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    assert "No times to book" in browser.get("/e/spring/me/book").text
    (host,) = event.exhibitor("S4")
    offered = event.offer(host, 2)
    assert "Tue 18 May, 10:50" in browser.get("/e/spring/me/book").text
    answer = browser.post(f"/e/spring/me/book/{offered.public_id}")
    assert answer.headers["Location"] == "/e/spring/me"
    home = browser.get("/e/spring/me").text
    assert f"Booked: {host.organisation.name}, Tue 18 May, 10:50." in home
    assert '<span class="entry-table">S4</span>' in home
    assert "Cancel this booking" in home
    assert browser.post(f"/e/spring/me/book/{offered.public_id}/cancel").status_code == 303
    assert "The time is free for others." in browser.get("/e/spring/me").text
    assert browser.post(f"/e/spring/me/book/{offered.public_id}/cancel").status_code == 404


def test_who_comes_too_late_sees_what_is_free(
    browser: FlaskClient, event: Gathering, me: Registration, now: datetime
) -> None:
    (host,) = event.exhibitor()
    gone, near = event.offer(host, 1), event.offer(host, 2)
    open_slots.book_open_slot(event.company(), gone.public_id, now=now)
    answer = browser.post(f"/e/spring/me/book/{gone.public_id}")
    assert answer.status_code == 409
    assert "That time has just been taken." in answer.text
    assert "Free, and nearest to it:" in answer.text
    assert answer.text.count(f"/e/spring/me/book/{near.public_id}") == 2  # there and in the list


def test_bookings_are_refused_with_the_reason(
    browser: FlaskClient, event: Gathering, me: Registration
) -> None:
    (host,) = event.exhibitor()
    offered = event.offer(host, 0)
    address = f"/e/spring/me/book/{offered.public_id}"
    long = browser.post(address, data={"topic": "x" * 201})
    assert (long.status_code, "these are 201" in long.text) == (422, True)
    event.talk(me, 0, "Bending")
    busy = browser.post(address)
    assert (busy.status_code, "You present “Bending” then." in busy.text) == (409, True)
    me.state = RegistrationState.SUBMITTED
    db.session.commit()
    assert browser.post(address).status_code == 403
    assert "once the organisers have approved" in browser.get("/e/spring/me/book").text
    db.session.rollback()
    db.session.expire_all()
    assert db.session.scalars(select(OpenSlot)).one().request_id is None


def test_a_hub_looks_for_companies(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    account = factory.account()
    hub = factory.organisation(OrganisationKind.HUB, name="Basque DIH")
    person = factory.registration(event.edition, hub, account=account)
    factory.sign_in(browser, account)
    assert "No company is listed yet" in browser.get("/e/spring/me/companies").text
    company = event.company(
        technologies={"robotics": 3}, functions={"skills_training": 1}, text="We bend"
    )
    event.list_in_directory(company)
    assert company.organisation.name in browser.get("/e/spring/me/companies").text
    page = browser.get(f"/e/spring/me/organisations/{company.organisation.slug}").text
    assert "We bend" in page
    assert "must have" in page
    person.state = RegistrationState.SUBMITTED
    db.session.commit()
    assert browser.get("/e/spring/me/companies").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["me", "me/hubs", "me/requests", "me/availability", "me/profile", "me/book", "team/"],
)
def test_these_pages_are_for_the_person_only(
    browser: FlaskClient, event: Gathering, factory: Factory, path: str
) -> None:
    answer = browser.get(f"/e/spring/{path}")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
        303,
        "/account/sign-in",
    )
    factory.sign_in(browser, factory.account())
    answer = browser.get(f"/e/spring/{path}")
    assert answer.status_code == (303 if path == "me" else 404)
