"""What an organiser typed about an edition, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.dayplan import is_zone
from app.domain.presets import Preset
from app.domain.words import later
from app.services.reference_data import taxonomy

MAX_NAME_CHARACTERS = 200
MAX_TEXT_CHARACTERS = 4000
LONGEST_DAYS = 14
# Field → the least and the most that makes sense, and whether it may be left empty (no limit).
NUMBERS: Mapping[str, tuple[int, int, bool]] = {
    "max_meetings": (1, 50, False),
    "min_meetings": (0, 50, False),
    "hub_max_per_block": (1, 100, True),
    "max_consecutive": (1, 50, True),
    "request_quota": (1, 100, False),
    "hub_request_quota": (0, 200, False),
}
TEXTS = {"city": 120, "venue": 200, "description": MAX_TEXT_CHARACTERS, "who_may_come": 1000}


@dataclass(frozen=True)
class EditionEntry:
    """The fields of an edition's form.

    A date that is missing, or a number that is not one, is refused by `entry_faults`; limits that
    may be None mean no limit. Without a preset the goals stay as they are.
    """

    name: str
    zone: str
    starts_on: date | None
    ends_on: date | None
    description: str = ""
    who_may_come: str = ""
    city: str = ""
    country: str = ""
    venue: str = ""
    registration_closes_on: date | None = None
    max_meetings: int | None = 5
    min_meetings: int | None = 0
    hub_max_per_block: int | None = None
    max_consecutive: int | None = None
    request_quota: int | None = 8
    hub_request_quota: int | None = 12
    preset: Preset | None = Preset.COVERAGE


def entry_faults(entry: EditionEntry) -> dict[str, str]:
    """Every fault by field; an empty mapping where the entry can be stored."""
    found = {
        "name": _name_fault(entry.name),
        "zone": "" if is_zone(entry.zone) else later("Choose a time zone of the list."),
        "country": _country_fault(entry.country),
        **_date_faults(entry),
        **{name: _text_fault(getattr(entry, name), most) for name, most in TEXTS.items()},
        **{name: _number_fault(name, getattr(entry, name)) for name in NUMBERS},
    }
    if not found["min_meetings"] and not found["max_meetings"]:
        found["min_meetings"] = _order_fault(entry)
    return {name: text for name, text in found.items() if text}


def values_of(entry: EditionEntry) -> dict[str, object]:
    """The columns that an entry without faults sets, goals left out."""
    names = [*TEXTS, *NUMBERS, "zone", "country", "starts_on", "ends_on", "registration_closes_on"]
    values: dict[str, object] = {name: getattr(entry, name) for name in names}
    values["name"] = " ".join(entry.name.split())
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }


def _name_fault(name: str) -> str:
    if not name.strip():
        return later("Give the edition a name, as people will call it.")
    return _text_fault(name, MAX_NAME_CHARACTERS)


def _text_fault(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return later("At most %(most)s characters; these are %(number)s.", most=most, number=len(text))


def _country_fault(country: str) -> str:
    return (
        ""
        if not country or country in taxonomy().countries
        else later("Choose a country of the list.")
    )


def _date_faults(entry: EditionEntry) -> dict[str, str]:
    found = {
        name: "" if _is_date(getattr(entry, name)) else later("Type the date as 2027-05-18.")
        for name in ("starts_on", "ends_on")
    }
    closes_on = entry.registration_closes_on
    if closes_on is not None and not _is_date(closes_on):
        found["registration_closes_on"] = later("Type the date as 2027-05-18, or leave it empty.")
    if entry.starts_on is None or entry.ends_on is None or any(found.values()):
        return found
    if entry.ends_on < entry.starts_on:
        found["ends_on"] = later("The last day is before the first.")
    elif (entry.ends_on - entry.starts_on).days >= LONGEST_DAYS:
        found["ends_on"] = later("An edition has at most %(most)s days.", most=LONGEST_DAYS)
    if closes_on is not None and closes_on > entry.ends_on:
        found["registration_closes_on"] = later("Registration closes after the last day.")
    return found


def _is_date(day: date | None) -> bool:
    """Whether a real date was typed; what could not be read comes as the first date there is."""
    return day is not None and day != date.min


def _number_fault(name: str, value: int | None) -> str:
    least, most, may_be_empty = NUMBERS[name]
    if value is None:
        return (
            ""
            if may_be_empty
            else later("Type a whole number from %(least)s to %(most)s.", least=least, most=most)
        )
    if least <= value <= most:
        return ""
    other = later(", or leave it empty for no limit") if may_be_empty else ""
    return later(
        "Type a whole number from %(least)s to %(most)s%(other)s.",
        least=least,
        most=most,
        other=other,
    )


def _order_fault(entry: EditionEntry) -> str:
    if (entry.min_meetings or 0) <= (entry.max_meetings or 0):
        return ""
    return later("Nobody can have that many: it is above the most meetings a person may have.")
