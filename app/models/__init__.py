"""The tables. Importing this package knows them all."""

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
from app.models.registrations import Consent, OpenSlot, Registration, Unavailability
from app.models.work import PrintJob, SolveRun

__all__ = [
    "Account",
    "Attendance",
    "Block",
    "CalendarIdentity",
    "CatalogueEntry",
    "Consent",
    "Edition",
    "LiveChange",
    "LoginSession",
    "Meeting",
    "MeetingRequest",
    "Membership",
    "Occupied",
    "OpenSlot",
    "Organisation",
    "Place",
    "PrintJob",
    "Profile",
    "ProgrammeItem",
    "ProgrammePresenter",
    "Registration",
    "Room",
    "ScheduleVersion",
    "Series",
    "Slot",
    "SolveRun",
    "Staff",
    "Unavailability",
]
