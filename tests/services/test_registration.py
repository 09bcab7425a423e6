"""A person registers: every fault at once, nobody twice, nothing agreed to by default."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.consents import CONSENTS
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import (
    ConsentKind,
    EditionState,
    OrganisationKind,
    RegistrationRole,
    RegistrationState,
)
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Consent, Edition, Membership, Organisation, Registration
from app.services import accounts, availability, hub_records, profiles, registration
from app.services.organisations import OrganisationEntry
from app.services.profiles import ProfileEntry
from app.services.registration import Registered
from app.services.registration_entry import PersonEntry, RegistrationEntry, faults
from tests.factory import PASSWORD, Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering

ENTRY = RegistrationEntry(
    organisation=OrganisationEntry(
        "Bending Ltd", (OrganisationKind.SME,), OrganisationKind.SME, "PL", "PL71", "small"
    ),
    person=PersonEntry(
        "Ada  Nowak", "Ada@Example.org", "Engineer", ("en", "pl"), password="four plain words"
    ),
    profile=ProfileEntry(technologies=(("robotics", 3),), languages=("en", "pl")),
    consents=frozenset({ConsentKind.PRIVACY}),
)


def register(
    edition: Edition, entry: RegistrationEntry, now: datetime, viewer: Viewer | None = None
) -> Registered:
    return registration.register(edition, entry, viewer=viewer, user_agent="test", now=now)


def count(model: type[Account | Organisation | Registration | Membership]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_person_of_a_new_company_waits_for_approval_and_is_signed_in(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    done = register(event.edition, replace(ENTRY, free=frozenset({"A1", "A3"})), now)
    made = done.registration
    assert (made.name, made.email, made.job_title, made.languages, made.role, made.state) == (
        "Ada Nowak",
        "ada@example.org",
        "Engineer",
        ["en", "pl"],
        RegistrationRole.ATTENDEE,
        RegistrationState.SUBMITTED,
    )
    assert made.organisation.name == "Bending Ltd"
    assert profiles.entry_of(event.edition.id, made.organisation_id).technologies == (
        ("robotics", 3),
    )
    # A2 and A4 were not ticked.
    busy = {event.slots[1].id, event.slots[3].id}
    assert availability.ruled_out_by(made.id) == busy
    assert done.viewer is not None
    assert accounts.viewer_of(done.viewer.token, now=now) == done.viewer
    assert accounts.sign_in("ada@example.org", "four plain words", user_agent="", now=now)
    assert count(Membership) == 1


def test_what_was_agreed_to_is_stored_word_for_word(
    app: Flask, factory: Factory, now: datetime
) -> None:
    register(factory.edition(), ENTRY, now)
    rows = db.session.execute(
        select(Consent.kind, Consent.text_version, Consent.text, Consent.given_at)
    ).all()
    words = next(one for one in CONSENTS if one.kind is ConsentKind.PRIVACY)
    assert [tuple(row) for row in rows] == [(words.kind, words.version, words.text, now)]


def test_every_fault_is_told_at_once_and_nothing_is_stored(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    entry = RegistrationEntry(
        OrganisationEntry("New", (OrganisationKind.SME,), None, ""),
        PersonEntry("", "not an address", "x" * 121, ("klingon",), None, "short"),
        ProfileEntry(),
        frozenset(),
        frozenset(),
    )
    with pytest.raises(InvalidInputError) as caught:
        register(event.edition, entry, now)
    assert list(caught.value.fields) == [
        "kind",
        "country",
        "name",
        "job_title",
        "role",
        "languages",
        "email",
        "password",
        "technologies",
        "free",
        "privacy",
    ]
    assert (count(Account), count(Organisation), count(Registration)) == (0, 0, 0)


@pytest.mark.parametrize(("length", "is_fault"), [(200, False), (201, True)])
def test_a_name_has_two_hundred_characters_at_most(
    app: Flask, factory: Factory, now: datetime, length: int, is_fault: bool
) -> None:
    entry = replace(ENTRY, person=replace(ENTRY.person, name="x" * length))
    assert ("name" in faults(factory.edition(), entry, None)) is is_fault


def test_who_has_an_account_signs_in_first(app: Flask, factory: Factory, now: datetime) -> None:
    factory.account("ada@example.org")
    with pytest.raises(InvalidInputError) as caught:
        register(factory.edition(), ENTRY, now)
    assert caught.value.fields == {
        "email": "There is an account with this e-mail address already: sign in first."
    }


def test_a_signed_in_person_uses_their_account(app: Flask, factory: Factory, now: datetime) -> None:
    factory.account("eve@example.org")
    viewer = accounts.sign_in("eve@example.org", PASSWORD, user_agent="", now=now)
    # The e-mail typed is not theirs to choose.
    done = register(factory.edition(), ENTRY, now, viewer)
    assert (done.registration.email, done.viewer) == ("eve@example.org", None)
    assert count(Account) == 1


def test_nobody_registers_twice_for_one_edition(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    factory.account("eve@example.org")
    viewer = accounts.sign_in("eve@example.org", PASSWORD, user_agent="", now=now)
    register(edition, ENTRY, now, viewer)
    with pytest.raises(InvalidInputError) as caught:
        register(edition, ENTRY, now, viewer)
    assert list(caught.value.fields) == ["email"]
    assert count(Registration) == 1
    register(factory.edition(), ENTRY, now, viewer)  # another edition is another matter
    assert count(Registration) == 2


def test_the_address_of_an_imported_person_cannot_be_taken(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    factory.registration(edition, email="ada@example.org")
    with pytest.raises(InvalidInputError) as caught:
        register(edition, ENTRY, now)
    assert caught.value.fields == {
        "email": "This e-mail address is registered for this event already. "
        "Sign in, or ask the organisers."
    }


def test_a_known_company_is_joined_and_its_profile_left_alone(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    first = event.company(text="Ours")
    entry = replace(
        ENTRY,
        organisation=OrganisationEntry(
            f"  {first.organisation.name.upper()} ", (OrganisationKind.SME,)
        ),
        profile=ProfileEntry(),  # need not say what the company said already
    )
    done = register(event.edition, entry, now)
    assert done.registration.organisation_id == first.organisation_id
    assert done.joined
    assert profiles.entry_of(event.edition.id, first.organisation_id).text == "Ours"
    assert count(Organisation) == 1
    assert count(Membership) == 0  # does not speak for it yet


def test_a_hub_of_the_catalogue_is_joined_and_never_rewritten(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    factory.organisation(OrganisationKind.HUB, name="Basque DIH")
    entry = replace(
        ENTRY,
        organisation=OrganisationEntry("basque dih", (OrganisationKind.HUB,), OrganisationKind.HUB),
        profile=ProfileEntry(text="Buy my watches", services=(("prototyping", 5),)),
    )
    done = register(edition, entry, now)
    assert done.joined
    assert profiles.profile_of(edition.id, done.registration.organisation_id) is None


def test_a_new_hub_is_announced_only_after_its_approval(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    entry = replace(
        ENTRY,
        organisation=OrganisationEntry(
            "New hub", (OrganisationKind.HUB,), OrganisationKind.HUB, "PL"
        ),
        profile=ProfileEntry(services=(("prototyping", 5),)),
    )
    done = register(edition, entry, now)
    assert hub_records.hub_records(edition) == ()
    done.registration.state = RegistrationState.APPROVED
    db.session.commit()
    assert [one.organisation.name for one in hub_records.hub_records(edition)] == ["New hub"]


def test_who_comes_to_show_or_wants_no_meetings_need_not_look_for_anything(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    silent = replace(ENTRY, profile=ProfileEntry())
    assert list(faults(event.edition, silent, None)) == ["technologies"]
    without = replace(silent, person=replace(ENTRY.person, wants_meetings=False))
    assert faults(event.edition, without, None) == {}
    owner = event.exhibitor()[0].organisation
    entry = OrganisationEntry(owner.name, (owner.kind,), owner.kind, owner.country or "")
    assert faults(event.edition, replace(silent, organisation=entry), None) == {}
    elsewhere = Gathering(factory)
    assert list(faults(elsewhere.edition, replace(silent, organisation=entry), None)) == [
        "technologies"
    ]


def test_who_wants_no_meetings_needs_no_time(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    entry = replace(
        ENTRY, person=replace(ENTRY.person, wants_meetings=False), free=frozenset[str]()
    )
    assert register(event.edition, entry, now).registration.wants_meetings is False


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (EditionState.DRAFT, False),
        (EditionState.REGISTRATION_OPEN, True),
        (EditionState.BOOKING_OPEN, True),
        (EditionState.BOOKING_CLOSED, False),
    ],
)
def test_only_an_open_edition_takes_registrations(
    app: Flask, factory: Factory, now: datetime, state: EditionState, is_open: bool
) -> None:
    edition = factory.edition(state=state)
    if is_open:
        assert register(edition, ENTRY, now)
    else:
        with pytest.raises(ConflictError, match="closed"):
            register(edition, ENTRY, now)


def test_one_organisation_comes_of_many_who_register_it_at_once(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition_id = factory.edition().id

    def step(number: int) -> Callable[[], object]:
        person = replace(ENTRY.person, email=f"ada{number}@example.org")

        def run() -> object:
            edition = db.session.get_one(Edition, edition_id)
            return register(edition, replace(ENTRY, person=person), now)

        return run

    results = at_once(app, [step(number) for number in range(6)])
    # Who lost is told to send the form again; then the organisation is known and joined.
    assert set(results) <= {"done", "ConflictError"}
    assert results["done"] == count(Registration) >= 1
    assert count(Organisation) == 1


def test_the_last_day_is_a_day_of_the_editions_own_calendar(app: Flask, factory: Factory) -> None:
    edition = factory.edition(registration_closes_on=date(2027, 3, 1))
    # Warsaw is UTC+1 in winter: 22:59 UTC is 23:59 there, one minute later it is 2 March.
    last = datetime.fromisoformat("2027-03-01T22:59:00+00:00")
    assert registration.is_open(edition, now=last)
    assert not registration.is_open(edition, now=last + timedelta(minutes=1))
