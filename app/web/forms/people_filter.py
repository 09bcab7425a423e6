"""The filter of the people list as it stands in the address: it can be kept and sent on."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.domain.states import OrganisationKind, Part, RegistrationState
from app.services.people_filter import PeopleFilter, SortBy

LONGEST_TEXT = 80
# The yes-or-no filters: name in the address → field of PeopleFilter.
YES_OR_NO: Mapping[str, str] = {
    "complete": "is_complete",
    "meetings": "wants_meetings",
    "asked": "has_asked",
    "in": "is_checked_in",
    "invited": "is_invited",
    "twice": "maybe_twice",
    "bounced": "mails_come_back",
}
_ANSWERS = {"yes": True, "no": False}

Word = TypeVar("Word", bound=StrEnum)


def wanted_people(values: "MultiDict[str, str]") -> PeopleFilter:
    """The filter; what cannot be read is left out."""
    country = values.get("country", "").upper()
    return PeopleFilter(
        state=_word(RegistrationState, values.get("state", "")),
        part=_word(Part, values.get("part", "")),
        kind=_word(OrganisationKind, values.get("kind", "")),
        country=country if len(country) == 2 and country.isalpha() else "",
        text=" ".join(values.get("q", "").split())[:LONGEST_TEXT],
        sort=_word(SortBy, values.get("sort", "")) or SortBy.WAITING,
        **{field: _ANSWERS.get(values.get(name, "")) for name, field in YES_OR_NO.items()},
    )


def address_of(wanted: PeopleFilter) -> dict[str, str]:
    """The filter as arguments of an address; what is usual is left out."""
    values = {
        "state": wanted.state or "",
        "part": wanted.part or "",
        "kind": wanted.kind or "",
        "country": wanted.country,
        "q": wanted.text,
        "sort": "" if wanted.sort is SortBy.WAITING else wanted.sort,
    }
    for name, field in YES_OR_NO.items():
        answer = getattr(wanted, field)
        values[name] = "" if answer is None else ("yes" if answer else "no")
    return {name: str(value) for name, value in values.items() if value}


def sort_choices() -> list[tuple[str, str]]:
    """The orders, in words."""
    return [
        (SortBy.WAITING.value, _("Who waits first, then the latest")),
        (SortBy.NAME.value, _("Name")),
        (SortBy.ORGANISATION.value, _("Organisation")),
        (SortBy.COUNTRY.value, _("Country")),
        (SortBy.NEWEST.value, _("Latest first")),
        (SortBy.OLDEST.value, _("Earliest first")),
        (SortBy.INCOMPLETE.value, _("Least complete first")),
        (SortBy.REQUESTS.value, _("Most requests first")),
    ]


def yes_or_no_choices() -> list[tuple[str, str, str, str]]:
    """Name in the address, question, and the words for yes and for no."""
    return [
        ("complete", _("Data"), _("complete"), _("something is missing")),
        ("meetings", _("Meetings"), _("wants meetings"), _("wants none")),
        ("asked", _("Requests"), _("sent some"), _("sent none")),
        ("in", _("Check-in"), _("checked in"), _("not yet")),
        ("invited", _("Invitation"), _("was invited"), _("was not")),
        ("twice", _("Registered twice"), _("maybe"), _("no")),
        ("bounced", _("Mails to them"), _("come back"), _("arrive, as far as is known")),
    ]


def _word(words: type[Word], text: str) -> Word | None:
    return words(text) if text in set(words) else None
