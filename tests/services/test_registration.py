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
    Part,
    QuestionKind,
    RegistrationRole,
    RegistrationState,
)
from app.extensions import db
from app.models import (
    Account,
    Consent,
    Edition,
    Membership,
    Organisation,
    Question,
    Registration,
)
from app.services import availability, cancelling, hub_records, profiles, registration
from app.services.organisations import OrganisationEntry
from app.services.profiles import ProfileEntry
from app.services.registration_entry import (
    PersonEntry,
    RegistrationEntry,
    WishesEntry,
    faults,
    screen_of,
)
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering
from tests.services.registering import ADA, ENTRY, SME, mails, register


def count(model: type[Account | Organisation | Registration | Membership]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def wishing(**values: object) -> RegistrationEntry:
    return replace(ENTRY, wishes=replace(ENTRY.wishes, **values))  # type: ignore[arg-type]


def test_a_new_person_of_a_new_company_waits_for_approval(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    done = register(event.edition, wishing(free=frozenset({"A1", "A3"})), now)
    made = done.registration
    assert (made.name, made.email, made.job_title, made.languages, made.role, made.state) == (
        "Ada Nowak",
        ADA,
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
    account = db.session.get_one(Account, made.account_id)
    assert (account.email, account.email_verified_at, account.password_hash) == (ADA, now, None)
    assert count(Membership) == 1
    assert mails() == [(ADA, "registration_submitted")]


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
    factory.add(
        Question(
            edition_id=event.edition.id,
            code="diet",
            label="Diet",
            kind=QuestionKind.LINE,
            required=True,
        )
    )
    entry = RegistrationEntry(
        PersonEntry("", "not an address", Part.SME, "x" * 121, ("klingon",)),
        OrganisationEntry("New", SME, None, ""),
        WishesEntry(ProfileEntry(), free=frozenset()),
        frozenset(),
    )
    with pytest.raises(InvalidInputError) as caught:
        register(event.edition, entry, now)
    names = list(caught.value.fields)
    assert names == [
        "name",
        "email",
        "kind",
        "country",
        "job_title",
        "languages",
        "technologies",
        "free",
        "question_diet",
        "privacy",
    ]
    assert [screen_of(name) for name in names] == [
        *("you", "you", "organisation", "organisation"),
        *("wishes", "wishes", "wishes", "wishes", "wishes", "consents"),
    ]
    assert (count(Account), count(Organisation), count(Registration)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "is_fault"),
    [
        ("x" * 100, False),
        ("x" * 101, True),
        ("Dr. Ada M. Nowak, Ph.D.", False),
        ("Win at evil.com", True),
        ("https://evil", True),
        ("ada@example", True),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_name_is_short_enough_and_no_link(
    app: Flask, factory: Factory, name: str, is_fault: bool
) -> None:
    entry = replace(ENTRY, person=replace(ENTRY.person, name=name))
    assert ("name" in faults(factory.edition(), entry)) is is_fault


def test_who_has_an_account_goes_on_with_it(app: Flask, factory: Factory, now: datetime) -> None:
    known = factory.account("eve@example.org", name="Eve")
    done = register(factory.edition(), ENTRY, now, email="eve@example.org")
    assert (done.registration.email, done.registration.account_id) == (known.email, known.id)
    assert (count(Account), known.name) == (1, "Eve")


def test_nobody_registers_twice_for_one_edition(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    first = register(edition, ENTRY, now)
    again = register(edition, replace(ENTRY, person=replace(ENTRY.person, name="Eve")), now)
    assert (again.known, again.registration.id) == (True, first.registration.id)
    assert (again.registration.name, count(Registration), len(mails())) == ("Ada Nowak", 1, 1)
    register(factory.edition(), ENTRY, now)  # another edition is another matter
    assert count(Registration) == 2


def test_who_was_imported_finds_their_registration(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    imported = factory.registration(edition, email=ADA)
    done = register(edition, ENTRY, now)
    assert (done.known, done.registration.id) == (True, imported.id)
    assert imported.account_id is not None


def test_who_cancelled_may_register_again_and_starts_anew(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition(approval_required=False, registration_capacity=1)
    first = register(edition, ENTRY, now).registration
    cancelling.cancel(first, by=None, now=now)
    factory.registration(edition)  # took the place meanwhile
    again = register(edition, ENTRY, now + timedelta(hours=1)).registration
    assert (again.id, again.state, again.cancelled_at) == (
        first.id,
        RegistrationState.WAITLISTED,
        None,
    )


def test_a_known_company_is_joined_and_its_profile_left_alone(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    first = event.company(text="Ours")
    entry = replace(
        ENTRY,
        organisation=OrganisationEntry(f"  {first.organisation.name.upper()} ", SME),
        wishes=WishesEntry(ProfileEntry()),  # need not say what the company said already
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
        wishes=WishesEntry(ProfileEntry(text="Buy my watches", services=(("prototyping", 5),))),
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
        wishes=WishesEntry(ProfileEntry(services=(("prototyping", 5),))),
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
    silent = wishing(profile=ProfileEntry())
    assert list(faults(event.edition, silent)) == ["technologies"]
    assert faults(event.edition, wishing(profile=ProfileEntry(), wants_meetings=False)) == {}
    owner = event.exhibitor()[0].organisation
    entry = OrganisationEntry(owner.name, (owner.kind,), owner.kind, owner.country or "")
    assert faults(event.edition, replace(silent, organisation=entry)) == {}
    elsewhere = factory.edition()
    assert list(faults(elsewhere, replace(silent, organisation=entry))) == ["technologies"]
    shows = replace(silent, person=replace(ENTRY.person, part=Part.EXHIBITOR))
    assert faults(elsewhere, shows) == {}


def test_who_wants_no_meetings_needs_no_time(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    entry = wishing(wants_meetings=False, free=frozenset[str]())
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
        def run() -> object:
            edition = db.session.get_one(Edition, edition_id)
            return register(edition, ENTRY, now, email=f"ada{number}@example.org")

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
