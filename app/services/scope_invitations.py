"""Invitations to register, as a member of the team sends and sees them.

A supporting organiser sees their own; whoever they invited is theirs to see afterwards.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import Part
from app.domain.words import later
from app.extensions import db
from app.models import Invitation, Registration
from app.services import invitations
from app.services.email_address import normalise_email
from app.services.people_scope import PeopleScope
from app.services.transaction import writing

MOST_AT_ONCE = 50
NONE_TYPED = later("Type at least one address.")


def invitations_in(scope: PeopleScope, *, now: datetime) -> Sequence[Invitation]:
    """Those that are still good, the newest first."""
    found = invitations.open_invitations(scope.edition, now=now)
    return [one for one in found if scope.is_everybody or one.by_account_id == scope.account_id]


def invite_all(scope: PeopleScope, text: str, part: Part | None, *, by: int, now: datetime) -> int:
    """Mail a link to every address in the text, or to none where one cannot be used."""
    typed = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip())))
    addresses = _checked(scope, [one for one in typed if one])
    with writing():
        for address in addresses:
            invitations.invite(scope.edition, address, part=part, by=by, now=now)
    return len(addresses)


def withdraw_in(scope: PeopleScope, public_id: str, *, by: int, now: datetime) -> None:
    """Make one void; ConflictError where there is none, or none that is theirs to see."""
    if public_id not in {one.public_id for one in invitations_in(scope, now=now)}:
        raise ConflictError(later("There is no such invitation any more."))
    invitations.withdraw(scope.edition, public_id, by=by, now=now)


def _checked(scope: PeopleScope, typed: list[str]) -> list[str]:
    faults = []
    if not typed:
        faults.append(NONE_TYPED)
    if len(typed) > MOST_AT_ONCE:
        faults.append(
            later(
                "At most %(most)s addresses at once; these are %(number)s.",
                most=MOST_AT_ONCE,
                number=len(typed),
            )
        )
    addresses = []
    for one in typed[:MOST_AT_ONCE]:
        try:
            addresses.append(normalise_email(one))
        except InvalidInputError:
            faults.append(later("“%(one)s” is not an e-mail address.", one=one))
    known = db.session.scalars(
        select(Registration.email).where(
            Registration.edition_id == scope.edition.id, Registration.email.in_(addresses)
        )
    )
    faults += [later("%(email)s is registered already.", email=email) for email in known]
    if faults:
        message = " ".join(faults)
        raise InvalidInputError(message, {"emails": message})
    return addresses
