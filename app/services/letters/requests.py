"""Mails about requests for meetings. Of what the sender typed, only the topic is in them."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.models import MeetingRequest, Registration
from app.services.content import edition_text
from app.services.letters.language import in_language_of
from app.services.letters.moments import end_words


@in_language_of("reader")
def asked(request: MeetingRequest, reader: Registration, link: str) -> Letter:
    """Somebody asks for a meeting."""
    asking = request.from_registration
    return Letter(
        subject=_("%(name)s asks you for a meeting", name=asking.organisation.name),
        greeting=_greeting(reader),
        paragraphs=(
            _(
                "%(name)s would like to meet you at %(event)s. Saying no needs no reason.",
                name=asking.organisation.name,
                event=edition_text(reader.edition, "name"),
            ),
        ),
        certain=(_until(request),),
        facts=_facts(request, asking),
        actions=(Action(_("Look at it and answer"), link), _all_requests(reader)),
        small=_why(),
        values=(("partner", asking.organisation.name),),
    )


@in_language_of("reader")
def reminder(request: MeetingRequest, reader: Registration, link: str) -> Letter:
    """A request waits for half its time."""
    asking = request.from_registration
    return Letter(
        subject=_("%(name)s still waits for your answer", name=asking.organisation.name),
        greeting=_greeting(reader),
        paragraphs=(_("Half of the time to answer is over. Saying no needs no reason."),),
        certain=(_until(request),),
        facts=_facts(request, asking),
        actions=(Action(_("Look at it and answer"), link), _all_requests(reader)),
        small=_why(),
        values=(("partner", asking.organisation.name),),
    )


@in_language_of("reader")
def met_at_once(request: MeetingRequest, reader: Registration) -> Letter:
    """A request was accepted by the rules of the event."""
    asking = request.from_registration
    return Letter(
        subject=_("%(name)s wants to meet you", name=asking.organisation.name),
        greeting=_greeting(reader),
        paragraphs=(
            _(
                "At %(event)s requests are accepted at once. If you do not want this meeting, "
                "decline it under your requests; no reason is needed.",
                event=edition_text(reader.edition, "name"),
            ),
        ),
        facts=_facts(request, asking),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", asking.organisation.name),),
    )


@in_language_of("reader")
def colleague(request: MeetingRequest, reader: Registration, link: str) -> Letter:
    """A colleague thinks that this request is for the reader."""
    asking = request.from_registration
    return Letter(
        subject=_("A request for you: %(name)s", name=asking.organisation.name),
        greeting=_greeting(reader),
        paragraphs=(
            _("A colleague of yours thinks that you are the right person for this meeting."),
        ),
        certain=(_until(request),),
        facts=_facts(request, asking),
        actions=(Action(_("Look at it and answer"), link), _all_requests(reader)),
        small=_why(),
        values=(("partner", asking.organisation.name),),
    )


@in_language_of("reader")
def accepted(request: MeetingRequest, reader: Registration) -> Letter:
    """The asked side said yes."""
    name = request.to_organisation.name
    return Letter(
        subject=_("%(name)s accepts your request", name=name),
        greeting=_greeting(reader),
        paragraphs=(
            _("%(name)s would like to meet you, too.", name=name),
            _("The time comes with the schedule, or is on your page already."),
        ),
        facts=_topic(request),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", name),),
    )


@in_language_of("reader")
def declined(request: MeetingRequest, reader: Registration) -> Letter:
    """The asked side said no."""
    name = request.to_organisation.name
    return Letter(
        subject=_("%(name)s cannot meet you", name=name),
        greeting=_greeting(reader),
        paragraphs=(
            _("%(name)s does not take up your request.", name=name),
            _("The request is back in your quota: you can ask somebody else."),
        ),
        facts=_topic(request),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", name),),
    )


@in_language_of("reader")
def expired(request: MeetingRequest, reader: Registration) -> Letter:
    """Nobody answered in time; the same news for both sides."""
    is_asking = reader.id == request.from_registration_id
    other = request.to_organisation if is_asking else request.from_registration.organisation
    told = (
        _("Nobody answered in time. The request is back in your quota.")
        if is_asking
        else _("You did not answer in time, so the request has ended. You can ask them instead.")
    )
    return Letter(
        subject=_("The request with %(name)s has ended", name=other.name),
        greeting=_greeting(reader),
        certain=(told,),
        facts=_topic(request),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", other.name),),
    )


@in_language_of("reader")
def withdrawn(request: MeetingRequest, reader: Registration) -> Letter:
    """The asking side took its request back."""
    name = request.from_registration.organisation.name
    return Letter(
        subject=_("%(name)s takes the request back", name=name),
        greeting=_greeting(reader),
        paragraphs=(_("%(name)s does not ask for a meeting any more.", name=name),),
        facts=_topic(request),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", name),),
    )


@in_language_of("reader")
def meeting_cancelled(request: MeetingRequest, reader: Registration) -> Letter:
    """The other side cancelled a meeting that had its time."""
    asking, asked = request.from_registration.organisation, request.to_organisation
    name = (asked if reader.organisation_id == asking.id else asking).name
    return Letter(
        subject=_("%(name)s cancels your meeting", name=name),
        greeting=_greeting(reader),
        paragraphs=(
            _("Your meeting with %(name)s does not take place.", name=name),
            _("The time is free again; you may ask somebody else."),
        ),
        facts=_topic(request),
        actions=(_all_requests(reader),),
        small=_why(),
        values=(("partner", name),),
    )


def _greeting(reader: Registration) -> str:
    return str(_("Dear %(name)s,", name=reader.name))


def _facts(request: MeetingRequest, asking: Registration) -> tuple[tuple[str, str], ...]:
    who = ", ".join(part for part in (asking.name, asking.job_title) if part)
    return ((_("From"), who), (_("Organisation"), asking.organisation.name), *_topic(request))


def _topic(request: MeetingRequest) -> tuple[tuple[str, str], ...]:
    return ((_("About"), request.topic),) if request.topic else ()


def _until(request: MeetingRequest) -> str:
    if request.expires_at is None:
        return str(_("Nothing is reserved until there is a schedule."))
    return str(
        _(
            "It ends by itself on %(when)s. Until then nothing is reserved.",
            when=end_words(request.expires_at, request.from_registration.edition.zone),
        )
    )


def _all_requests(reader: Registration) -> Action:
    return Action(_("All your requests"), f"/e/{reader.edition.slug}/me/requests")


def _why() -> str:
    return str(_("You get this because you take part in the meetings of this event."))
