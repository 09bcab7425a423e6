"""What a person must do, in words and with an address."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.completeness import Completeness
from app.services.home import Task, Todo
from app.services.languages import say
from app.web.formats import moment

# What is missing → the page where it is said; the rest only the organisers can add.
PLACES = {
    "job_title": "participant.registration_details",
    "languages": "participant.registration_details",
    "profile_text": "participant.profile",
    "technologies": "participant.profile",
    "services": "participant.profile",
    "functions": "participant.profile",
    "free_time": "participant.times",
    "size_class": "participant.registration_details",
    "nuts2": "participant.registration_details",
}


@dataclass(frozen=True)
class TodoView:
    """One line of the partial `_todo.html`."""

    text: str
    kind: str = ""
    url: str = ""
    note: str = ""


def todo_view(todo: Todo, slug: str, zone: str) -> TodoView:
    """One line of the list; times are in the edition's zone."""
    kind = "needs-you" if todo.needs_you else ""
    match todo.task:
        case Task.WAIT:
            return TodoView(
                _("The organisers look at your registration."),
                note=_("Nothing to do for you now. Look around among the hubs meanwhile."),
                url=url_for("participant.hubs", edition=slug),
            )
        case Task.TAKE_PLACE:
            return TodoView(
                _("A place is free for you: take it before %(when)s.", when=_when(todo, zone)),
                kind,
                url_for("participant.registration", edition=slug),
                _("After that it goes to the next on the waiting list."),
            )
        case Task.WAITLISTED:
            return TodoView(
                _("You are number %(position)d on the waiting list.", position=todo.count),
                url=url_for("participant.registration", edition=slug),
                note=_("When it is your turn, we write to you."),
            )
        case Task.CANCELLED:
            return TodoView(
                _("You have cancelled."),
                url=url_for("participant.registration", edition=slug),
                note=_("If you want to come after all, register again there."),
            )
        case Task.REJECTED:
            return TodoView(
                _("You do not take part in this event."),
                note=_("If you think that this is a mistake, ask the organisers."),
            )
        case Task.ANSWER:
            text = ngettext(
                "Answer %(num)d request to your organisation.",
                "Answer %(num)d requests to your organisation.",
                todo.count,
            )
            return TodoView(text, kind, url_for("participant.requests", edition=slug))
        case Task.PROFILE:
            return TodoView(
                _("Say what you look for."),
                kind,
                url_for("participant.profile", edition=slug),
                _("Without it no hub can be matched to you."),
            )
        case Task.TIMES:
            return TodoView(
                _("Say when you can meet: no time is ticked."),
                kind,
                url_for("participant.times", edition=slug),
            )
        case Task.OFFER:
            return TodoView(
                _("Offer times at your stand."),
                kind,
                url_for("exhibitor.slots", edition=slug),
                _("Visitors book them at once, without asking."),
            )
        case Task.ASK:
            text = ngettext(
                "Ask for meetings: you have %(num)d request left.",
                "Ask for meetings: you have %(num)d requests left.",
                todo.count,
            )
            return TodoView(text, kind, url_for("participant.hubs", edition=slug))


def _when(todo: Todo, zone: str) -> str:
    return moment(todo.until, zone) if todo.until else ""


def missing_views(found: Completeness, slug: str) -> list[TodoView]:
    """What is not known of the person yet, and where to say it."""
    views = []
    for one in found.missing:
        is_question = one.code.startswith("question:")
        place = "participant.registration_details" if is_question else PLACES.get(one.code)
        url = url_for(place, edition=slug) if place else ""
        note = "" if place else _("The organisers can add it: ask them.")
        words = say(one.words)
        views.append(TodoView(words[:1].upper() + words[1:], url=url, note=note))
    return views
