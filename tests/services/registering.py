"""What the tests of registering type, and how they read the mails that come of it."""

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import select

from app.domain.states import ConsentKind, OrganisationKind, Part
from app.extensions import db
from app.models import Edition, Invitation, OutgoingMail
from app.services import registration
from app.services.organisations import OrganisationEntry
from app.services.profiles import ProfileEntry
from app.services.registration import Registered
from app.services.registration_entry import PersonEntry, RegistrationEntry, WishesEntry

SME = (OrganisationKind.SME,)
ADA = "ada@example.org"
ENTRY = RegistrationEntry(
    person=PersonEntry("Ada  Nowak", ADA, Part.SME, "Engineer", ("en", "pl")),
    organisation=OrganisationEntry("Bending Ltd", SME, SME[0], "PL", "PL71", "small"),
    wishes=WishesEntry(ProfileEntry(technologies=(("robotics", 3),), languages=("en", "pl"))),
    consents=frozenset({ConsentKind.PRIVACY}),
)


def register(
    edition: Edition,
    entry: RegistrationEntry,
    now: datetime,
    *,
    email: str = ADA,
    invitation: Invitation | None = None,
) -> Registered:
    """Register somebody whose address is proved."""
    return registration.register(edition, entry, email=email, invitation=invitation, now=now)


def mails() -> list[tuple[str, str]]:
    """Recipient and kind of every mail, in order."""
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.kind).order_by(OutgoingMail.id)
    )
    return [(to, kind) for to, kind in rows]


def mail_text(number: int = -1) -> str:
    """The plain text of one mail, the last one if not said."""
    db.session.rollback()  # what browsers stored meanwhile is seen, and what follows, too
    data = db.session.scalars(select(OutgoingMail.data).order_by(OutgoingMail.id)).all()[number]
    db.session.rollback()
    assert data is not None
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def mailed_code() -> str:
    """The code of the last mail."""
    (code,) = re.findall(r"^ +(\d{8})$", mail_text(), re.M)
    return str(code)


def mailed_path() -> str:
    """The path of the last mail's link."""
    (path,) = re.findall(r"https?://[^/\s]+(/e/\S+)", mail_text())
    return str(path)
