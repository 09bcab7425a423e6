"""What came back: bounces, replies, and what calendars answered."""

from flask import Blueprint, render_template, request

from app.clock import now_utc
from app.domain.permissions import Permission
from app.domain.states import IncomingKind
from app.mailing import inbox_is_read, minutes_between_readings, sender
from app.models import Edition
from app.services import inbox
from app.services.incoming_mails import incoming_page
from app.web.access import loads, organised_edition

bp = Blueprint("organiser_incoming", __name__, url_prefix="/organiser/e/<edition>/mails/incoming")

LATE_READINGS = 4
"""So many readings left out are no chance."""


@bp.get("/")
@loads(organised_edition, Permission.MAIL)
def page(edition: Edition) -> str:
    """What came back, a page of it, and whether anything is read at all."""
    kind, person = request.args.get("kind", ""), request.args.get("person", "")[:16]
    wanted = IncomingKind(kind) if kind in set(IncomingKind) else None
    read_at, late_after = inbox.last_read(), LATE_READINGS * 60 * minutes_between_readings()
    return render_template(
        "organiser/incoming.html",
        edition=edition,
        wanted=wanted,
        person=person,
        page=incoming_page(edition, wanted, person, request.args.get("page", 1, type=int)),
        kinds=list(IncomingKind),
        is_read=inbox_is_read(),
        read_at=read_at,
        is_late=read_at is None or (now_utc() - read_at).total_seconds() > late_after,
        own_address=sender().address,
    )
