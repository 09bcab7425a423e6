"""The filter of the mails as it stands in the address: it can be kept and sent on."""

from datetime import date

from werkzeug.datastructures import MultiDict

from app.services.mail_filter import MailFilter, Shelf

LONGEST_TEXT = 80
LONGEST_CODE = 40


def wanted_mails(values: "MultiDict[str, str]") -> MailFilter:
    """The filter; what cannot be read is left out."""
    shelf = values.get("shelf", "")
    return MailFilter(
        shelf=Shelf(shelf) if shelf in set(Shelf) else None,
        text=" ".join(values.get("q", "").split())[:LONGEST_TEXT],
        person=values.get("person", "")[:LONGEST_CODE],
        kind=values.get("kind", "")[:LONGEST_CODE],
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
        announcement=values.get("announcement", "")[:LONGEST_CODE],
    )


def address_of(wanted: MailFilter) -> dict[str, str]:
    """The filter as arguments of an address."""
    values = {
        "shelf": wanted.shelf or "",
        "q": wanted.text,
        "person": wanted.person,
        "kind": wanted.kind,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "announcement": wanted.announcement,
    }
    return {name: str(value) for name, value in values.items() if value}


def _day(text: str) -> date | None:
    """Not at the ends of all days: a day more or less is asked for."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(2200, 1, 1) else None
