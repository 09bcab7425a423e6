"""Whose mail an organiser looks at before it is sent, and a test of it to oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from wtforms import SelectField, StringField

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.models import Edition
from app.services import mail_acts
from app.services.languages import say
from app.services.mail_words import Look
from app.services.people_filter import PeopleFilter, SortBy, chosen
from app.services.people_rows import PersonRow
from app.web.access import viewer

MOST_SHOWN = 50
LONGEST_TEXT = 80


@dataclass(frozen=True)
class Shown:
    """Whose mail is shown, and whose could be: at most MOST_SHOWN of `found`."""

    person: PersonRow | None
    choices: Sequence[PersonRow]
    found: int


def choose_person(people: Sequence[PersonRow], who: StringField, shown: SelectField) -> Shown:
    """By the name that was typed in `who`; `shown` offers who else fits."""
    text = " ".join((who.data or "").split())[:LONGEST_TEXT]
    found = chosen(people, PeopleFilter(text=text, sort=SortBy.NAME))
    person = next((one for one in found if one.public_id == shown.data), None)
    person = person or (found[0] if found else None)
    first = found[:MOST_SHOWN]
    shown.choices = [(one.public_id, f"{one.name}, {one.organisation}") for one in first]
    shown.data = person.public_id if person else ""
    return Shown(person, first, len(found))


def send_trial(edition: Edition, look: Look | None) -> None:
    """The mail that is shown, to who looks at it."""
    known = viewer()
    if look is None:
        flash(_("There is nothing to send yet."), "warning")
        return
    try:
        mail_acts.send_trial(
            edition, to=known.email, by=known.account_id, now=now_utc(), letter=look.letter
        )
        flash(_("A test mail goes to %(address)s.", address=known.email))
    except InvalidInputError as error:
        flash(say(error.message), "warning")
