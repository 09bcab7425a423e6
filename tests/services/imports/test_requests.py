"""Requests from a file: all of them, or none and every fault."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError
from app.domain.states import (
    EditionState,
    Level,
    OrganisationKind,
    RegistrationState,
    RequestState,
)
from app.extensions import db
from app.models import Edition, MeetingRequest, Profile
from app.services.imports import ImportReport, import_requests
from tests.factory import Factory

HEADER = "from_email,to,level,topic,state"


def file_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@pytest.fixture
def edition(app: Flask, factory: Factory) -> Edition:
    """Two companies with a person each, a hub with two, and people who cannot meet."""
    made = factory.edition(slug="warsaw", request_quota=2)
    for name in ("ann", "bob"):
        company = factory.organisation(name=name)
        factory.registration(made, company, email=f"{name}@example.org")
        factory.add(
            Profile(edition_id=made.id, organisation_id=company.id, technologies={"robotics": 3})
        )
    hub = factory.organisation(OrganisationKind.HUB, catalogue_id="si-jsi", name="JSI")
    factory.add(Profile(edition_id=made.id, organisation_id=hub.id, technologies={"robotics": 5}))
    factory.registration(made, hub, email="h1@example.org")
    factory.registration(made, hub, email="h2@example.org")
    other = factory.organisation(OrganisationKind.HUB, catalogue_id="es-x")
    factory.registration(made, other, email="new@example.org", state=RegistrationState.SUBMITTED)
    factory.registration(made, email="idle@example.org", wants_meetings=False)
    return made


def stored() -> list[MeetingRequest]:
    return list(db.session.scalars(select(MeetingRequest).order_by(MeetingRequest.id)))


def test_a_dry_run_stores_nothing(edition: Edition, now: datetime) -> None:
    report = import_requests("warsaw", file_of("ann@example.org,si-jsi,,,"), apply=False, now=now)
    assert report == ImportReport(new=1, known=0, faults=(), applied=False)
    assert stored() == []


def test_apply_stores_requests_with_their_score(edition: Edition, now: datetime) -> None:
    rows = file_of(
        "ann@example.org,si-jsi,top,A robot cell,accepted",
        "Bob@example.org,h2@example.org,,,",
    )
    report = import_requests("warsaw", rows, apply=True, now=now)
    assert report == ImportReport(new=2, known=0, faults=(), applied=True)
    first, second = stored()
    assert (first.from_level, first.state, first.topic) == (
        Level.TOP,
        RequestState.ACCEPTED,
        "A robot cell",
    )
    # Technologies 5/5 with full focus at weight .35, same country (PL) without region .6 at .15:
    # (0.35·1 + 0.15·0.6) / 0.50 = 0.88
    assert (first.match_score, first.to_registration_id, first.answered_at) == (88, None, now)
    assert second.to_registration is not None
    assert second.to_registration.email == "h2@example.org"
    assert (second.state, second.from_level, second.answered_at) == (
        RequestState.PENDING,
        Level.LIKE,
        None,
    )


def test_the_same_file_twice_changes_nothing(edition: Edition, now: datetime) -> None:
    rows = file_of("ann@example.org,si-jsi,,,accepted", "bob@example.org,si-jsi,,,declined")
    import_requests("warsaw", rows, apply=True, now=now)
    report = import_requests("warsaw", rows, apply=True, now=now)
    assert report == ImportReport(new=0, known=2, faults=(), applied=True)
    assert len(stored()) == 2


def test_every_fault_is_listed_and_nothing_stored(edition: Edition, now: datetime) -> None:
    rows = file_of(
        "ann@example.org,si-jsi,,,",
        "who@example.org,es-x,most,,done",
        "h1@example.org,h2@example.org,,,",
        "new@example.org,idle@example.org,,,",
        f"bob@example.org,si-jsi,,{'x' * 201},",
        "h2@example.org,ann@example.org,,,",
    )
    report = import_requests("warsaw", rows, apply=True, now=now)
    assert not report.applied
    assert [(fault.line, fault.column, fault.value[:16]) for fault in report.faults] == [
        (3, "from_email", "who@example.org"),
        (3, "to", "es-x"),
        (3, "level", "most"),
        (3, "state", "done"),
        (4, "to", "h2@example.org"),
        (5, "from_email", "new@example.org"),
        (5, "to", "idle@example.org"),
        (6, "topic", "x" * 16),
        (7, "to", "ann@example.org"),
    ]
    assert report.faults[-1].allowed == "Line 2 is for these two organisations already."
    assert stored() == []


def test_one_living_request_for_a_pair(edition: Edition, now: datetime) -> None:
    import_requests("warsaw", file_of("ann@example.org,si-jsi,,,"), apply=True, now=now)
    again = file_of("h1@example.org,ann@example.org,,,", "ann@example.org,si-jsi,,,accepted")
    report = import_requests("warsaw", again, apply=True, now=now)
    assert [(fault.line, fault.allowed) for fault in report.faults] == [
        (2, "These two organisations have a request already; one is the most."),
        (3, "These two organisations have a request already; one is the most."),
    ]


def test_nobody_asks_beyond_the_quota(edition: Edition, factory: Factory, now: datetime) -> None:
    # The quota of a company is 2 here; the declined one does not count
    others = [factory.registration(edition) for _ in range(3)]
    rows = [f"ann@example.org,{person.email},,," for person in others]
    within = import_requests("warsaw", file_of(*rows[:2]), apply=False, now=now)
    assert within.faults == ()
    beyond = import_requests("warsaw", file_of(*rows), apply=True, now=now)
    assert [(fault.line, fault.allowed) for fault in beyond.faults] == [
        (4, "At most 2 requests each, declined ones not counted (the quota).")
    ]
    declined = [*rows[:2], rows[2] + "declined"]
    assert import_requests("warsaw", file_of(*declined), apply=False, now=now).faults == ()


def test_an_edition_that_is_over_takes_none(
    edition: Edition, factory: Factory, now: datetime
) -> None:
    edition.state = EditionState.RUNNING
    db.session.commit()
    with pytest.raises(ConflictError, match="has begun or is over"):
        import_requests("warsaw", file_of("ann@example.org,si-jsi,,,"), apply=True, now=now)
