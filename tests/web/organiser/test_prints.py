"""The organiser prints all agendas."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import jobs
from app.domain.states import StaffRole, WorkState
from app.extensions import db
from app.services import print_jobs
from app.services.print_orders import PrintOrder
from tests.factory import Factory
from tests.services.published import PublishedEvent

PRINTS = "/organiser/e/spring/prints/"
NEW = f"{PRINTS}new"
AGENDAS = {"paper": "personal_agenda"}


@pytest.fixture
def event(app: Flask, factory: Factory, client: FlaskClient, now: datetime) -> PublishedEvent:
    made = PublishedEvent(factory)
    made.publish((0, 0, 0), now=now)
    factory.sign_in(client, factory.organiser(made.edition))
    return made


def text(client: FlaskClient, address: str, *, fragment: bool = False) -> str:
    headers = {"X-Fragment": "1"} if fragment else {}
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_print_follow_and_fetch(event: PublishedEvent, client: FlaskClient) -> None:
    assert "Nothing was printed yet" in text(client, PRINTS)
    started = client.post(NEW, data=AGENDAS)
    assert started.status_code == 303
    own = started.headers["Location"]
    page = text(client, own)
    assert "Waiting to start." in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "data-over" not in page
    assert client.get(f"{own}/file").status_code == 404
    assert jobs.work_once()
    db.session.expire_all()
    page = text(client, own)
    assert "All 4 papers are printed." in page
    assert "data-over" in page
    assert "http-equiv" not in page
    assert text(client, own, fragment=True).startswith('<div class="bar-progress"')
    fetched = client.get(f"{own}/file")
    assert fetched.data.startswith(b"%PDF-1.7")
    disposition = "attachment; filename=personal-agenda-spring.pdf"
    assert fetched.headers["Content-Disposition"] == disposition
    fetched.close()
    assert "Download the PDF" in text(client, PRINTS)


def test_what_it_takes_is_said_before_and_follows_the_choice(
    event: PublishedEvent, client: FlaskClient
) -> None:
    page = text(client, f"{NEW}?paper=personal_agenda")
    assert "4 papers" in page
    assert "about 4 sheets of A4" in page
    page = text(client, f"{NEW}?paper=personal_agenda&whom=one&q=visitor+1")
    assert "Visitor 1," in page
    assert "1 paper" in page  # the only one found is chosen already
    page = text(client, f"{NEW}?paper=personal_agenda&whom=one&q=visitor")
    assert "Choose for whom, then count the sheets." in page
    assert "to put right" not in page
    assert "Nothing found for “nobody”." in text(client, f"{NEW}?paper=badges&q=nobody")
    assert client.get(f"{NEW}?paper=passports").status_code == 404
    assert client.get(NEW).status_code == 404


def test_what_is_missing_stands_at_its_field_and_what_was_typed_stays(
    event: PublishedEvent, client: FlaskClient
) -> None:
    typed = {**AGENDAS, "whom": "one", "q": "Visitor", "order": "desk", "form": "zip"}
    refused = client.post(NEW, data=typed)
    page = " ".join(refused.get_data(as_text=True).split())
    assert refused.status_code == 422
    assert "Look for a name, then choose one of those found." in page
    assert 'value="Visitor"' in page
    assert re.search(r'<input checked[^>]* value="desk"', page)
    assert re.search(r'<input checked[^>]* value="zip"', page)
    refused = client.post(NEW, data={**AGENDAS, "whom": "changed", "since_day": "soon"})
    assert refused.status_code == 422
    assert "Write the day as 2027-05-18." in refused.get_data(as_text=True)


def test_a_zip_for_one_is_named_in_the_history(event: PublishedEvent, client: FlaskClient) -> None:
    token = f"people-{event.hub.id}"
    asked = {**AGENDAS, "whom": "one", "subject": token, "form": "zip"}
    own = client.post(NEW, data=asked).headers["Location"]
    assert jobs.work_once()
    db.session.expire_all()
    assert "For: Zofia Łódzka, Hub of Łódź, by name." in text(client, own)
    fetched = client.get(f"{own}/file")
    disposition = "attachment; filename=personal-agenda-spring.zip"
    assert fetched.headers["Content-Disposition"] == disposition
    assert fetched.content_type == "application/zip"
    fetched.close()
    page = text(client, PRINTS)
    assert "Zofia Łódzka, Hub of Łódź, by name" in page
    assert "Download the ZIP" in page


def test_only_one_at_a_time_and_stopping(event: PublishedEvent, client: FlaskClient) -> None:
    own = client.post(NEW, data=AGENDAS).headers["Location"]
    client.post(NEW, data=AGENDAS)
    refused = client.post(NEW, data=AGENDAS)
    assert refused.status_code == 409
    assert print_jobs.ALREADY in refused.get_data(as_text=True)
    assert client.post(f"{own}/stop").status_code == 303
    db.session.expire_all()
    assert "Stopped; no file was made." in text(client, own)
    states = [view.state for view in print_jobs.history(event.edition)]
    assert states == [WorkState.QUEUED, WorkState.CANCELLED]


def test_who_does_not_organise_sees_nothing(
    event: PublishedEvent, factory: Factory, client: FlaskClient, now: datetime
) -> None:
    job = print_jobs.queue(
        event.edition, PrintOrder("personal_agenda"), by_account_id=None, now=now
    )
    own = f"{PRINTS}{job.public_id}"
    client.post("/account/sign-out")
    assert client.get(PRINTS).status_code == 303
    reader = factory.organiser(event.edition, StaffRole.READER)
    for account, status in ((factory.account(), 404), (reader, 403)):
        factory.sign_in(client, account)
        for address in (PRINTS, f"{NEW}?paper=personal_agenda", own, f"{own}/file"):
            assert client.get(address).status_code == status
        for address in (NEW, f"{own}/stop"):
            assert client.post(address).status_code == status
        client.post("/account/sign-out")
    factory.sign_in(client, factory.organiser(factory.edition()))
    assert client.get(own).status_code == 404
