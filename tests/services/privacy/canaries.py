"""A person with something in every table that can hold anything of them, and words to look for."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Column, Enum, LargeBinary, String, select, update

from app.domain.privacy import Erased
from app.domain.states import (
    CodePurpose,
    ConsentKind,
    EditionState,
    IncomingKind,
    MembershipRole,
    OrganisationKind,
    ProgrammeKind,
    StaffRole,
    VersionKind,
    WorkState,
)
from app.extensions import Base, db
from app.models import (
    Account,
    Attendance,
    AuditEntry,
    CalendarIdentity,
    Consent,
    Edition,
    FeedToken,
    IncomingMail,
    Invitation,
    LoginSession,
    MailedCode,
    Meeting,
    MeetingRequest,
    Membership,
    OpenSlot,
    Organisation,
    OutgoingMail,
    Place,
    Profile,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    RegistrationDraft,
    RegistrationNote,
    ScheduleVersion,
    Slot,
    Staff,
    Unavailability,
    Veto,
)
from app.services.privacy import subjects
from app.services.privacy.erasure import value_instead
from app.services.privacy.reach import REACH
from app.services.privacy.register import entry, personal_columns, tables
from tests.factory import Factory

SHORT = 40
"""Columns of fewer characters hold codes; a canary would not fit."""


class World:
    """An edition in which Ada (with an account) asked Bea and Bea asked Ada, and both met Cai."""

    def __init__(self, factory: Factory, *, codes_too: bool = False) -> None:
        """With `codes_too` also where only our own codes can be, which erasure keeps."""
        self._codes_too = codes_too
        self.factory, self.now = factory, factory.now
        self.edition: Edition = factory.edition(state=EditionState.SCHEDULED)
        self.slots: list[Slot] = list(factory.block(self.edition).slots)
        self.room = factory.room(self.edition, tables=3)
        self.live: ScheduleVersion = factory.add(
            ScheduleVersion(
                edition_id=self.edition.id, kind=VersionKind.LIVE, created_at=factory.now
            )
        )
        self.organiser = factory.organiser(self.edition)
        self.bystander = self.person("bea")
        self.ada = self.person("ada")
        assert self.ada.account is not None
        self.account: Account = self.ada.account
        self.hub: Registration = factory.registration(
            self.edition,
            factory.organisation(OrganisationKind.HUB, catalogue_id="hub-1"),
            name="Hub delegate",
        )
        self.asked: MeetingRequest = factory.request(
            self.ada, self.hub, topic="canary-topic-ada", answer_note="canary-answer-hub"
        )
        self.answered: MeetingRequest = factory.request(
            self.bystander,
            self.hub,
            topic="canary-topic-bea",
            answer_note="canary-answer-ada",
            answered_by_account_id=self.ada.account_id,
        )
        self.meeting = self.meets(self.asked, self.slots[0], self.room.places[0])
        self.identity(self.asked, self.ada, "ada")
        self.identity(self.asked, self.hub, "hub")

    def meets(self, request: MeetingRequest, slot: Slot, place: Place) -> Meeting:
        """A live meeting of the request between those who have to do with it."""
        people = [request.from_registration, request.to_registration]
        meeting: Meeting = self.factory.add(
            Meeting(
                version_id=self.live.id,
                request_id=request.id,
                slot_id=slot.id,
                place_id=place.id,
                changed_at=self.now,
                attendances=[Attendance(registration_id=one.id) for one in people if one],
            )
        )
        return meeting

    def identity(self, request: MeetingRequest, person: Registration, who: str) -> None:
        """How the person's calendar knows the meeting."""
        self.factory.add(
            CalendarIdentity(
                request_id=request.id,
                registration_id=person.id,
                uid=f"canary-uid-{who}",
                changed_at=self.now,
            )
        )

    def person(self, who: str) -> Registration:
        """A registered person with rows everywhere, and a canary in every column that takes one."""
        add = self.factory.add
        account = self.factory.account(f"canary-{who}@example.org")
        account.email_verified_at = self.now
        organisation = self.factory.organisation()
        person: Registration = self.factory.registration(
            self.edition, organisation, account=account
        )
        for row in _rows(self, account, organisation, person):
            add(row)
        subject = subjects.of_account(account.id)
        for table in tables():
            if table.name in REACH and table.name != "meeting_request":
                _plant(table.name, subject, who, codes_too=self._codes_too)
        db.session.expire_all()
        return person


def _rows(
    world: World, account: Account, organisation: Organisation, person: Registration
) -> Iterator[object]:
    now, edition, slot = world.now, world.edition, world.slots[-1]
    later = now + timedelta(days=3)
    ids: dict[str, Any] = {"registration_id": person.id}
    yield LoginSession(
        account_id=account.id,
        token_hash=f"canary-session-{account.id}",
        created_at=now,
        seen_at=now,
        proved_at=now,
    )
    yield MailedCode(
        purpose=CodePurpose.SIGN_IN,
        email=account.email,
        token_hash=f"canary-code-{account.id}",
        created_at=now,
        expires_at=later,
    )
    yield Membership(
        account_id=account.id, organisation_id=organisation.id, role=MembershipRole.ADMIN
    )
    yield Staff(account_id=account.id, edition_id=edition.id, role=StaffRole.DESK)
    yield Profile(edition_id=edition.id, organisation_id=organisation.id)
    yield Consent(**ids, kind=ConsentKind.DIRECTORY, text_version="1", text="x", given_at=now)
    yield Unavailability(**ids, slot_id=slot.id)
    yield OpenSlot(
        **ids,
        edition_id=edition.id,
        slot_id=slot.id,
        place_id=world.room.places[2].id,
        created_at=now,
    )
    yield RegistrationNote(**ids, text="x", created_at=now)
    yield RegistrationDraft(
        edition_id=edition.id,
        account_id=account.id,
        token_hash=f"canary-draft-{account.id}",
        created_at=now,
        changed_at=now,
        expires_at=later,
    )
    yield Invitation(
        edition_id=edition.id,
        email=account.email,
        token_hash=f"canary-invitation-{account.id}",
        created_at=now,
        expires_at=later,
    )
    yield AuditEntry(happened_at=now, action="x", actor_account_id=account.id)
    yield OutgoingMail(
        **ids,
        kind="registration_received",
        edition_id=edition.id,
        dedupe_key=f"canary-key-{account.id}",
        recipient=account.email,
        subject="x",
        message_id=f"<canary-message-{account.id}@example.org>",
        data=b"x",
        queued_at=now,
        not_before=now,
        sent_at=now,
        state=WorkState.DONE,
    )
    yield FeedToken(registration_id=person.id, token_hash=f"feed-{person.id}", created_at=now)
    yield IncomingMail(
        registration_id=person.id,
        mailbox_key=f"box-{person.id}",
        kind=IncomingKind.REPLY,
        edition_id=edition.id,
        sender=account.email,
        received_at=now,
    )
    talk = ProgrammeItem(
        edition_id=edition.id,
        uid=f"talk-{person.id}",
        kind=ProgrammeKind.TALK,
        title="A talk",
        starts_at=now,
        ends_at=later,
        changed_at=now,
    )
    talk.presenters.append(ProgrammePresenter(**ids))
    yield talk
    other = world.factory.organisation()
    yield Veto(
        edition_id=edition.id,
        by_organisation_id=organisation.id,
        against_organisation_id=other.id,
        by_registration_id=person.id,
        created_at=now,
    )


def _plant(name: str, subject: subjects.Subject, who: str, *, codes_too: bool) -> None:
    """Write a canary into every column of the subject's rows that takes free text."""
    table = Base.metadata.tables[name]
    rows = subjects.rows_of(table, subject) | subjects.rows_of_organisations(
        table, subject.organisations
    )
    values = {
        column.name: _canary(column, who)
        for column in personal_columns(table)
        if takes_a_canary(column) and (codes_too or entry(column).erased is not Erased.KEPT)
    }
    if values:
        db.session.execute(update(table).where(rows).values(values))
    db.session.commit()


def takes_a_canary(column: Column[object]) -> bool:
    """Whether the column has room for a word of ours; addresses are those of the person."""
    kind = column.type
    if isinstance(kind, JSON | LargeBinary):
        return True
    is_text = isinstance(kind, String) and not isinstance(kind, Enum)
    long_enough = isinstance(kind, String) and (kind.length is None or kind.length >= SHORT)
    return is_text and long_enough and column.name not in {"email", "recipient"}


def _canary(column: Column[object], who: str) -> Any:
    word = f"canary-{column.table.name}-{column.name}-{who}".replace("_", "-")
    if isinstance(column.type, LargeBinary):
        return f"Subject: x\r\n\r\n{word}\r\n".encode()
    if isinstance(column.type, JSON):
        return [word] if value_instead(column) == [] else {word: 1}
    return word


def dump() -> str:
    """Every value of every row of every table, as text."""
    lines = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            lines.append(f"{table.name} {dict(row)!r}")
    return "\n".join(lines)


def hits(text: str, who: str) -> list[str]:
    """The person's canaries in a text."""
    return re.findall(rf"canary-(?:[\w-]+-)?{who}\b(?:@[\w.]+)?", text)


def tables_with(text: str, who: str) -> set[str]:
    """The tables of a dump that hold a canary of the person."""
    return {line.split(" ", 1)[0] for line in text.splitlines() if hits(line, who)}
