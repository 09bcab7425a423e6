"""How long the directory's pages take, and how many statements they need, at a large event.

    python -m tests.lab.directory_speed [--hubs 457] [--people 3000] [--rounds 5]

Prints a line a page: the first time, the median of the later ones, and the statements.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from app import create_app
from app.domain.consents import CONSENTS
from app.domain.states import ConsentKind, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import (
    Consent,
    Edition,
    MeetingRequest,
    Organisation,
    Profile,
    Registration,
    Unavailability,
)
from app.services.reference_data import taxonomy
from tests.conftest import NOW, settings
from tests.factory import PASSWORD, Factory

WORDS = [
    "robot",
    "sensor",
    "quality",
    "energy",
    "data",
    "model",
    "vision",
    "welding",
    "food",
    "health",
    "test",
    "pilot",
]
COUNTRIES = ("PL", "DE", "ES", "FR", "IT", "FI", "HR", "LT")
LANGUAGES = ("en", "de", "fr", "pl", "es")


def main() -> None:
    """Make the event, then ask for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hubs", type=int, default=457)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder)))
        with app.app_context():
            upgrade()
            slug = fill(wanted.hubs, wanted.people)
        for who in ("company", "hub"):
            for page in pages(slug):
                measure(app, who, page, wanted.rounds)


def pages(slug: str) -> list[str]:
    """The addresses to ask for."""
    base = f"/e/{slug}/me"
    return [
        f"{base}/hubs",
        f"{base}/hubs?page=7&technology=robotics",
        f"{base}/hubs?shared=1",
        f"{base}/companies",
        f"{base}/companies?q=sme&country=DE&page=3",
        f"{base}/companies?shared=1",
        f"{base}/organisations/hub-5",
        f"{base}/organisations/sme-5",
        f"/e/{slug}/hubs",
    ]


def fill(hubs: int, people: int) -> str:
    """An edition with so many hubs and people; everybody listed, every hub with a person."""
    chance = random.Random(1)  # noqa: S311 - no secret
    factory = Factory(NOW)
    edition = factory.edition(slug="big", name="Big")
    for code, day in (("A", 18), ("B", 19)):
        factory.block(edition, slots=12, code=code, day=day)
    factory.room(edition, tables=60)
    slots = [slot.id for block in edition.blocks for slot in block.slots]
    persons = []
    for number in range(max(hubs, people)):
        is_hub = number < hubs
        organisation = _organisation(number if is_hub else number - hubs, is_hub, chance)
        db.session.add(organisation)
        db.session.flush()
        db.session.add(_profile(edition, organisation, is_hub, chance))
        if number < people:
            persons.append(_person(edition, organisation, number))
    db.session.add_all(persons)
    db.session.flush()
    for person in persons:
        db.session.add(_listed(person))
        for slot in chance.sample(slots, 3):
            db.session.add(Unavailability(registration_id=person.id, slot_id=slot))
    _requests(edition, persons, hubs, chance)
    db.session.commit()
    for name, person in (("company", persons[-1]), ("hub", persons[0])):
        account = factory.account(f"{name}@example.org")
        person.account_id = account.id
    db.session.commit()
    return str(edition.slug)


def measure(app: Flask, who: str, page: str, rounds: int) -> None:
    """One line about a page."""
    browser = app.test_client()
    browser.post("/account/sign-in", data={"email": f"{who}@example.org", "password": PASSWORD})
    statements: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    times = []
    for _ in range(rounds + 1):
        statements.clear()
        start = time.perf_counter()
        answer = browser.get(page)
        times.append(1000 * (time.perf_counter() - start))
    event.remove(engine, "before_cursor_execute", note)
    warm = statistics.median(times[1:])
    print(
        f"{who:8} {page:55} {answer.status_code}  first {times[0]:6.0f} ms  "
        f"then {warm:6.0f} ms  {len(statements):3} statements"
    )


def _organisation(number: int, is_hub: bool, chance: random.Random) -> Organisation:
    kind = OrganisationKind.HUB if is_hub else OrganisationKind.SME
    return Organisation(
        slug=f"{kind.value}-{number}",
        name=f"{kind.label} {number}",
        kind=kind,
        country=chance.choice(COUNTRIES),
        city="Town",
        created_at=NOW,
    )


def _profile(
    edition: Edition, organisation: Organisation, is_hub: bool, chance: random.Random
) -> Profile:
    lists = taxonomy()
    most = 5 if is_hub else 3

    def some(codes: list[str], at_most: int) -> dict[str, int]:
        chosen = chance.sample(codes, chance.randint(1, at_most))
        return {code: chance.randint(1, most) for code in chosen}

    return Profile(
        edition_id=edition.id,
        organisation_id=organisation.id,
        text=" ".join(chance.choices(WORDS, k=60 if is_hub else 25)),
        technologies=some(list(lists.technologies), 12 if is_hub else 4),
        sectors=some(list(lists.sectors), 8 if is_hub else 2),
        services=some(list(lists.services), 8) if is_hub else {},
        functions={} if is_hub else some(list(lists.service_functions), 2),
        languages=chance.sample(LANGUAGES, 2),
    )


def _person(edition: Edition, organisation: Organisation, number: int) -> Registration:
    return Registration(
        edition_id=edition.id,
        organisation_id=organisation.id,
        name=f"Delegate {number}",
        email=f"delegate{number}@example.org",
        state=RegistrationState.APPROVED,
        created_at=NOW,
    )


def _listed(person: Registration) -> Consent:
    words = next(one for one in CONSENTS if one.kind is ConsentKind.DIRECTORY)
    return Consent(
        registration_id=person.id,
        kind=words.kind,
        text_version=words.version,
        text=words.text,
        given_at=NOW,
    )


def _requests(
    edition: Edition, persons: list[Registration], hubs: int, chance: random.Random
) -> None:
    """Two requests of every company to hubs of chance."""
    for person in persons[hubs:]:
        for hub in chance.sample(persons[:hubs], min(2, hubs)):
            first, second = sorted((person.organisation_id, hub.organisation_id))
            db.session.add(
                MeetingRequest(
                    edition_id=edition.id,
                    from_registration_id=person.id,
                    to_organisation_id=hub.organisation_id,
                    first_organisation_id=first,
                    second_organisation_id=second,
                    topic="Robots",
                    created_at=NOW,
                )
            )


if __name__ == "__main__":
    main()
