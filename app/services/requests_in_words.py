"""Names for the ids of a run: who wants to meet whom, who is who, when a slot is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import clock
from app.domain.words import later
from app.extensions import db
from app.models import Edition, MeetingRequest, Registration, Slot

_ID = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class RequestNames:
    """One request: the asking person with organisation, and who is asked."""

    asking: str
    asked: str
    asking_organisation: str
    asked_organisation: str

    @property
    def both(self) -> str:
        """Both sides in one phrase."""
        return later("%(asking)s with %(asked)s", asking=self.asking, asked=self.asked)


def request_names(edition_id: int) -> Mapping[str, RequestNames]:
    """Public id → names, for all requests of the edition."""
    requests = db.session.scalars(
        select(MeetingRequest)
        .where(MeetingRequest.edition_id == edition_id)
        .options(
            selectinload(MeetingRequest.from_registration).selectinload(Registration.organisation),
            selectinload(MeetingRequest.to_registration),
            selectinload(MeetingRequest.to_organisation),
        )
    )
    return {request.public_id: _names(request) for request in requests}


def _names(request: MeetingRequest) -> RequestNames:
    asking = request.from_registration
    asked = request.to_registration
    return RequestNames(
        asking=f"{asking.name} ({asking.organisation.name})",
        asked=(
            f"{asked.name} ({request.to_organisation.name})"
            if asked
            else request.to_organisation.name
        ),
        asking_organisation=asking.organisation.name,
        asked_organisation=request.to_organisation.name,
    )


class Wording:
    """Replaces every `id` in backquotes by the name that a person knows."""

    def __init__(self, edition: Edition) -> None:
        people = db.session.execute(
            select(Registration.public_id, Registration.name).where(
                Registration.edition_id == edition.id
            )
        )
        slots = db.session.execute(
            select(Slot.code, Slot.starts_at).where(Slot.edition_id == edition.id)
        )
        self._names = {public_id: name for public_id, name in people}
        self._names |= {code: f"{clock(at, edition.zone)} ({code})" for code, at in slots}
        self._names |= {key: names.both for key, names in request_names(edition.id).items()}

    def __call__(self, text: str) -> str:
        """The text with names for ids; what is no id of this edition stays, without quotes."""
        return _ID.sub(lambda found: self._names.get(found[1], found[1]), text)
