"""The tables. Importing this package knows them all."""

from app.models.audit import AuditEntry
from app.models.editions import (
    Block,
    Edition,
    Place,
    ProgrammeItem,
    ProgrammePresenter,
    Room,
    Series,
    Slot,
)
from app.models.meetings import (
    Attendance,
    CalendarIdentity,
    LiveChange,
    Meeting,
    MeetingRequest,
    Occupied,
    ScheduleVersion,
)
from app.models.people import (
    Account,
    CatalogueEntry,
    LoginSession,
    Membership,
    Organisation,
    Profile,
    Staff,
)
from app.models.proofs import MailedCode, RateCount
from app.models.registering import (
    ConsentText,
    Invitation,
    Question,
    RegistrationDraft,
    RegistrationNote,
)
from app.models.registrations import Consent, OpenSlot, Registration, Unavailability
from app.models.telling import FeedToken, IncomingMail, MailTemplate
from app.models.vetoes import Veto
from app.models.work import OutgoingMail, PrintJob, SolveRun

__all__ = [
    "Account",
    "Attendance",
    "AuditEntry",
    "Block",
    "CalendarIdentity",
    "CatalogueEntry",
    "Consent",
    "ConsentText",
    "Edition",
    "FeedToken",
    "IncomingMail",
    "Invitation",
    "LiveChange",
    "LoginSession",
    "MailTemplate",
    "MailedCode",
    "Meeting",
    "MeetingRequest",
    "Membership",
    "Occupied",
    "OpenSlot",
    "Organisation",
    "OutgoingMail",
    "Place",
    "PrintJob",
    "Profile",
    "ProgrammeItem",
    "ProgrammePresenter",
    "Question",
    "RateCount",
    "Registration",
    "RegistrationDraft",
    "RegistrationNote",
    "Room",
    "ScheduleVersion",
    "Series",
    "Slot",
    "SolveRun",
    "Staff",
    "Unavailability",
    "Veto",
]
