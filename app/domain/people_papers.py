"""What papers about people say: badges, the list of participants, confirmations."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.states import Part

BADGES_ON_A_SHEET = 8


@dataclass(frozen=True, slots=True)
class Badge:
    """One person's; `address` is what the code on it leads to."""

    name: str
    organisation: str
    country: str
    part: Part
    address: str


@dataclass(frozen=True, slots=True)
class BadgeSheet:
    """At most eight badges of an edition; `number` counts the sheets from 1."""

    edition_name: str
    zone: str
    language: str
    number: int
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line of the list."""

    name: str
    organisation: str
    country: str
    part: Part


@dataclass(frozen=True, slots=True)
class ParticipantList:
    """`is_for_participants`: only who agreed to be listed; else everybody, for the team alone."""

    edition_name: str
    zone: str
    language: str
    printed_at: datetime
    is_for_participants: bool
    by_organisation: bool
    people: tuple[ListedPerson, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a person takes part, or (`attended`) that they were there; `organiser` may be empty."""

    edition_name: str
    zone: str
    language: str
    person_name: str
    organisation: str
    country: str
    part: Part
    starts_on: date
    ends_on: date
    place: str
    organiser: str
    issued_on: date
    attended: bool
