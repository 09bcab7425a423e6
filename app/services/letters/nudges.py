"""Nudges: a friendly word to people who are stuck; nobody has to get them."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.models import Edition
from app.services.content import edition_text
from app.services.letters.language import in_this_language
from app.services.segments import Segment


@in_this_language
def nudge(edition: Edition, segment: Segment, *, name: str, off_path: str) -> Letter:
    """What is still to do, and the page where it is done."""
    subject, paragraph, label, page = _words(edition, segment)
    return Letter(
        subject=subject,
        greeting=_("Hello %(name)s,", name=name),
        paragraphs=(paragraph,),
        actions=(Action(label, f"/e/{edition.slug}/{page}"),),
        small=_(
            "You get this reminder because you are registered for %(event)s.",
            event=edition_text(edition, "name"),
        ),
        off=Action(_("No more reminders"), off_path),
    )


Words = tuple[str, str, str, str]
"""Subject, paragraph, the words of the link, and the page in the edition."""


def _words(edition: Edition, segment: Segment) -> Words:
    if segment in {Segment.NO_TIME, Segment.NO_PROFILE}:
        return _what_is_missing(edition_text(edition, "name"), segment)
    if segment is Segment.SILENT:
        return (
            _("Requests wait for your answer: %(event)s", event=edition_text(edition, "name")),
            _(
                "Companies have asked you for a meeting and wait for your answer. A yes or a no "
                "takes a moment, needs no reason, and helps them to plan."
            ),
            _("Answer the requests"),
            "me/requests",
        )
    return _whom_to_ask(edition_text(edition, "name"), segment)


def _whom_to_ask(event: str, segment: Segment) -> Words:
    label, page = _("Look for hubs"), "me/hubs"
    if segment is Segment.NO_REQUEST:
        return (
            _("Whom do you want to meet? %(event)s", event=event),
            _(
                "You have asked nobody for a meeting yet, and nobody has asked you. Look at the "
                "hubs that fit what you need, and ask those that you like."
            ),
            label,
            page,
        )
    return (
        _("Ask some more: %(event)s", event=event),
        _(
            "None of your requests has been accepted yet. Popular hubs cannot meet everybody: ask "
            "some more, so that your day is well used."
        ),
        label,
        page,
    )


def _what_is_missing(event: str, segment: Segment) -> Words:
    if segment is Segment.NO_TIME:
        return (
            _("When can you meet? %(event)s", event=event),
            _(
                "You have ruled out every time, so no meeting can be planned for you. "
                "Leave open when you are there."
            ),
            _("Say when you can meet"),
            "me/availability",
        )
    return (
        _("Say what you look for: %(event)s", event=event),
        _(
            "Your profile says little, so others cannot tell why to meet you. "
            "A few sentences and some ticks make the difference."
        ),
        _("Complete the profile"),
        "me/profile",
    )
