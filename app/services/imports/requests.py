"""Requests to meet from a file, checked against each other and what is stored."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.csv_rows import Row, read_table
from app.domain.errors import ConflictError
from app.domain.states import (
    EditionState,
    Level,
    OrganisationKind,
    RegistrationState,
    RequestOrigin,
    RequestState,
)
from app.domain.words import later
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation, Registration
from app.services.access import edition_by_slug
from app.services.imports import cells
from app.services.imports.cells import CellError
from app.services.imports.report import Faults, ImportReport
from app.services.match_scores import EditionMatches
from app.services.request_expiry import ends_at
from app.services.transaction import writing

COLUMNS = ("from_email", "to", "level", "topic", "state")
OVER = {EditionState.RUNNING, EditionState.CLOSED, EditionState.ARCHIVED}


class ImportedState(StrEnum):
    """How far a request in a file may have come."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Wish:
    """One request of the file, with the people it names; `to_person` None is whoever of `to`."""

    row: Row
    asking: Registration
    to: Organisation
    to_person: Registration | None
    level: Level
    topic: str
    state: RequestState

    @property
    def pair(self) -> tuple[int, int]:
        """The two organisations in key order."""
        first, second = sorted((self.asking.organisation_id, self.to.id))
        return first, second

    @property
    def identity(self) -> tuple[int, int, int | None, RequestState]:
        """The same for a row that is stored already."""
        to_person = self.to_person.id if self.to_person else None
        return self.asking.id, self.to.id, to_person, self.state


def import_requests(edition_slug: str, data: bytes, *, apply: bool, now: datetime) -> ImportReport:
    """Store every request in the file; those that are stored already stay as they are.

    Without `apply`, or with any fault, nothing is stored. Raises InvalidInputError where the
    file as a whole cannot be used, NotFoundError for an unknown edition, ConflictError for one
    that is over.
    """
    with writing() if apply else nullcontext():
        edition = edition_by_slug(edition_slug)
        if edition.state in OVER:
            raise ConflictError(
                later("“%(name)s” has begun or is over: it takes no requests.", name=edition.name)
            )
        table = read_table(data, COLUMNS)
        book = _Book(edition, Faults(table.faults))
        read = [wish for row in table.rows if (wish := book.read(row)) is not None]
        new = [wish for wish in read if wish.identity not in book.stored]
        book.check(new)
        faults = book.faults.by_line()
        applied = apply and not faults
        if applied:
            book.store(new, now=now)
    return ImportReport(len(new), len(read) - len(new), faults, applied)


class _Book:
    """The edition's people and requests, read once, and what is wrong with the file's rows."""

    def __init__(self, edition: Edition, faults: Faults) -> None:
        self.faults = faults
        self._edition = edition
        people = db.session.scalars(
            select(Registration)
            .where(Registration.edition_id == edition.id)
            .options(joinedload(Registration.organisation))
            .order_by(Registration.id)
        ).all()
        self._people = {person.email: person for person in people}
        self._hubs = {
            person.organisation.catalogue_id: person.organisation
            for person in people
            if person.organisation.catalogue_id and _may_meet(person)
        }
        requests = db.session.scalars(
            select(MeetingRequest).where(MeetingRequest.edition_id == edition.id)
        ).all()
        self.stored = {
            (
                one.from_registration_id,
                one.to_organisation_id,
                one.to_registration_id,
                one.state,
            )
            for one in requests
        }
        living = [one for one in requests if one.state.is_living]
        self._pairs = {(one.first_organisation_id, one.second_organisation_id) for one in living}
        self._asked = Counter(
            one.from_registration_id for one in living if one.origin is RequestOrigin.ASKED
        )

    def read(self, row: Row) -> Wish | None:
        """The row as a request, or None with its faults noted."""
        before = len(self.faults)
        asking = self.faults.cell(row, "from_email", self._person)
        to = self.faults.cell(row, "to", self._recipient)
        level = self.faults.cell(row, "level", partial(cells.word, words=Level, default=Level.LIKE))
        topic = self.faults.cell(row, "topic", partial(cells.text, longest=200, required=False))
        state = self.faults.cell(
            row,
            "state",
            partial(cells.word, words=ImportedState, default=ImportedState.PENDING),
        )
        if asking and to and asking.organisation_id == to[0].id:
            self.faults.add(
                row, "to", later("Somebody of another organisation: this is their own.")
            )
        if len(self.faults) > before or not (asking and to and level and state):
            return None
        return Wish(row, asking, *to, level, topic or "", RequestState(state.value))

    def check(self, wishes: list[Wish]) -> None:
        """At most one living request a pair of organisations; nobody asks beyond the quota."""
        lines: dict[tuple[int, int], int] = {}
        for wish in (wish for wish in wishes if wish.state.is_living):
            if wish.pair in self._pairs:
                allowed = later("These two organisations have a request already; one is the most.")
                self.faults.add(wish.row, "to", allowed)
            elif wish.pair in lines:
                allowed = later(
                    "Line %(lines)s is for these two organisations already.", lines=lines[wish.pair]
                )
                self.faults.add(wish.row, "to", allowed)
            else:
                lines[wish.pair] = wish.row.line
                self._check_quota(wish)

    def store(self, wishes: list[Wish], *, now: datetime) -> None:
        """Add the requests, each with its match score."""
        matches = EditionMatches(self._edition.id)
        for wish in wishes:
            first, second = wish.pair
            db.session.add(
                MeetingRequest(
                    edition_id=self._edition.id,
                    from_registration_id=wish.asking.id,
                    to_organisation_id=wish.to.id,
                    to_registration_id=wish.to_person.id if wish.to_person else None,
                    first_organisation_id=first,
                    second_organisation_id=second,
                    topic=wish.topic,
                    from_level=wish.level,
                    match_score=matches.score(wish.asking.organisation_id, wish.to.id),
                    state=wish.state,
                    created_at=now,
                    answered_at=None if wish.state is RequestState.PENDING else now,
                    expires_at=ends_at(self._edition, now=now),
                )
            )

    def _check_quota(self, wish: Wish) -> None:
        is_hub = wish.asking.organisation.kind is OrganisationKind.HUB
        quota = self._edition.hub_request_quota if is_hub else self._edition.request_quota
        self._asked[wish.asking.id] += 1
        if self._asked[wish.asking.id] > quota:
            allowed = later(
                "At most %(quota)s requests each, declined ones not counted (the quota).",
                quota=quota,
            )
            self.faults.add(wish.row, "from_email", allowed)

    def _person(self, cell: str) -> Registration:
        """An approved participant who wants meetings."""
        person = self._people.get(cell.lower())
        if person is None:
            raise CellError(cell, later("The address of somebody registered for this edition."))
        if not _may_meet(person):
            allowed = later("An approved participant who wants meetings; this one is not.")
            raise CellError(cell, allowed)
        return person

    def _recipient(self, cell: str) -> tuple[Organisation, Registration | None]:
        """Somebody by e-mail, or whoever of a hub by the hub's id."""
        if "@" in cell:
            person = self._person(cell)
            return person.organisation, person
        hub = self._hubs.get(cell)
        if hub is None:
            raise CellError(
                cell,
                later(
                    "The id of a hub of the catalogue that takes part in this edition, "
                    "or a participant's e-mail address."
                ),
            )
        return hub, None


def _may_meet(person: Registration) -> bool:
    return person.state is RegistrationState.APPROVED and person.wants_meetings
