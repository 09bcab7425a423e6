"""The register in words, for pages and for the description of a copy."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from app.domain.privacy import Erased, Kept
from app.domain.words import later
from app.services.languages import say
from app.services.privacy.register import entry, personal_columns, tables


@dataclass(frozen=True)
class Category:
    """What a table holds of a person, and who sees it beside the person."""

    what: str
    seen_by: str


TEAM = later("The organisers of the event.")
NOBODY = later("Nobody; only the system uses it.")

CATEGORIES: Mapping[str, Category] = {
    "registration": Category(
        later("Your registration: name, e-mail address, job title, languages, answers, state."),
        later(
            "The organisers. Name, organisation, job title and languages: other participants "
            "if you agreed to be listed, and whom you ask or meet. The address: whom you meet, "
            "if you agreed."
        ),
    ),
    "registration_draft": Category(later("A form you have not sent yet."), later("Only you.")),
    "invitation": Category(later("An invitation mailed to you."), TEAM),
    "consent": Category(later("What you agreed to, in which words, and when."), TEAM),
    "unavailability": Category(later("The times at which you cannot meet."), TEAM),
    "open_slot": Category(
        later("The times you offer at your table or stand."), later("Participants.")
    ),
    "meeting_request": Category(
        later("Whom you asked for a meeting, in which words, and what came of it."),
        later("The organisation you asked, and the organisers."),
    ),
    "veto": Category(
        later("Whom your organisation does not want to meet."), later("Your colleagues.")
    ),
    "attendance": Category(
        later("Your meetings: with whom, when and where."),
        later("Whom you meet, and the organisers."),
    ),
    "programme_presenter": Category(later("The talks you give."), later("Everybody.")),
    "calendar_identity": Category(later("How your calendar knows your meetings."), NOBODY),
    "registration_note": Category(later("What organisers noted about your registration."), TEAM),
    "outgoing_mail": Category(
        later("Mails this site sent you."), later("The organisers see which, and when.")
    ),
    "incoming_mail": Category(later("Mails you sent back to this site's address."), TEAM),
    "feed_token": Category(later("The key of your calendar feed, as a hash."), NOBODY),
    "organisation": Category(
        later("Your organisation: name, place, kind, size."),
        later("Everybody who sees you; hubs: everybody."),
    ),
    "profile": Category(
        later("What your organisation offers or looks for."),
        later("Participants; of hubs everybody."),
    ),
    "place": Category(later("What your organisation shows at its stand."), later("Everybody.")),
    "account": Category(
        later(
            "Your login: name, e-mail address, language, when it was proven; the password only "
            "as a hash."
        ),
        later(
            "The organisers see name and address where you work with them; "
            "nobody sees the password."
        ),
    ),
    "membership": Category(later("The organisations you speak for."), TEAM),
    "staff": Category(later("Your role in an organising team."), TEAM),
    "login_session": Category(later("Browsers you signed in with, and when."), later("Only you.")),
    "mailed_code": Category(later("Codes and links mailed to you, as hashes."), NOBODY),
    "rate_count": Category(later("How often something was tried, by a hash."), NOBODY),
    "audit_entry": Category(
        later("Decisions you took, when, and from which network address; no name."), TEAM
    ),
}


def how_long(kept: Kept, retention_months: int | None = None) -> str:
    """How long a value stays, as a sentence's end."""
    months = (
        later("one month")
        if retention_months == 1
        else later("%(number)s months", number=retention_months)
    )
    edition = (
        later("for as many months after the event as its organisers set")
        if retention_months is None
        else later("until %(months)s after the event", months=months)
    )
    return {
        Kept.ALWAYS: later("for good"),
        Kept.ACCOUNT: later("as long as you have a login"),
        Kept.EDITION: edition,
        Kept.ORGANISATION: later("as long as somebody of the organisation is here"),
        Kept.DAYS_30: later("30 days"),
        Kept.DAYS_90: later("90 days"),
        Kept.EXPIRY: later("until it expires, days after it was made"),
    }[kept]


def kept_words(table: Table, retention_months: int | None = None) -> str:
    """How long the personal values of a table stay: each way once, the longest-lived first."""
    personal = [entry(column) for column in personal_columns(table)]
    ways = {said.kept for said in personal if said.erased is not Erased.KEPT} or {
        said.kept for said in personal
    }
    words = "; ".join(say(how_long(kept, retention_months)) for kept in Kept if kept in ways)
    if any(said.sensitive and said.kept is Kept.EDITION for said in personal):
        words += say(
            later("; answers that the organisers marked as sensitive until 30 days after the event")
        )
    return words


def described_tables() -> list[Table]:
    """Every table that holds something of people, in the order in which one would ask."""
    order = list(CATEGORIES)
    found = [table for table in tables() if personal_columns(table)]
    return sorted(found, key=lambda table: order.index(table.name))


@dataclass(frozen=True)
class RegisterRow:
    """One table of the register in words."""

    what: str
    seen_by: str
    kept: str


def register_rows(retention_months: int | None = None) -> tuple[RegisterRow, ...]:
    """What is stored of people, who sees it and how long it stays."""
    return tuple(
        RegisterRow(
            CATEGORIES[table.name].what,
            CATEGORIES[table.name].seen_by,
            _as_sentence(kept_words(table, retention_months)),
        )
        for table in described_tables()
    )


def _as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
