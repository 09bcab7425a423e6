"""Every kind of mail in one table: what it is called, when it comes, whether its words may change.

Who posts a mail of a new kind names it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from app.domain.mail_templates import OF_EVENT, OF_MEETING, OF_PAIR, OF_PERSON
from app.domain.states import CodePurpose
from app.domain.words import later

ANNOUNCEMENT = "announcement"


class KindGroup(StrEnum):
    """What the kinds are listed under; the order is that of the page."""

    REGISTRATION = "registration"
    REQUESTS = "requests"
    AGENDA = "agenda"
    REMINDERS = "reminders"
    ANNOUNCEMENTS = "announcements"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class MailKind:
    """`words` are marked for translators; `placeholders` are those of an edition's own words.

    Without placeholders the words are always the application's: codes, and mails to the team.
    """

    code: str
    words: str
    group: KindGroup
    placeholders: tuple[str, ...] = ()

    @property
    def may_be_reworded(self) -> bool:
        """Whether an edition may have own words for it."""
        return bool(self.placeholders)


def _group(
    group: KindGroup, placeholders: tuple[str, ...], kinds: Iterable[tuple[str, str]]
) -> tuple[MailKind, ...]:
    return tuple(MailKind(code, words, group, placeholders) for code, words in kinds)


_CODES = {
    CodePurpose.SIGN_IN: later("Code to sign in"),
    CodePurpose.RESET_PASSWORD: later("Link to set a new password"),
    CodePurpose.CHANGE_EMAIL: later("Code for a new address"),
    CodePurpose.RESUME_REGISTRATION: later("Code to register"),
    CodePurpose.INVITE_STAFF: later("Invitation to the team"),
}

KINDS: tuple[MailKind, ...] = (
    MailKind("invitation", later("Invitation to register"), KindGroup.REGISTRATION, OF_EVENT),
    *_group(
        KindGroup.REGISTRATION,
        OF_PERSON,
        (
            ("registration_submitted", later("Registration received")),
            ("registration_approved", later("Registration approved")),
            ("registration_waitlisted", later("On the waiting list")),
            ("registration_offered", later("A place is free")),
            ("registration_offer_over", later("The free place went on")),
            ("registration_rejected", later("Registration rejected")),
            ("registration_cancelled", later("Registration cancelled")),
        ),
    ),
    MailKind("partner_cancelled", later("A partner cancelled"), KindGroup.REGISTRATION, OF_PAIR),
    *_group(
        KindGroup.REQUESTS,
        OF_PAIR,
        (
            ("request.asked", later("Somebody asks for a meeting")),
            ("request.colleague", later("A colleague passes a request on")),
            ("request.reminder", later("A request waits for an answer")),
            ("request.met-at-once", later("A request accepted by the rules")),
            ("request.accepted", later("Request accepted")),
            ("request.declined", later("Request declined")),
            ("request.withdrawn", later("Request taken back")),
            ("request.meeting-cancelled", later("A partner cancels a meeting")),
            ("request.expired", later("Request ended without an answer")),
        ),
    ),
    *_group(
        KindGroup.AGENDA,
        OF_MEETING,
        (
            ("invite.request", later("Invite to a meeting")),
            ("invite.update", later("A meeting changed")),
            ("invite.cancel", later("A meeting is off")),
        ),
    ),
    *_group(
        KindGroup.AGENDA,
        OF_PERSON,
        (
            ("agenda.letter", later("Agenda")),
            ("agenda.paper", later("Agenda with its paper")),
        ),
    ),
    *_group(
        KindGroup.REMINDERS,
        OF_PERSON,
        (
            ("nudge.silent", later("Reminder: requests wait for an answer")),
            ("nudge.no_request", later("Reminder: nobody asked yet")),
            ("nudge.none_accepted", later("Reminder: ask some more")),
            ("nudge.no_time", later("Reminder: no time left open")),
            ("nudge.no_profile", later("Reminder: the profile says little")),
        ),
    ),
    MailKind(ANNOUNCEMENT, later("Announcement"), KindGroup.ANNOUNCEMENTS),
    *_group(
        KindGroup.OTHERS,
        (),
        (
            *((f"code.{purpose}", words) for purpose, words in _CODES.items()),
            ("calendar.stands", later("A meeting stands though a calendar declined it")),
            ("team", later("News about the team")),
            ("trial", later("Test")),
            ("account.email", later("Address of a login changed")),
            ("account.password", later("Password of a login changed")),
            ("account.second_factor_removed", later("Second step of a login removed")),
        ),
    ),
)
_BY_CODE = {kind.code: kind for kind in KINDS}


def kind_of(code: str) -> MailKind | None:
    """The kind with this code; None for one that is no longer used."""
    return _BY_CODE.get(code)


def kind_words(code: str) -> str:
    """What the kind is called; its code where nobody named it."""
    kind = kind_of(code)
    return str(_(kind.words)) if kind else code
