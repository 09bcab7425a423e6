"""Every state a row can be in, and which state may follow which."""

from enum import StrEnum
from typing import Self


class State(StrEnum):
    """A state that knows its next states."""

    @property
    def next_states(self) -> frozenset[Self]:
        """The states that may follow this one; empty where it is final."""
        return frozenset(type(self)(value) for value in _NEXT[type(self).__name__][self.value])

    def may_become(self, other: Self) -> bool:
        """Whether `other` may follow this state."""
        return other in self.next_states


class EditionState(State):
    """Where an edition stands; each step is an organiser's act."""

    DRAFT = "draft"
    REGISTRATION_OPEN = "registration_open"
    BOOKING_OPEN = "booking_open"
    BOOKING_CLOSED = "booking_closed"
    SCHEDULED = "scheduled"
    FINAL = "final"
    RUNNING = "running"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def takes_registrations(self) -> bool:
        """Whether people may register now."""
        return self in {EditionState.REGISTRATION_OPEN, EditionState.BOOKING_OPEN}

    @property
    def takes_requests(self) -> bool:
        """Whether meetings may be asked for now."""
        return self is EditionState.BOOKING_OPEN

    @property
    def takes_bookings(self) -> bool:
        """Whether open slots may be booked at once now."""
        return self in {
            EditionState.BOOKING_OPEN,
            EditionState.BOOKING_CLOSED,
            EditionState.SCHEDULED,
        }

    @property
    def is_public(self) -> bool:
        """Whether visitors see the edition's page."""
        return self not in {EditionState.DRAFT, EditionState.ARCHIVED}


class CalendarChoice(StrEnum):
    """How a person's calendar learns of meetings: by mails, by the feed, or by both."""

    MAIL = "mail"
    FEED = "feed"
    BOTH = "both"

    @property
    def takes_mails(self) -> bool:
        """Whether each meeting is mailed as an invite."""
        return self is not CalendarChoice.FEED


class IncomingKind(StrEnum):
    """What came back: undelivered, an answer of a calendar or of a person, a machine's, else."""

    BOUNCE = "bounce"
    CALENDAR = "calendar"
    REPLY = "reply"
    AUTOMATIC = "automatic"
    OTHER = "other"


class RegistrationState(State):
    """How far a person's registration has come."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CANCELLED = "cancelled"

    @property
    def holds_a_place(self) -> bool:
        """Whether the person counts against the edition's places."""
        return self in {RegistrationState.APPROVED, RegistrationState.OFFERED}


class RequestState(State):
    """What became of a wish to meet."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    VOID = "void"

    @property
    def is_living(self) -> bool:
        """Whether the wish may still lead to a meeting."""
        return self in {RequestState.PENDING, RequestState.ACCEPTED}


class MeetingState(State):
    """Whether a meeting of a schedule still takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class VersionKind(State):
    """What a schedule version is: being edited, frozen, or what is true now."""

    DRAFT = "draft"
    PUBLISHED = "published"
    LIVE = "live"
    DISCARDED = "discarded"


class WorkState(State):
    """A piece of work in the queue."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return not self.next_states


class OpenSlotState(State):
    """A time that an exhibitor offers for instant booking."""

    OPEN = "open"
    BOOKED = "booked"
    CLOSED = "closed"


class OrganisationKind(StrEnum):
    """What an organisation is."""

    HUB = "hub"
    SME = "sme"
    LARGE_COMPANY = "large_company"
    PUBLIC_BODY = "public_body"
    RESEARCH_ORGANISATION = "research_organisation"
    INVESTOR = "investor"
    NETWORK = "network"

    @property
    def label(self) -> str:
        """The kind as a visitor reads it."""
        return {"hub": "Hub", "sme": "SME"}.get(
            self.value, self.value.replace("_", " ").capitalize()
        )


class RegistrationRole(StrEnum):
    """Why a person comes; SME, hub and exhibitor follow from the organisation."""

    ATTENDEE = "attendee"
    SPEAKER = "speaker"
    POLICY_MAKER = "policy_maker"
    PRESS = "press"


class StaffRole(StrEnum):
    """What a member of the organising team may do."""

    OWNER = "owner"
    EDITOR = "editor"
    SUPPORTING = "supporting"
    DESK = "desk"
    READER = "reader"


class MembershipRole(StrEnum):
    """What an account may do for its organisation."""

    ADMIN = "admin"
    MEMBER = "member"


class Level(StrEnum):
    """How much a side wants the meeting."""

    LIKE = "like"
    TOP = "top"


class RequestOrigin(StrEnum):
    """How a meeting came to be wished for."""

    ASKED = "asked"
    BOOKED = "booked"
    DESK = "desk"


class PlaceKind(StrEnum):
    """Where people meet."""

    TABLE = "table"
    STAND = "stand"
    ONLINE = "online"


class CrossBorder(StrEnum):
    """Whether a company wants a hub of another country."""

    WANTED = "wanted"
    NO_PREFERENCE = "no_preference"
    NOT_WANTED = "not_wanted"


class ProgrammeKind(StrEnum):
    """What a programme item is."""

    TALK = "talk"
    PANEL = "panel"
    PLENARY = "plenary"
    WORKSHOP = "workshop"
    EXHIBITION = "exhibition"
    BREAK = "break"
    SOCIAL = "social"
    REGISTRATION = "registration"
    MATCHMAKING = "matchmaking"


class ConsentKind(StrEnum):
    """What a person agreed to, each on its own."""

    PRIVACY = "privacy"
    DIRECTORY = "directory"
    CONTACT = "contact"
    PHOTOS = "photos"


class Part(StrEnum):
    """What a person comes as: it decides the questions, the quota and who may ask whom.

    Never stored of a registration: it follows from the role, the stand and the organisation.
    """

    SME = "sme"
    HUB = "hub"
    PUBLIC_BODY = "public_body"
    RESEARCH_ORGANISATION = "research_organisation"
    EXHIBITOR = "exhibitor"
    POLICY_MAKER = "policy_maker"
    SPEAKER = "speaker"
    PRESS = "press"
    OTHER = "other"


class RequestMode(StrEnum):
    """Whether the asked side has to accept."""

    APPROVAL = "approval"
    AUTOMATIC = "automatic"


class SchedulingMode(StrEnum):
    """Who gives a meeting its time."""

    SOLVER_FIRST = "solver_first"
    SOLVER_ONLY = "solver_only"
    ACCEPTOR = "acceptor"


class QuestionKind(StrEnum):
    """How an extra question of the organisers is answered."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


class CodePurpose(StrEnum):
    """What a mailed code or link is good for."""

    SIGN_IN = "sign_in"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a secret
    CHANGE_EMAIL = "change_email"
    RESUME_REGISTRATION = "resume_registration"
    INVITE_STAFF = "invite_staff"


class LiveChangeKind(StrEnum):
    """What happened to the live schedule."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    PUBLISHED = "published"


_NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "EditionState": {
        "draft": ("registration_open", "booking_open"),
        "registration_open": ("draft", "booking_open"),
        "booking_open": ("registration_open", "booking_closed"),
        "booking_closed": ("booking_open", "scheduled"),
        "scheduled": ("booking_open", "booking_closed", "final"),
        "final": ("scheduled", "running"),
        "running": ("closed",),
        "closed": ("archived",),
        "archived": (),
    },
    "RegistrationState": {
        "submitted": ("approved", "rejected", "waitlisted", "cancelled"),
        "waitlisted": ("offered", "approved", "rejected", "cancelled"),
        # Who does not take the offered place in time goes back to the end of the waiting list.
        "offered": ("approved", "waitlisted", "rejected", "cancelled"),
        "approved": ("rejected", "cancelled"),
        "rejected": ("approved", "waitlisted"),
        "cancelled": (),
    },
    "RequestState": {
        "pending": ("accepted", "declined", "expired", "withdrawn", "void"),
        # An answer can be taken back for a while: then it is pending again.
        "accepted": ("pending", "declined", "withdrawn", "void"),
        "declined": ("pending", "accepted"),
        "expired": (),
        "withdrawn": (),
        "void": (),
    },
    "MeetingState": {"planned": ("cancelled",), "cancelled": ()},
    "VersionKind": {
        "draft": ("published", "discarded"),
        "published": (),
        "live": (),
        "discarded": (),
    },
    "WorkState": {
        "queued": ("running", "cancelled"),
        "running": ("queued", "done", "failed", "cancelled"),
        "done": (),
        "failed": (),
        "cancelled": (),
    },
    "OpenSlotState": {
        "open": ("booked", "closed"),
        "booked": ("open", "closed"),
        "closed": ("open",),
    },
}
