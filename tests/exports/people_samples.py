"""Badges, a list and confirmations: typical ones, and with names that hurt."""

from dataclasses import replace
from datetime import date

from app.domain.people_papers import (
    Badge,
    BadgeSheet,
    Confirmation,
    ListedPerson,
    ParticipantList,
)
from app.domain.states import Part
from app.exports.documents import Document
from tests.exports.agendas import EVERY_ALPHABET, PRINTED, ZONE

# 400 characters: 33 words of 11 letters and a space, and 4 more.
LONG = " ".join(f"Institute{n:02}" for n in range(33)) + " end."
NAMES = (
    "Zofia Łódzka",
    "Ελευθερία Παπαδημητρίου-Κωνσταντινοπούλου",
    "Владимир Красносельский",
    "Ġużeppi Ħaż-Żebbuġ",
    LONG,
    "W" * 100,
    "Li",
    "Anna Maria Wojciechowska-Kowalczykowa",
)
ORGANISATIONS = (
    *("Hub of Łódź", EVERY_ALPHABET, LONG, "Ινστιτούτο «Διόφαντος»", "Институт роботики"),
    *("W" * 400, "X", "Fraunhofer-Gesellschaft zur Förderung der angewandten Forschung e. V."),
)
DESK = "https://hubmeet.example.eu/organiser/e/dih-2018-warsaw/desk/?q=abcdefghjkmn"
BADGES = BadgeSheet(
    edition_name="Warsaw 2018",
    zone=ZONE,
    language="en",
    number=1,
    badges=tuple(
        Badge(name, organisation, "PL", part, DESK)
        for name, organisation, part in zip(NAMES, ORGANISATIONS, Part, strict=False)
    ),
)
PEOPLE = ParticipantList(
    edition_name="Warsaw 2018",
    zone=ZONE,
    language="en",
    printed_at=PRINTED,
    is_for_participants=True,
    by_organisation=False,
    people=tuple(
        ListedPerson(badge.name, badge.organisation, badge.country, badge.part)
        for badge in BADGES.badges
    ),
)
CONFIRMATION = Confirmation(
    edition_name="Warsaw 2018",
    zone=ZONE,
    language="en",
    person_name=LONG,
    organisation=LONG,
    country="PL",
    part=Part.HUB,
    starts_on=date(2018, 11, 26),
    ends_on=date(2018, 11, 27),
    place="Copernicus Science Centre, Warsaw",
    organiser="Warsaw Hub Foundation",
    issued_on=date(2018, 11, 20),
    attended=False,
)


def paper(kind: str, data: BadgeSheet | ParticipantList | Confirmation) -> Document:
    """A document of the kind."""
    return Document(kind, "x", "x", data.language, data)


SAMPLES = {
    "badges": paper("badges", BADGES),
    "a badge in Greek": paper("badges", replace(BADGES, language="el", badges=BADGES.badges[:1])),
    "a list": paper("participant_list", PEOPLE),
    "an empty list": paper("participant_list", replace(PEOPLE, people=())),
    "a list in Greek": paper(
        "participant_list", replace(PEOPLE, language="el", people=PEOPLE.people * 8)
    ),
    "a confirmation": paper("confirmation", CONFIRMATION),
    "an attendance in Greek": paper(
        "confirmation", replace(CONFIRMATION, language="el", attended=True, organiser="")
    ),
}
