"""The mails about a registration: from the code that proves an address to a cancellation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.letters import Action, Letter
from app.models import Edition, Registration
from app.services.content import edition_text
from app.services.letters.language import in_language_of, in_this_language
from app.services.letters.moments import day_words, moment_words


@dataclass(frozen=True, slots=True)
class LostMeeting:
    """A meeting that will not take place, as its other side knew it; online it has no place."""

    starts_at: datetime
    place: str


@in_this_language
def code_and_link(edition: Edition, code: str, path: str) -> Letter:
    """The code that proves an address, and the link that leads back to the form.

    The address is not proved yet: nothing that anybody typed is in it.
    """
    return Letter(
        subject=_("Your code for registering: %(event)s", event=edition_text(edition, "name")),
        paragraphs=(
            _(
                "Somebody, most likely you, registers for %(event)s with this address. "
                "Type this code into the form:",
                event=edition_text(edition, "name"),
            ),
        ),
        code=code,
        actions=(Action(_("Go on with the registration"), path),),
        small=_("If it was not you, do nothing: without the code nothing comes of it."),
    )


@in_this_language
def invitation(edition: Edition, path: str, *, valid_until: datetime) -> Letter:
    """A personal link to register, whatever the limits."""
    return Letter(
        subject=_("You are invited: %(event)s", event=edition_text(edition, "name")),
        paragraphs=(
            _("A place is kept for you at %(event)s.", event=edition_text(edition, "name")),
        ),
        certain=(_("The link below is for you alone and works once."),),
        facts=(
            *_event(edition),
            (_("Valid until"), moment_words(valid_until, edition.zone)),
        ),
        actions=(Action(_("Register"), path),),
    )


@in_language_of("person")
def received(person: Registration) -> Letter:
    """The registration is stored; the organisers decide."""
    return _letter(
        person,
        _("We have your registration: %(event)s", event=edition_text(person.edition, "name")),
        _("Thank you. The organisers look at your registration and write to you."),
    )


@in_language_of("person")
def approved(person: Registration) -> Letter:
    """The person takes part."""
    return _letter(
        person,
        _("You take part: %(event)s", event=edition_text(person.edition, "name")),
        _("Your registration is approved. On your page you see what to do next."),
        actions=(Action(_("To my page"), _path(person.edition, "me")), _status(person)),
    )


@in_language_of("person")
def rejected(person: Registration) -> Letter:
    """The organisers said no."""
    return _letter(
        person,
        _("Your registration: %(event)s", event=edition_text(person.edition, "name")),
        _("The organisers could not accept your registration for this event."),
        _("If you think that this is a mistake, please ask them."),
    )


@in_language_of("person")
def waitlisted(person: Registration, position: int) -> Letter:
    """All places are taken; the person is on the waiting list."""
    return _letter(
        person,
        _("You are on the waiting list: %(event)s", event=edition_text(person.edition, "name")),
        _("All places are taken at the moment."),
        _("When a place becomes free and it is your turn, we write to you."),
        certain=_("You are number %(position)d on the waiting list.", position=position),
    )


@in_language_of("person")
def offered(person: Registration) -> Letter:
    """A place is kept for a while."""
    edition = person.edition
    until = person.offer_expires_at
    return _letter(
        person,
        _("A place is free for you: %(event)s", event=edition_text(edition, "name")),
        _("A place has become free, and it is your turn."),
        certain=_("Take it before the time below; after that it goes to the next on the list."),
        facts=((_("Kept for you until"), moment_words(until, edition.zone)),) if until else (),
        actions=(Action(_("Take the place"), _path(edition, "me/registration")),),
    )


@in_language_of("person")
def offer_expired(person: Registration) -> Letter:
    """The offered place was not taken in time."""
    return _letter(
        person,
        _("The free place went on: %(event)s", event=edition_text(person.edition, "name")),
        _(
            "The place that was kept for you was not taken in time. "
            "You are at the end of the waiting list again."
        ),
        _("If you do not want to come any more, cancel on the page below."),
    )


@in_language_of("person")
def cancelled(person: Registration, *, meetings: int, requests: int) -> Letter:
    """The person cancelled; what went with it."""
    return _letter(
        person,
        _("You have cancelled: %(event)s", event=edition_text(person.edition, "name")),
        _("Your registration is cancelled and your place is free for others."),
        certain=_gone(meetings, requests),
    )


@in_language_of("to")
def partner_cancelled(
    to: Registration, who: Registration, meetings: Sequence[LostMeeting], requests: int
) -> Letter:
    """Somebody will not come: one mail with all that the recipient loses by it."""
    edition = to.edition
    return Letter(
        subject=_(
            "Somebody you were to meet does not come: %(event)s",
            event=edition_text(edition, "name"),
        ),
        greeting=_greeting(to),
        paragraphs=(
            _(
                "The person below has cancelled and does not come to %(event)s.",
                event=edition_text(edition, "name"),
            ),
            _("The time is free again; you may ask somebody else."),
        ),
        certain=_some(_gone(len(meetings), requests)),
        facts=(
            (_("Name"), who.name),
            (_("Organisation"), who.organisation.name),
            *(
                (moment_words(lost.starts_at, edition.zone), lost.place or _("Online"))
                for lost in meetings
            ),
        ),
        actions=(Action(_("To my page"), _path(edition, "me")),),
        values=(("partner", who.organisation.name),),
    )


def _letter(
    person: Registration,
    subject: str,
    *paragraphs: str,
    certain: str = "",
    facts: tuple[tuple[str, str], ...] = (),
    actions: tuple[Action, ...] = (),
) -> Letter:
    return Letter(
        subject=subject,
        greeting=_greeting(person),
        paragraphs=paragraphs,
        certain=_some(certain),
        facts=(*facts, *_event(person.edition), (_("Organisation"), person.organisation.name)),
        actions=actions or (_status(person),),
    )


def _greeting(person: Registration) -> str:
    return str(_("Hello %(name)s,", name=person.name))


def _some(sentence: str) -> tuple[str, ...]:
    return (sentence,) if sentence else ()


def _gone(meetings: int, requests: int) -> str:
    """How many meetings and requests ended; empty where there were none."""
    words: list[str] = []
    if meetings:
        words.append(ngettext("%(num)d meeting", "%(num)d meetings", meetings))
    if requests:
        words.append(ngettext("%(num)d request", "%(num)d requests", requests))
    return str(_("Cancelled with it: %(what)s.", what=", ".join(words))) if words else ""


def _status(person: Registration) -> Action:
    return Action(_("See your registration"), _path(person.edition, "me/registration"))


def _event(edition: Edition) -> tuple[tuple[str, str], ...]:
    days = day_words(edition.starts_on)
    where = ", ".join(
        part for part in (edition_text(edition, "venue"), edition_text(edition, "city")) if part
    )
    facts = ((_("Event"), edition_text(edition, "name")), (_("Begins"), days))
    return (*facts, (_("Where"), where)) if where else facts


def _path(edition: Edition, rest: str) -> str:
    return f"/e/{edition.slug}/{rest}"
