"""The letter of each kind, made of one case: whoever and whatever it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import unwrap

from app.domain.agenda import Agenda, AgendaEntry
from app.domain.letters import Letter
from app.models import Edition, MeetingRequest, Registration
from app.services import segments
from app.services.letters import agenda, invites, nudges, registration, requests

NOWHERE = "/mails/example"
"""Where links lead that would open something."""


@dataclass(frozen=True)
class Case:
    """All that any letter may need."""

    edition: Edition
    person: Registration
    partner: Registration
    request: MeetingRequest
    position: int
    now: datetime
    meeting: tuple[Agenda, AgendaEntry]


Meeting = tuple[Agenda, AgendaEntry]


Maker = Callable[[Case], Letter]


def letters() -> Mapping[str, Maker]:
    """Kind → its letter in the language that is spoken, whatever the person reads."""

    def nudge(segment: segments.Segment) -> Maker:
        return lambda one: unwrap(nudges.nudge)(
            one.edition, segment, name=one.person.name, off_path=NOWHERE
        )

    def alone(letter: Callable[[Registration], Letter]) -> Maker:
        return lambda one: unwrap(letter)(one.person)

    def linked(letter: Callable[[MeetingRequest, Registration, str], Letter]) -> Maker:
        return lambda one: unwrap(letter)(one.request, one.person, NOWHERE)

    def plain(letter: Callable[[MeetingRequest, Registration], Letter]) -> Maker:
        return lambda one: unwrap(letter)(one.request, one.person)

    return {
        "invitation": lambda one: unwrap(registration.invitation)(
            one.edition, NOWHERE, valid_until=one.now + timedelta(days=14)
        ),
        "registration_submitted": alone(registration.received),
        "registration_approved": alone(registration.approved),
        "registration_waitlisted": lambda one: unwrap(registration.waitlisted)(
            one.person, one.position
        ),
        "registration_offered": alone(registration.offered),
        "registration_offer_over": alone(registration.offer_expired),
        "registration_rejected": alone(registration.rejected),
        "registration_cancelled": lambda one: unwrap(registration.cancelled)(
            one.person, meetings=0, requests=0
        ),
        "partner_cancelled": lambda one: unwrap(registration.partner_cancelled)(
            one.person, one.partner, (), 1
        ),
        "request.asked": linked(requests.asked),
        "request.colleague": linked(requests.colleague),
        "request.reminder": linked(requests.reminder),
        "request.met-at-once": plain(requests.met_at_once),
        "request.accepted": plain(requests.accepted),
        "request.declined": plain(requests.declined),
        "request.withdrawn": plain(requests.withdrawn),
        "request.meeting-cancelled": plain(requests.meeting_cancelled),
        "request.expired": plain(requests.expired),
        "invite.request": lambda one: unwrap(invites.invited)(*one.meeting, NOWHERE),
        "invite.update": lambda one: unwrap(invites.changed)(*one.meeting, NOWHERE),
        "invite.cancel": lambda one: unwrap(invites.off)(*one.meeting),
        "agenda.letter": lambda one: agenda.agenda_ready(one.meeting[0], with_paper=False),
        "agenda.paper": lambda one: agenda.agenda_ready(one.meeting[0], with_paper=True),
        **{f"nudge.{segment}": nudge(segment) for segment in segments.Segment},
    }
