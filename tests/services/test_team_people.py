"""The people of a team: who leads, who is invited, what each takes on."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.states import MembershipRole, SchedulingMode
from app.extensions import db
from app.models import Invitation, Membership, OutgoingMail, Registration
from app.services import meeting_requests, request_answers
from app.services.team_people import (
    MemberEntry,
    change_member,
    invite_colleague,
    leads_team,
    team_people,
)
from tests.factory import Factory
from tests.services.gathering import Gathering

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def with_account(factory: Factory, person: Registration) -> Registration:
    person.account_id = factory.account(person.email).id
    return factory.add(person)


def entry(
    role: MembershipRole | None = None, most: int | None = None, desks: int | None = 1
) -> MemberEntry:
    return MemberEntry(role=role, max_meetings=most, desks=desks)


def test_where_nobody_leads_everybody_does_and_the_last_admin_stays(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    first = with_account(factory, event.hub())
    second = with_account(factory, factory.registration(event.edition, first.organisation))
    stranger = with_account(factory, event.hub())
    assert leads_team(first)
    assert leads_team(second)
    change_member(second, first.public_id, entry(MembershipRole.ADMIN, 6, 2), now=now)
    assert (first.max_meetings, first.parallel_desks) == (6, 2)
    assert (leads_team(first), leads_team(second)) == (True, False)
    with pytest.raises(ForbiddenError, match="An admin"):
        change_member(second, second.public_id, entry(MembershipRole.ADMIN), now=now)
    with pytest.raises(NotFoundError):
        change_member(stranger, first.public_id, entry(), now=now)
    with pytest.raises(ConflictError, match="must stay admin"):
        change_member(first, first.public_id, entry(MembershipRole.MEMBER), now=now)
    with pytest.raises(InvalidInputError) as caught:
        change_member(first, second.public_id, entry(most=0, desks=21), now=now)
    assert sorted(caught.value.fields) == ["desks", "max_meetings"]
    change_member(first, second.public_id, entry(MembershipRole.ADMIN), now=now)
    change_member(second, first.public_id, entry(MembershipRole.MEMBER), now=now)
    roles = db.session.scalars(select(Membership.role).order_by(Membership.account_id)).all()
    assert roles == [MembershipRole.MEMBER, MembershipRole.ADMIN]
    shown = team_people(second, now=now)
    assert [(one.role, one.is_self) for one in shown.members] == [
        (MembershipRole.MEMBER, False),
        (MembershipRole.ADMIN, True),
    ]


def test_a_colleague_is_invited_by_mail_and_joins_the_team(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    hub = with_account(factory, event.hub())
    invite_colleague(hub, " Colleague@Example.org ", now=now)
    invitation = db.session.scalar(select(Invitation))
    assert invitation is not None
    assert (invitation.email, invitation.organisation_id) == (
        "colleague@example.org",
        hub.organisation_id,
    )
    assert db.session.scalar(select(OutgoingMail.recipient)) == "colleague@example.org"
    assert team_people(hub, now=now).invited == ("colleague@example.org",)
    with pytest.raises(InvalidInputError, match="registered already"):
        invite_colleague(hub, hub.email, now=now)
    for number in range(9):
        invite_colleague(hub, f"colleague{number}@example.org", now=now)
    with pytest.raises(ConflictError, match="10 colleagues are invited"):
        invite_colleague(hub, "one.more@example.org", now=now)


def test_a_desk_that_is_in_use_stays(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory, scheduling_mode=SchedulingMode.ACCEPTOR)
    hub = with_account(factory, event.hub())
    hub.parallel_desks = 2
    db.session.commit()
    made = meeting_requests.ask(event.company(), hub.organisation, topic="Robots", now=now)
    request_answers.accept(hub, made.public_id, slot="A1", now=now)
    change_member(hub, hub.public_id, entry(desks=1), now=now)  # the second desk was free
    assert hub.parallel_desks == 1
