"""Who belongs to the team, and that an edition keeps an owner."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.states import StaffRole
from app.extensions import db
from app.models import Account, AuditEntry, Edition, LoginSession, OutgoingMail, Staff
from app.services.staff import StaffEntry, add_member, change_member, remove_member
from app.services.staff_invitations import cancel, join, waiting_invitations
from app.services.staff_list import member_of, team_of
from tests.factory import Factory
from tests.services.at_once import at_once

OWNER, EDITOR, SUPPORTING = StaffRole.OWNER, StaffRole.EDITOR, StaffRole.SUPPORTING


def owner_of(factory: Factory, edition: Edition) -> Staff:
    """An owner of this edition alone."""
    account = factory.account()
    return factory.add(Staff(account_id=account.id, edition_id=edition.id, role=OWNER))


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.subject).order_by(OutgoingMail.id)
    )
    return [(to, subject) for to, subject in rows]


def deeds() -> list[tuple[str, dict[str, str]]]:
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.id))
    return [(action, details) for action, details in rows]


def test_adding_changing_removing_is_mailed_and_noted(factory: Factory, now: datetime) -> None:
    edition = factory.edition(name="Hub days")
    by = factory.organiser(edition).id
    friend = factory.account("friend@example.org")
    add_member(edition, " Friend@Example.org ", StaffEntry(EDITOR, ("PL",)), by=by, now=now)
    staff = db.session.scalars(select(Staff).where(Staff.account_id == friend.id)).one()
    # Only a supporting organiser has countries.
    assert (staff.role, staff.countries, staff.edition_id) == (EDITOR, [], edition.id)
    entry = StaffEntry(SUPPORTING, ("PT", "ES", "ES"))
    change_member(edition, staff.id, entry, was=EDITOR, by=by, now=now.replace(hour=10))
    assert (staff.role, staff.countries) == (SUPPORTING, ["ES", "PT"])
    later = now.replace(hour=11)
    remove_member(edition, staff.id, was=SUPPORTING, by=by, now=later)
    assert [one.account_id for one in team_of(edition)] == [by]
    assert mails() == [
        ("friend@example.org", "You help to organise Hub days"),
        ("friend@example.org", "Your role in the team of Hub days has changed"),
        ("friend@example.org", "You no longer help to organise Hub days"),
    ]
    assert deeds() == [
        ("staff.add", {"role": "editor"}),
        ("staff.change", {"role": "supporting", "was": "editor", "countries": "ES PT"}),
        ("staff.remove", {"was": "supporting"}),
    ]


def test_every_fault_at_once_and_nobody_twice(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    owner = factory.organiser(edition)
    with pytest.raises(InvalidInputError) as caught:
        add_member(edition, "nobody@", StaffEntry(None), by=owner.id, now=now)
    assert set(caught.value.fields) == {"email", "role"}
    with pytest.raises(InvalidInputError, match="see below") as caught:
        add_member(edition, owner.email, StaffEntry(SUPPORTING, ("XX",)), by=owner.id, now=now)
    assert set(caught.value.fields) == {"email", "countries"}
    assert mails() == []


def test_the_last_owner_stays(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    staff = owner_of(factory, edition)
    by = staff.account_id
    assert [one.is_last_owner for one in team_of(edition)] == [True]
    for step in (
        partial(remove_member, edition, staff.id),
        partial(change_member, edition, staff.id, StaffEntry(EDITOR)),
    ):
        with pytest.raises(ConflictError, match="at least one owner"):
            step(was=OWNER, by=by, now=now)
    factory.organiser(edition)  # owns the series, so the edition too
    assert not any(one.is_last_owner for one in team_of(edition))
    remove_member(edition, staff.id, was=OWNER, by=by, now=now)


def test_an_owner_who_cannot_sign_in_is_none(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    staff = owner_of(factory, edition)
    disabled = factory.organiser(edition)
    disabled.disabled_at = now
    db.session.commit()
    with pytest.raises(ConflictError, match="at least one owner"):
        remove_member(edition, staff.id, was=OWNER, by=staff.account_id, now=now)


def test_two_owners_removed_at_once_leave_one(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    edition_id = edition.id
    ids = [owner_of(factory, edition).id for _ in range(2)]

    def removing(staff_id: int) -> Callable[[], Account]:
        def step() -> Account:
            found = db.session.get(Edition, edition_id)
            assert found
            return remove_member(found, staff_id, was=OWNER, by=1, now=now)

        return step

    db.session.commit()
    assert at_once(app, [removing(one) for one in ids]) == {"done": 1, "ConflictError": 1}
    assert len(team_of(edition)) == 1


def test_other_editions_series_wide_roles_and_stale_sights(factory: Factory, now: datetime) -> None:
    edition, other = factory.edition(), factory.edition()
    by = factory.organiser(edition).id
    series_wide = db.session.scalars(select(Staff.id).where(Staff.account_id == by)).one()
    there = owner_of(factory, other)
    for staff_id in (series_wide, there.id, 999):
        with pytest.raises(NotFoundError):
            member_of(edition, staff_id)
        with pytest.raises(NotFoundError):
            remove_member(edition, staff_id, was=OWNER, by=by, now=now)
    here = owner_of(factory, edition)
    with pytest.raises(ConflictError, match="meanwhile"):
        remove_member(edition, here.id, was=EDITOR, by=by, now=now)
    assert len(team_of(edition)) == 2


def invited(edition: Edition, by: int, now: datetime) -> str:
    """The token of an invitation that went out."""
    email = "new@example.org"
    assert add_member(edition, email, StaffEntry(SUPPORTING, ("ES",)), by=by, now=now) is None
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == email)).one()
    assert mail.data
    found = re.search(rb"/account/link/(\w+)", mail.data)
    assert found
    return found[1].decode()


def test_who_has_no_account_is_invited_and_joins(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    by = factory.organiser(edition).id
    token = invited(edition, by, now)
    (waiting,) = waiting_invitations(edition, now=now)
    assert (waiting.email, waiting.role) == ("new@example.org", SUPPORTING)
    assert waiting_invitations(factory.edition(), now=now) == ()
    entered = join(token, user_agent="x", now=now)
    assert entered.viewer
    assert entered.viewer.email == "new@example.org"
    assert entered.wanted == f"/organiser/e/{edition.slug}/"
    member = team_of(edition)[1]
    assert (member.email, member.role, member.countries) == ("new@example.org", SUPPORTING, ("ES",))
    assert waiting_invitations(edition, now=now) == ()
    with pytest.raises(NotFoundError):  # it is good once
        join(token, user_agent="x", now=now)


def test_an_old_link_opens_no_account_that_came_meanwhile(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    token = invited(edition, factory.organiser(edition).id, now)
    factory.account("new@example.org")
    assert join(token, user_agent="x", now=now).viewer is None
    assert team_of(edition)[1].email == "new@example.org"
    assert db.session.scalar(select(LoginSession.id)) is None


def test_an_invitation_ends_with_its_owner_or_when_it_is_taken_back(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    staff = owner_of(factory, edition)
    by = factory.organiser(edition).id
    token = invited(edition, staff.account_id, now)
    remove_member(edition, staff.id, was=OWNER, by=by, now=now)
    with pytest.raises(ForbiddenError):
        join(token, user_agent="x", now=now)
    cancel(edition, "new@example.org", by=by, now=now)
    with pytest.raises(NotFoundError):
        join(token, user_agent="x", now=now)
    with pytest.raises(ConflictError):
        cancel(edition, "new@example.org", by=by, now=now)
    assert len(team_of(edition)) == 1
