"""Organisers act for a person: the same services, and the log names both."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import Level, RegistrationRole, RequestState
from app.extensions import db
from app.models import AuditEntry, OutgoingMail, RegistrationNote
from app.services import notes, on_behalf
from app.services.log import history_of, log_page
from app.services.meeting_requests import ask
from app.services.person_edit import PersonDetails, change_person
from tests.factory import Factory
from tests.services.gathering import Gathering


@pytest.fixture
def engine_name() -> str:
    """The steps themselves are tested on both engines."""
    return "sqlite"


def test_asking_and_taking_back_name_both(factory: Factory, now: datetime) -> None:
    scene = Gathering(factory)
    organiser = factory.account(name="Organiser")
    company = scene.company()
    company.account_id = factory.account(name="Company").id
    hub = scene.hub("Hub")
    db.session.commit()
    slug = hub.organisation.slug
    request = on_behalf.ask(company, slug, "Robots", Level.TOP, by=organiser.id, now=now)
    assert (request.from_registration_id, request.from_level) == (company.id, Level.TOP)
    on_behalf.withdraw(company, request.public_id, by=organiser.id, now=now)
    assert request.state is RequestState.WITHDRAWN
    own = ask(company, hub.organisation, topic="Once more", now=now)
    lines = history_of(company)
    assert [(one.actor, one.deed, one.behalf_of) for one in lines] == [
        ("Company", "asked for a meeting", ""),
        ("Organiser", "took a request back", company.name),
        ("Organiser", "asked for a meeting", company.name),
    ]
    on_behalf.decline(hub, own.public_id, by=organiser.id, now=now)
    on_behalf.accept(hub, own.public_id, by=organiser.id, now=now)
    assert own.state is RequestState.ACCEPTED
    assert len(log_page(scene.edition, "request").lines) == 5
    for wrong in ("nowhere", company.organisation.slug):
        with pytest.raises(InvalidInputError, match="from the list"):
            on_behalf.ask(company, wrong, "x", Level.LIKE, by=organiser.id, now=now)


def test_times_details_notes_and_the_link_are_noted(factory: Factory, now: datetime) -> None:
    scene = Gathering(factory)
    person = scene.company()
    by = factory.account(name="Organiser").id
    free = frozenset({scene.slots[0].code})
    on_behalf.change_times(person, free, wants_meetings=True, by=by, now=now)
    assert len(person.unavailable) == len(scene.slots) - 1
    details = PersonDetails(" New  name ", "CEO", RegistrationRole.SPEAKER, ("en",), True, 3)
    change_person(person, details, by=by, now=now)
    change_person(person, details, by=by, now=now)  # nothing new, so nothing in the log
    assert (person.name, person.max_meetings) == ("New name", 3)
    with pytest.raises(InvalidInputError) as caught:
        change_person(person, PersonDetails("", "x" * 121, None, ("xx",), True, 0), by=by, now=now)
    assert set(caught.value.fields) == {"name", "job_title", "role", "languages", "max_meetings"}
    notes.add_note(person, " Comes late ", by=by, now=now)
    (note,) = notes.notes_of(person)
    assert (note.text, note.by_account_id) == ("Comes late", by)
    with pytest.raises(InvalidInputError):
        notes.add_note(person, "  ", by=by, now=now)
    with pytest.raises(NotFoundError):
        notes.remove_note(scene.company(), note.id, by=by, now=now)
    notes.remove_note(person, note.id, by=by, now=now)
    assert db.session.scalars(select(RegistrationNote)).all() == []
    on_behalf.send_link(person, by=by, now=now)
    (mail,) = db.session.scalars(select(OutgoingMail)).all()
    assert mail.recipient == person.email
    assert mail.data
    assert b"/account/link/" in mail.data
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == [
        *("times.change", "registration.edit", "note.add", "note.remove", "registration.link"),
    ]


def test_the_log_is_read_page_by_page(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    person = factory.registration(edition, name="Delegate")
    other = factory.registration(factory.edition())
    by = factory.account().id
    for number in range(51):
        at = now + timedelta(minutes=number)
        notes.add_note(person, str(number), by=by, now=at)
    notes.add_note(other, "elsewhere", by=by, now=now)
    first, last = log_page(edition), log_page(edition, number=9)
    assert (len(first.lines), first.found, first.pages) == (50, 51, 2)
    assert [(one.at, one.about) for one in last.lines] == [(now, "Delegate")]
    assert log_page(edition, "staff").found == 0
    assert log_page(edition, "n").found == 0
