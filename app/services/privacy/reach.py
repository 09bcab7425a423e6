"""How the rows of each table belong to a person: by the key of a registration or an account, by
an address, or through an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """The columns that lead from a row to whom it belongs.

    `writers` lead to who wrote some values of somebody else's row: only those that say so (`by`)
    are theirs. `mentions` are keys in rows of others, which stay and then lead to nobody.
    """

    registration: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    by_nobody_because: str = ""

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is spoken for here."""
        return frozenset(
            (
                *self.registration,
                *self.account,
                *self.email,
                *self.organisation,
                *self.writers,
                *self.mentions,
            )
        )


OF_REGISTRATION = Reach(registration=("registration_id",))
OF_ACCOUNT = Reach(account=("account_id",))

REACH: Mapping[str, Reach] = {
    "account": Reach(account=("id",)),
    "attendance": OF_REGISTRATION,
    "audit_entry": Reach(account=("actor_account_id",)),
    "calendar_identity": OF_REGISTRATION,
    "consent": OF_REGISTRATION,
    "feed_token": OF_REGISTRATION,
    "incoming_mail": Reach(registration=("registration_id",), email=("sender",)),
    "invitation": Reach(
        registration=("registration_id",), email=("email",), mentions=("by_account_id",)
    ),
    "live_change": Reach(mentions=("by_account_id",)),
    "login_session": OF_ACCOUNT,
    "mail_template": Reach(mentions=("changed_by_id",)),
    "mailed_code": Reach(account=("account_id",), email=("email",)),
    "meeting_request": Reach(
        registration=("from_registration_id", "to_registration_id"),
        writers=("answered_by_account_id",),
    ),
    "membership": OF_ACCOUNT,
    "open_slot": OF_REGISTRATION,
    "organisation": Reach(organisation=("id",)),
    "outgoing_mail": Reach(
        registration=("registration_id",), account=("account_id",), email=("recipient",)
    ),
    "place": Reach(organisation=("owner_organisation_id",)),
    "print_job": Reach(mentions=("queued_by_id",)),
    "profile": Reach(organisation=("organisation_id",)),
    "programme_presenter": OF_REGISTRATION,
    "rate_count": Reach(
        by_nobody_because="Its key holds a hash of what was counted, and it ends within days."
    ),
    "registration": Reach(registration=("id",), mentions=("account_id", "invited_by_id")),
    "registration_draft": Reach(account=("account_id",), email=("email",)),
    "registration_note": Reach(registration=("registration_id",), mentions=("by_account_id",)),
    "schedule_version": Reach(mentions=("created_by_id", "published_by_id")),
    "solve_run": Reach(mentions=("queued_by_id",)),
    "staff": OF_ACCOUNT,
    "unavailability": OF_REGISTRATION,
    "veto": Reach(registration=("by_registration_id",)),
}

# Where a time limit counts from, for tables with values kept for days or until their expiry:
# the first that is not null. Where all are, the time has not begun.
SINCE: Mapping[str, tuple[str, ...]] = {
    "audit_entry": ("happened_at",),
    "incoming_mail": ("received_at",),
    "invitation": ("expires_at",),
    "login_session": ("ended_at", "seen_at"),
    "mailed_code": ("expires_at",),
    "outgoing_mail": ("finished_at",),
    "rate_count": ("expires_at",),
    "registration_draft": ("expires_at",),
}
