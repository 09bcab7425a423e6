"""After a restore: every calendar of which nobody knows what it was told is told what is so."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import CalendarIdentity, Edition, MeetingRequest
from app.services import invites
from app.services.backup.calming import UNKNOWN
from app.services.edition_lock import hold


def tell_again(edition: Edition | None, *, now: datetime) -> None:
    """Mail them inside the caller's transaction, of one edition or of all."""
    unknown = (
        select(MeetingRequest.edition_id, MeetingRequest.id)
        .join(CalendarIdentity, CalendarIdentity.request_id == MeetingRequest.id)
        .where(CalendarIdentity.told.endswith(UNKNOWN))
    )
    if edition is not None:
        unknown = unknown.where(MeetingRequest.edition_id == edition.id)
    requests: dict[int, set[int]] = defaultdict(set)
    for edition_id, request_id in db.session.execute(unknown):
        requests[edition_id].add(request_id)
    for edition_id in sorted(requests):
        one = db.session.get_one(Edition, edition_id)
        hold(one)
        invites.tell(one, requests[edition_id], now=now)
