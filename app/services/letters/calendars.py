"""Mails about what people's calendars did on their own."""

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.domain import agenda
from app.domain.letters import Action, Letter
from app.models import Meeting, Registration
from app.services.letters.language import in_language_of


@in_language_of("reader")
def meeting_stands(meeting: Meeting, reader: Registration) -> Letter:
    """The reader's calendar declined a meeting; that does not cancel it."""
    edition, partner = reader.edition, meeting_partner(meeting, reader)
    page = f"/e/{edition.slug}/me/requests/{meeting.request.public_id}"
    return Letter(
        subject=_("Your meeting with %(name)s stands", name=partner.organisation.name),
        greeting=_("Dear %(name)s,", name=reader.name),
        certain=(
            _("Your calendar declined this meeting. That does not cancel it: it stands."),
            _(
                "If you cannot come, cancel it on its page, so that the other side knows. "
                "If you will be there, there is nothing to do."
            ),
        ),
        facts=(
            (_("With"), f"{partner.name}, {partner.organisation.name}"),
            (_("When"), _moment(meeting, edition.zone)),
        ),
        actions=(Action(_("Look at it or cancel it"), page),),
        small=_("You get this once for a meeting, because a calendar can decline by itself."),
    )


def meeting_partner(meeting: Meeting, reader: Registration) -> Registration:
    """Whom the reader meets."""
    return next(one.registration for one in meeting.attendances if one.registration_id != reader.id)


def _moment(meeting: Meeting, zone: str) -> str:
    start = meeting.slot.starts_at
    day = format_date(agenda.local(start, zone).date(), "full", locale=get_locale() or "en")
    return f"{day}, {agenda.clock(start, zone)} ({agenda.zone_label(zone, [start])})"
