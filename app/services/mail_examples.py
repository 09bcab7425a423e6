"""What a mail of each kind says: to a real person of the edition, or with placeholders.

Nobody is invented: where a person has no case of their own (no accepted request, say), the mail is
made with somebody else who is registered, and the answer says so. Links that would open something
lead nowhere here.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, or_, select

from app.domain.letters import Letter
from app.domain.mail_templates import OwnWords
from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation, Registration
from app.services import mail_cases
from app.services.languages import speaking
from app.services.mail_cases import Case
from app.services.mail_kinds import MailKind
from app.services.meeting_examples import meeting_of, meeting_with
from app.services.waiting_order import position_of

_STATES = {
    "registration_submitted": RegistrationState.SUBMITTED,
    "registration_approved": RegistrationState.APPROVED,
    "registration_waitlisted": RegistrationState.WAITLISTED,
    "registration_offered": RegistrationState.OFFERED,
    "registration_rejected": RegistrationState.REJECTED,
    "registration_cancelled": RegistrationState.CANCELLED,
}
_REQUESTS = {
    "request.asked": RequestState.PENDING,
    "request.colleague": RequestState.PENDING,
    "request.reminder": RequestState.PENDING,
    "request.met-at-once": RequestState.ACCEPTED,
    "request.accepted": RequestState.ACCEPTED,
    "request.declined": RequestState.DECLINED,
    "request.withdrawn": RequestState.WITHDRAWN,
    "request.meeting-cancelled": RequestState.WITHDRAWN,
    "request.expired": RequestState.EXPIRED,
}
_MEETINGS = {"invite.request", "invite.update", "invite.cancel"}
_AGENDAS = {"agenda.letter", "agenda.paper"}
TO_WHO_ASKED = {"request.accepted", "request.declined"}


@dataclass(frozen=True)
class Example:
    """A mail as it goes to somebody; `note` says what of it is not their real case."""

    letter: Letter
    note: str = ""


def has_words(kind: MailKind) -> bool:
    """Whether it is known here what mails of the kind say, so that they may be reworded."""
    return kind.may_be_reworded and kind.code in mail_cases.letters()


def standard_words(edition: Edition, kind: str, language: str, *, now: datetime) -> OwnWords:
    """The application's own words, with placeholders where they name something."""
    here = Edition(
        slug=edition.slug,
        name="{event}",
        city="{city}",
        venue="{venue}",
        zone=edition.zone,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        languages=[language],
        translations={},
    )
    person = _stand_in(here, 1, "{name}", "{organisation}")
    partner = _stand_in(here, 2, "{partner}", "{partner}")
    request = _request(kind, person, partner, now=now)
    meeting = meeting_with(person, partner, language, now=now)
    with speaking(language):
        letter = mail_cases.letters()[kind](Case(here, person, partner, request, 1, now, meeting))
    parts = (letter.greeting, *letter.paragraphs)
    subject, body = letter.subject, "\n\n".join(part for part in parts if part)
    for name, value in letter.values:  # a time stands for itself in no stand-in
        subject = subject.replace(value, f"{{{name}}}")
        body = body.replace(value, f"{{{name}}}")
    return OwnWords(subject, body)


def example(person: Registration, kind: str, language: str, *, now: datetime) -> Example | None:
    """The mail to this person; None where it needs somebody else, and nobody is there."""
    found, is_real = _request_of(person, kind) if kind in _REQUESTS else (None, False)
    real = meeting_of(person, language) if kind in (_MEETINGS | _AGENDAS) else None
    partner = _partner_of(person, found)
    needs_partner = kind in _REQUESTS or kind == "partner_cancelled" or kind in _MEETINGS
    if partner is None and real is None and needs_partner:
        return None
    request = found or _request(kind, person, partner or person, now=now)
    position = position_of(person) if person.state is RegistrationState.WAITLISTED else 1
    meeting = real or meeting_with(person, partner or person, language, now=now)
    made = Case(person.edition, person, partner or person, request, position, now, meeting)
    with speaking(language):
        letter = replace(mail_cases.letters()[kind](made), language=language)
    found_one = found is not None or real is not None
    return Example(letter, _note(made, kind, found=found_one, is_real=is_real))


def _note(made: Case, kind: str, *, found: bool, is_real: bool) -> str:
    name = made.person.name
    if kind in _STATES and made.person.state is not _STATES[kind]:
        return str(_("%(name)s is in another state: this is how it would read.", name=name))
    if kind in _REQUESTS and found and not is_real:
        return str(
            _("%(name)s has no request of this kind: another of theirs is shown.", name=name)
        )
    if kind in _AGENDAS and not found:
        return str(_("%(name)s has no meeting yet: the agenda would be empty.", name=name))
    if (kind in (_REQUESTS.keys() | _MEETINGS) and not found) or kind == "partner_cancelled":
        return str(
            _(
                "%(name)s has no case like this: it is shown with %(partner)s, who is registered.",
                name=name,
                partner=made.partner.organisation.name,
            )
        )
    return ""


def _stand_in(edition: Edition, number: int, name: str, organisation: str) -> Registration:
    """Holds placeholders; it is never stored."""
    return Registration(
        id=number,
        edition=edition,
        name=name,
        email="",
        job_title="",
        organisation=Organisation(
            name=organisation, kind=OrganisationKind.SME, slug="", country=""
        ),
        state=RegistrationState.APPROVED,
    )


def _request(
    kind: str, person: Registration, partner: Registration, *, now: datetime
) -> MeetingRequest:
    """A request between the two as the kind needs it; it is never stored."""
    asking, asked = (person, partner) if kind in TO_WHO_ASKED else (partner, person)
    with db.session.no_autoflush:
        return MeetingRequest(
            from_registration=asking,
            from_registration_id=asking.id,
            to_registration=asked,
            to_organisation=asked.organisation,
            topic="",
            created_at=now,
        )


def _request_of(person: Registration, kind: str) -> tuple[MeetingRequest | None, bool]:
    """The person's latest request of the kind, else another in the same part of it."""
    asking = MeetingRequest.from_registration_id == person.id
    asked = or_(
        MeetingRequest.to_registration_id == person.id,
        MeetingRequest.to_registration_id.is_(None)
        & (MeetingRequest.to_organisation_id == person.organisation_id),
    )
    sides: ColumnElement[bool] = asking if kind in TO_WHO_ASKED else asked
    wanted = case((MeetingRequest.state == _REQUESTS[kind], 0), else_=1)
    found = db.session.scalars(
        select(MeetingRequest)
        .where(MeetingRequest.edition_id == person.edition_id, sides)
        .order_by(wanted, MeetingRequest.id.desc())
        .limit(1)
    ).first()
    return found, found is not None and found.state is _REQUESTS[kind]


def _partner_of(person: Registration, request: MeetingRequest | None) -> Registration | None:
    """Who the request is with; else somebody of another organisation, for a company of a hub."""
    if request is not None:
        asking = request.from_registration
        return asking if asking.id != person.id else (request.to_registration or person)
    kind = Organisation.kind == OrganisationKind.HUB
    hub_first = (
        case((kind, 0), else_=1)
        if person.organisation.kind is not OrganisationKind.HUB
        else case((kind, 1), else_=0)
    )
    return db.session.scalars(
        select(Registration)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(
            Registration.edition_id == person.edition_id,
            Registration.organisation_id != person.organisation_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.erased_at.is_(None),
        )
        .order_by(hub_first, Registration.name, Registration.id)
        .limit(1)
    ).first()
