"""The pages of requests: every answer, many at once, the order, a link from a mail."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import RegistrationState, RequestState, SchedulingMode
from app.extensions import db
from app.models import MeetingRequest, OutgoingMail
from app.services import meeting_requests
from tests.factory import Factory
from tests.services.gathering import Gathering

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


class Scene:
    """A hub with an account, and companies that ask it."""

    def __init__(self, factory: Factory, now: datetime, **edition: object) -> None:
        self.now = now
        self.event = Gathering(factory, slug="spring", **edition)
        self.hub = self.event.hub()
        account = factory.account(self.hub.email)
        self.hub.account_id = account.id
        db.session.commit()
        self.account = account

    def asked(self, topic: str = "Robots") -> MeetingRequest:
        company = self.event.company()
        return meeting_requests.ask(company, self.hub.organisation, topic=topic, now=self.now)

    def state(self, request: MeetingRequest) -> RequestState:
        db.session.rollback()
        return db.session.get_one(MeetingRequest, request.id, populate_existing=True).state


@pytest.fixture
def scene(factory: Factory, now: datetime) -> Scene:
    return Scene(factory, now)


def test_one_request_offers_every_answer_and_keeps_what_was_typed(
    scene: Scene, factory: Factory, browser: FlaskClient
) -> None:
    made = scene.asked()
    colleague = factory.registration(scene.event.edition, scene.hub.organisation)
    factory.sign_in(browser, scene.account)
    where = f"/e/spring/me/requests/{made.public_id}"
    page = browser.get(where).text
    assert all(word in page for word in ("Accept", "Decline", "Suggest a colleague", "No reason"))
    long = browser.post(f"{where}/decline", data={"note": "x" * 201})
    assert (long.status_code, "x" * 201 in long.text) == (422, True)
    accepted = browser.post(f"{where}/accept", data={"level": "top", "person": colleague.public_id})
    assert accepted.status_code == 303
    assert scene.state(made) is RequestState.ACCEPTED
    assert "Take the answer back" in browser.get("/e/spring/me/requests").text
    assert browser.post(f"{where}/undo").status_code == 303
    assert scene.state(made) is RequestState.PENDING


def test_a_time_is_chosen_and_a_taken_one_shows_the_others(
    factory: Factory, now: datetime, browser: FlaskClient
) -> None:
    scene = Scene(factory, now, scheduling_mode=SchedulingMode.ACCEPTOR)
    first, second = scene.asked(), scene.asked()
    factory.sign_in(browser, scene.account)
    where = "/e/spring/me/requests/{}/accept"
    assert browser.post(where.format(first.public_id), data={"slot": "A1"}).status_code == 303
    late = browser.post(where.format(second.public_id), data={"slot": "A1"})
    assert late.status_code == 409
    assert re.findall(r'<option value="(A\d)"', late.text) == ["A2", "A3", "A4"]
    assert browser.post(where.format(second.public_id)).status_code == 422
    assert browser.post(where.format(second.public_id), data={"slot": "A3"}).status_code == 303


def test_as_many_are_ticked_as_there_is_room_for(
    scene: Scene, factory: Factory, browser: FlaskClient
) -> None:
    scene.hub.max_meetings = 2
    db.session.commit()
    made = [scene.asked() for _ in range(3)]
    factory.sign_in(browser, scene.account)
    page = browser.get("/e/spring/me/requests/together").text
    ticked = re.findall(r'value="(\w+)" checked', page)
    assert (len(ticked), "you have room for 2 more meetings" in page) == (2, True)
    sent = browser.post(
        "/e/spring/me/requests/together", data={"request": ticked, "answer": "accept"}
    )
    assert sent.status_code == 303
    states = sorted(scene.state(one) for one in made)
    assert states == ["accepted", "accepted", "pending"]
    nothing = browser.post("/e/spring/me/requests/together", data={"answer": "accept"})
    assert nothing.status_code == 422


def test_requests_are_put_in_order_by_buttons(
    scene: Scene, factory: Factory, browser: FlaskClient
) -> None:
    made = [scene.event.ask(scene.event.company(), scene.hub, state="accepted") for _ in range(2)]
    factory.sign_in(browser, scene.account)
    page = browser.get("/e/spring/me/requests/order").text
    order = re.findall(r'<li class="request" id="request-(\w+)"', page)
    assert set(order) == {one.public_id for one in made}
    assert "3, 2 and 1" in page
    moved = browser.post(f"/e/spring/me/requests/{order[1]}/move", data={"to": "up"})
    assert moved.location.endswith(f"#request-{order[1]}")
    page = browser.get("/e/spring/me/requests/order").text
    assert re.findall(r'<li class="request" id="request-(\w+)"', page) == order[::-1]


def test_a_veto_is_set_and_taken_back(scene: Scene, factory: Factory, browser: FlaskClient) -> None:
    made = scene.asked()
    company = made.from_registration
    factory.sign_in(browser, scene.account)
    slug = company.organisation.slug
    assert browser.post(f"/e/spring/me/organisations/{slug}/veto").status_code == 303
    assert scene.state(made) is RequestState.DECLINED
    assert "Whom you do not want to meet" in browser.get("/e/spring/me/requests").text
    browser.post(f"/e/spring/me/organisations/{slug}/lift-veto")
    assert "Whom you do not want to meet" not in browser.get("/e/spring/me/requests").text


def test_a_mails_link_shows_by_get_and_answers_by_post(
    scene: Scene, new_browser: Callable[[], FlaskClient]
) -> None:
    made = scene.asked("Grippers & robots, see evil.example.com")
    data = db.session.scalar(select(OutgoingMail.data).where(OutgoingMail.kind == "request.asked"))
    assert data is not None
    path = re.search(r"(/e/spring/answer/[\w.-]+)", data.decode().replace("=\r\n", ""))
    assert path is not None
    visitor = new_browser()
    for _ in range(3):  # a scanner looks at it first
        page = visitor.get(path[1])
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Grippers &amp; robots" in page.text
    assert scene.state(made) is RequestState.PENDING
    assert visitor.post(path[1], data={"act": "accept"}).status_code == 303
    assert scene.state(made) is RequestState.ACCEPTED
    assert visitor.post(path[1], data={"act": "undo"}).status_code == 303
    assert visitor.post(path[1], data={"act": "decline", "note": "Next year"}).status_code == 303
    assert visitor.post(path[1], data={"act": "decline"}).status_code == 409
    head, dot, signature = path[1].rpartition(".")
    changed = "A" if signature[0] == "B" else "B"
    for wrong in (f"{head}{dot}{changed}{signature[1:]}", "/e/spring/answer/nothing"):
        assert visitor.get(wrong).status_code == 404
    db.session.rollback()
    scene.hub.state = RegistrationState.CANCELLED
    db.session.commit()
    assert visitor.get(path[1]).status_code == 404
