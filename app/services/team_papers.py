"""What a team prints for itself: its agenda, and the sheets that hang at its own places."""

from datetime import datetime

from flask_babel import gettext as _

from app.domain.errors import NotFoundError
from app.domain.states import RegistrationState
from app.exports.documents import Document
from app.models import Registration
from app.services.documents import stand_sheet, team_agenda
from app.services.documents.wanted import Wanted


def team_paper(registration: Registration, *, now: datetime, language: str) -> Document:
    """The agendas of the person's organisation; NotFoundError before they are approved."""
    found = team_agenda.documents(
        registration.edition, _own(registration), now=now, language=language
    )
    if not found:
        raise NotFoundError(_("Nobody of your team takes part in meetings."))
    return found[0]


def stand_papers(registration: Registration, *, now: datetime) -> list[Document]:
    """A sheet for each place of the organisation and day, in the edition's main language.

    NotFoundError where there is no such place, or no day.
    """
    found = stand_sheet.documents(registration.edition, _own(registration), now=now)
    if not found:
        raise NotFoundError(_("Your team has no place of its own, or no times are fixed yet."))
    return found


def _own(registration: Registration) -> Wanted:
    if registration.state is not RegistrationState.APPROVED:
        raise NotFoundError(_("The organisers have to approve you before you work with the team."))
    return Wanted(organisations=frozenset({registration.organisation_id}))
