"""Two registrations, or two organisations, become one: what moves, what is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import OrganisationKind, PlaceKind, RegistrationState, RequestState
from app.extensions import Base, db
from app.models import (
    AuditEntry,
    Edition,
    Invitation,
    MeetingRequest,
    Membership,
    Occupied,
    Organisation,
    OutgoingMail,
    Profile,
    Registration,
    Veto,
)
from app.services import merge_organisations, merge_people, notes
from app.services.people_scope import PeopleScope
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.at_once import at_once
from tests.services.gathering import Gathering
from tests.services.published import PublishedEvent


def test_every_pointer_to_a_person_and_to_an_organisation_is_moved() -> None:
    """A new table that points to one of them has to say what becomes of it in a merge."""
    found: dict[str, set[str]] = {"registration.id": set(), "organisation.id": set()}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.target_fullname in found:
                    found[key.target_fullname].add(f"{table.name}.{column.name}")
    moved = {f"{one.class_.__tablename__}.{one.key}" for one, _words in merge_people.MOVING}
    # Free times and the link of the feed go with the second registration.
    gone = {"unavailability.registration_id", "feed_token.registration_id"}
    assert found["registration.id"] == moved | gone
    assert found["organisation.id"] == {
        "catalogue_entry.organisation_id",  # a hub of the catalogue is never the second
        "invitation.organisation_id",
        "meeting_request.first_organisation_id",
        "meeting_request.second_organisation_id",
        "meeting_request.to_organisation_id",
        "membership.organisation_id",
        "place.owner_organisation_id",
        "profile.organisation_id",
        "registration.organisation_id",
        "veto.against_organisation_id",
        "veto.by_organisation_id",
    }


def test_a_person_keeps_meetings_requests_notes_and_the_login(
    factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    drop = event.visitors[0]
    drop.account_id = account_id = factory.account().id
    keep = factory.registration(event.edition, drop.organisation, name="Kept")
    notes.add_note(drop, "Comes late", by=account_id, now=now)
    visitor_address = drop.email
    gone, scope = drop.public_id, PeopleScope(event.edition, 0)
    shown = merge_people.preview_merge(scope, keep.public_id, gone)
    assert shown.refusals == ()
    assert shown.moves["requests sent"] == 1
    assert shown.moves["notes"] == 1
    kept = merge_people.merge_people(scope, keep.public_id, gone, by=7, now=now)
    assert kept.account_id == account_id
    assert event.requests[0].from_registration_id == kept.id
    holders = set(db.session.scalars(select(Occupied.holder).where(Occupied.holder.like("r%"))))
    assert holders == {f"r{kept.id}.1", f"r{event.hub.id}.1"}
    assert [one.text for one in notes.notes_of(kept)] == ["Comes late"]
    assert db.session.scalar(select(Registration.id).where(Registration.public_id == gone)) is None
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registration.merge")
    ).one()
    assert (entry.object_id, entry.details["gone"]) == (kept.public_id, gone)
    assert invariants() == []
    # The hub meets the same person; the address that stays has not been told yet.
    invited = db.session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id)).all()
    assert {*invited[:2]} == {visitor_address, event.hub.email}  # one publication, in any order
    assert invited[2:] == [keep.email]


def test_what_one_person_cannot_hold_twice_is_refused(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), (1, 1, 1), now=now)
    first, second, third = event.visitors
    scope = PeopleScope(event.edition, 0)

    def refused(keep: Registration, drop: Registration) -> str:
        with pytest.raises(ConflictError) as caught:
            merge_people.merge_people(scope, keep.public_id, drop.public_id, by=7, now=now)
        return caught.value.message

    assert "different organisations" in refused(first, second)
    assert "a request between the two" in refused(event.hub, third)
    second.organisation_id = first.organisation_id
    third.state = RegistrationState.REJECTED
    db.session.commit()
    # 10:00 and 10:25 do not meet, so the two are one; the rejected one cannot stand for them.
    assert "keep the second" in refused(third, first)
    assert refused(first, first) == "Choose two different registrations."
    stranger = factory.registration(factory.edition())
    with pytest.raises(NotFoundError):
        merge_people.preview_merge(scope, first.public_id, stranger.public_id)


def test_two_meetings_at_one_time_are_refused(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.hub.parallel_desks = 2
    db.session.commit()
    event.publish((0, 0, 0), (1, 0, 1), now=now)
    first, second, _third = event.visitors
    event.requests[2].state = RequestState.VOID
    second.organisation_id = first.organisation_id
    db.session.commit()
    scope = PeopleScope(event.edition, 0)
    with pytest.raises(ConflictError, match="a meeting at the same time"):
        merge_people.merge_people(scope, first.public_id, second.public_id, by=7, now=now)
    assert len(event.visitors) == 3


def test_an_organisation_moves_with_all_it_has(factory: Factory, now: datetime) -> None:
    scene = Gathering(factory)
    by = factory.organiser(scene.edition).id
    keep_person, drop_person, hub = scene.company(), scene.company(), scene.hub()
    other_hub, third_hub = scene.hub("Other"), scene.hub("Third")
    keep, drop = keep_person.organisation, drop_person.organisation
    account = factory.account()
    for one in (keep, drop):
        factory.add(Membership(account_id=account.id, organisation_id=one.id, role="admin"))
        factory.add(_veto(scene, one, third_hub.organisation, now))
    table = factory.table(scene.room, "S9", kind=PlaceKind.STAND, owner_organisation_id=drop.id)
    pending = scene.ask(keep_person, hub)
    accepted = scene.ask(drop_person, hub, state="accepted")
    back = scene.ask(other_hub, drop_person)
    shown = merge_organisations.preview_merge(keep, drop, by=by)
    assert shown.refusals == ()
    assert shown.moves["requests"] == 2
    assert shown.moves["requests that become void"] == 1
    merge_organisations.merge_organisations(keep, drop, edition=scene.edition, by=by, now=now)
    db.session.expire_all()
    # Of the two to the same hub the accepted one lives on.
    assert (pending.state, accepted.state, back.state) == ("void", "accepted", "pending")
    assert back.to_organisation_id == keep.id
    assert {accepted.first_organisation_id, accepted.second_organisation_id} == {
        *(keep.id, hub.organisation_id),
    }
    assert accepted.first_organisation_id < accepted.second_organisation_id
    assert (drop_person.organisation_id, table.owner_organisation_id) == (keep.id, keep.id)
    profiles = select(Profile).where(Profile.organisation_id == keep.id)
    assert len(db.session.scalars(profiles).all()) == 1
    assert [one.organisation_id for one in db.session.scalars(select(Membership))] == [keep.id]
    assert [one.by_organisation_id for one in db.session.scalars(select(Veto))] == [keep.id]
    assert invariants() == []


def _veto(scene: Gathering, by: Organisation, against: Organisation, now: datetime) -> Veto:
    return Veto(
        edition_id=scene.edition.id,
        by_organisation_id=by.id,
        against_organisation_id=against.id,
        created_at=now,
    )


def test_organisations_that_cannot_be_one(factory: Factory, now: datetime) -> None:
    scene = Gathering(factory)
    by = factory.organiser(scene.edition).id
    company, hub = scene.company(), scene.hub()
    request = scene.ask(company, hub, state="declined")

    def refusals(keep: Organisation, drop: Organisation) -> str:
        return " ".join(merge_organisations.preview_merge(keep, drop, by=by).refusals)

    assert "a request between the two" in refusals(company.organisation, hub.organisation)
    elsewhere = factory.registration(factory.edition()).organisation
    assert refusals(company.organisation, elsewhere) == merge_organisations.ELSEWHERE
    assert refusals(elsewhere, factory.organisation()) == ""
    catalogued = factory.organisation(OrganisationKind.HUB, catalogue_id="es-hub")
    assert "hub of the catalogue" in refusals(company.organisation, catalogued)
    with pytest.raises(ConflictError):
        merge_organisations.merge_organisations(
            hub.organisation, company.organisation, edition=scene.edition, by=by, now=now
        )
    assert request.state is RequestState.DECLINED


def test_merged_both_ways_at_once_one_is_left(app: Flask, factory: Factory, now: datetime) -> None:
    scene = Gathering(factory)
    by = factory.organiser(scene.edition).id
    edition_id = scene.edition.id
    ids = [scene.company().organisation_id for _ in range(2)]
    db.session.commit()

    def merging(keep: int, drop: int) -> Callable[[], None]:
        def step() -> None:
            edition = db.session.get_one(Edition, edition_id)
            one, other = (db.session.get_one(Organisation, number) for number in (keep, drop))
            merge_organisations.merge_organisations(one, other, edition=edition, by=by, now=now)

        return step

    results = at_once(app, [merging(*ids), merging(*reversed(ids))])
    assert results["done"] == 1, results
    left = db.session.scalars(select(Organisation.id).where(Organisation.id.in_(ids))).all()
    assert len(left) == 1
    people = set(db.session.scalars(select(Registration.organisation_id)))
    assert people == set(left)
    assert db.session.scalars(select(MeetingRequest)).all() == []
    assert db.session.scalars(select(Invitation)).all() == []
