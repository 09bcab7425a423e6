"""Participants from a file, checked against what is stored, then stored whole or not at all."""

import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from app.domain.csv_rows import Sheet, Table, read_table
from app.domain.errors import ConflictError
from app.domain.organisation_names import name_key
from app.domain.parts import part_of
from app.domain.states import OrganisationKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import (
    CatalogueEntry,
    Edition,
    Organisation,
    Profile,
    Registration,
    Slot,
    Unavailability,
)
from app.services import audit, capacity, edition_lock, languages
from app.services.access import edition_by_slug
from app.services.imports.cells import SlotName
from app.services.imports.mapping import Chosen, mapped
from app.services.imports.participant_rows import COLUMNS, ParticipantReader, ParticipantRow
from app.services.imports.report import Faults, ImportReport
from app.services.slugs import free_slug
from app.services.transaction import writing

_ORGANISATIONS = (
    select(Organisation)
    .options(selectinload(Organisation.catalogue_entry))
    .order_by(Organisation.id)
)
CATALOGUE_ID = re.compile(r"[a-z]{2}(-[a-z0-9]+)+")


def import_participants(
    edition_slug: str, data: bytes, *, apply: bool, now: datetime
) -> ImportReport:
    """Register everybody in the file, approved; people who are registered stay as they are.

    Without `apply`, or with any fault, nothing is stored. Raises InvalidInputError where the
    file as a whole cannot be used, NotFoundError for an unknown edition.
    """
    with writing() if apply else nullcontext():
        edition = edition_by_slug(edition_slug)
        return import_table(edition, read_table(data, COLUMNS), apply=apply, now=now)


def import_sheet(
    edition: Edition, sheet: Sheet, chosen: Chosen, *, apply: bool, by: int, now: datetime
) -> ImportReport:
    """The same for a table with columns of any names, `chosen` saying what they mean; noted."""
    table = mapped(sheet, chosen)
    try:
        with writing() if apply else nullcontext():
            report = import_table(edition, table, apply=apply, now=now)
            if report.applied:
                details = {"new": report.new, "known": report.known}
                audit.note("people.import", by=by, now=now, edition_id=edition.id, details=details)
            return report
    except IntegrityError as error:
        raise ConflictError(
            later(
                "Somebody registered one of these people at this very moment. Check the file again."
            )
        ) from error


def import_table(edition: Edition, table: Table, *, apply: bool, now: datetime) -> ImportReport:
    """The rows of a table with our columns, in the caller's transaction where they are applied."""
    if apply:
        edition_lock.hold(edition)
    faults = Faults(table.faults)
    book = _Book(edition)
    people = ParticipantReader(book.slot_names, faults).read(table)
    new = [person for person in people if person.email not in book.registered]
    for person in new:
        book.check(person, faults)
    _check_places(edition, new, faults)
    applied = apply and not faults
    if applied:
        for person in new:
            book.register(person, now=now)
    return ImportReport(len(new), len(people) - len(new), faults.by_line(), applied)


def _check_places(edition: Edition, new: Sequence[ParticipantRow], faults: Faults) -> None:
    """Everybody is approved, so everybody needs a place."""
    places = capacity.places_of(edition)
    for person in new:
        part = part_of(person.role, person.kind)
        if places.has_room(part):
            places = places.with_one_more(part)
        else:
            faults.add(
                person.row, "email", later("No place is left for this one: raise the limit first.")
            )


class _Book:
    """What is stored, read once, and the new rows that are added to it."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._slots = db.session.scalars(
            select(Slot)
            .where(Slot.edition_id == edition.id)
            .options(selectinload(Slot.block))
            .order_by(Slot.starts_at)
        ).all()
        self.slot_names = [SlotName(slot.code, slot.block.code) for slot in self._slots]
        self.registered = frozenset(
            db.session.scalars(
                select(Registration.email).where(Registration.edition_id == edition.id)
            )
        )
        self._described = set(
            db.session.scalars(
                select(Profile.organisation_id).where(Profile.edition_id == edition.id)
            )
        )
        self._catalogue: dict[str, Organisation] = {}
        self._organisations: dict[tuple[str, str], Organisation] = {}
        for organisation in db.session.scalars(_ORGANISATIONS):
            self._know(organisation)

    def check(self, person: ParticipantRow, faults: Faults) -> None:
        """Note what is wrong with this row in the light of what is stored."""
        row, known = person.row, self._known(person)
        is_hub = person.kind is OrganisationKind.HUB
        if known is None and is_hub and CATALOGUE_ID.fullmatch(person.organisation):
            allowed = later(
                "No hub of the catalogue has this id: import the catalogue first "
                "(flask import-hubs), or write the hub's name."
            )
            faults.add(row, "organisation", allowed)
        elif known is None and not person.country:
            faults.add(row, "country", later("A two-letter code: this hub is not known yet."))
        elif known is not None and known.kind is not person.kind:
            faults.add(
                row,
                "kind",
                later(
                    "“%(name)s” is known here as %(value)s.",
                    name=known.name,
                    value=known.kind.value,
                ),
            )
        elif known is not None and person.country not in {"", known.country}:
            faults.add(
                row,
                "country",
                later("“%(name)s” is in %(country)s.", name=known.name, country=known.country),
            )

    def register(self, person: ParticipantRow, *, now: datetime) -> None:
        """Store the person, their organisation and its profile where those are new."""
        organisation = self._known(person) or self._add_organisation(person, now=now)
        if organisation.id not in self._described:
            self._described.add(organisation.id)
            db.session.add(_profile(self._edition, organisation, person))
        entry = organisation.catalogue_entry
        registration = Registration(
            edition_id=self._edition.id,
            organisation_id=organisation.id,
            name=person.name,
            email=person.email,
            locale=languages.known(self._edition.languages[0]),
            languages=list(person.languages or (entry.languages if entry else ())),
            role=person.role,
            state=RegistrationState.APPROVED,
            wants_meetings=person.available is not None,
            created_at=now,
            decided_at=now,
        )
        if person.available is not None:
            registration.unavailable = [
                Unavailability(slot_id=slot.id)
                for slot in self._slots
                if slot.code not in person.available
            ]
        db.session.add(registration)

    def _know(self, organisation: Organisation) -> None:
        if organisation.catalogue_id:
            self._catalogue[organisation.catalogue_id] = organisation
        key = (name_key(organisation.name), organisation.country)
        self._organisations.setdefault(key, organisation)

    def _known(self, person: ParticipantRow) -> Organisation | None:
        return self._catalogue.get(person.organisation) or self._organisations.get(
            person.organisation_key
        )

    def _add_organisation(self, person: ParticipantRow, *, now: datetime) -> Organisation:
        organisation = Organisation(
            slug=free_slug(Organisation, person.organisation),
            name=person.organisation,
            kind=person.kind,
            country=person.country,
            nuts2=person.nuts2,
            source_note=later("Imported from a file of participants."),
            created_at=now,
        )
        db.session.add(organisation)
        db.session.flush()
        self._know(organisation)
        return organisation


def _profile(edition: Edition, organisation: Organisation, person: ParticipantRow) -> Profile:
    """What the row says; for a hub whose row says nothing, what the catalogue says."""
    entry = organisation.catalogue_entry
    if person.wishes.is_empty and entry is not None:
        return Profile(
            edition_id=edition.id,
            organisation_id=organisation.id,
            source_note=entry.source,
            **_from_catalogue(entry, person),
        )
    return Profile(
        edition_id=edition.id,
        organisation_id=organisation.id,
        technologies=person.wishes.technologies,
        sectors=person.wishes.sectors,
        services=person.wishes.services,
        functions=person.wishes.functions,
        need_codes=person.wishes.need_codes,
        languages=list(person.languages),
    )


def _from_catalogue(entry: CatalogueEntry, person: ParticipantRow) -> Mapping[str, object]:
    return {
        "technologies": dict(entry.technologies),
        "sectors": dict(entry.sectors),
        "services": dict(entry.services),
        "languages": list(person.languages or entry.languages),
    }
