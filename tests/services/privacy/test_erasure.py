"""Who is erased is gone from everywhere; what others did with them stays, and names nobody."""

import re
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import (
    IncomingKind,
    MeetingState,
    OpenSlotState,
    RegistrationState,
    RequestState,
    StaffRole,
    WorkState,
)
from app.extensions import db
from app.models import (
    Account,
    Consent,
    IncomingMail,
    Meeting,
    MeetingRequest,
    Occupied,
    OpenSlot,
    Organisation,
    OutgoingMail,
    PrintJob,
    Registration,
    Staff,
)
from app.services import occupancy, registration_mails
from app.services.privacy.erasure import Done, erase_account, erase_registration
from app.services.privacy.register import personal_columns, tables
from tests.factory import Factory
from tests.services.privacy.canaries import World, dump, hits, tables_with

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def world(factory: Factory) -> World:
    return World(factory)


@ON_SQLITE
def test_the_world_has_a_canary_wherever_something_of_a_person_can_be(world: World) -> None:
    """Else the tests below would look where nothing is."""
    without_words = {  # personal values there are states, times, numbers and references only
        *("attendance", "membership", "open_slot", "programme_presenter", "unavailability"),
        *("rate_count", "veto"),
    }
    personal = {table.name for table in tables() if personal_columns(table)}
    # A place's words are its owner's; an organisation with a place is not erased.
    assert tables_with(dump(), "ada") == personal - without_words - {"place"}


@pytest.mark.parametrize("by", ["person", "organiser"])
def test_nothing_is_left_of_who_is_erased(
    world: World, now: datetime, tmp_path: Path, by: str
) -> None:
    before = hits(dump(), "bea")
    assert hits(dump(), "ada")
    db.session.execute(delete(Staff).where(Staff.account_id == world.account.id))
    db.session.commit()

    if by == "person":
        done = erase_account(world.account.id, now=now, data=tmp_path)
    else:
        done = erase_registration(
            world.edition, world.ada.public_id, by_account_id=None, now=now, data=tmp_path
        )

    assert hits(dump(), "ada") == []
    assert hits(dump(), "bea") == before
    assert done == Done(registrations=1, meetings=1, organisations=1, logins=1)
    ada = db.session.get_one(Registration, world.ada.id)
    assert (ada.name, ada.state, ada.erased_at) == (
        "removed participant",
        RegistrationState.CANCELLED,
        now,
    )
    assert ada.account_id is None
    assert (
        db.session.scalars(select(Consent.id).where(Consent.registration_id == ada.id)).all() == []
    )
    assert db.session.get_one(Organisation, ada.organisation_id).country == "PL"  # still counted


@ON_SQLITE
def test_not_even_the_file_of_the_database_holds_what_was_erased(
    world: World, now: datetime, tmp_path: Path
) -> None:
    db.session.execute(delete(Staff).where(Staff.account_id == world.account.id))
    db.session.commit()
    erase_account(world.account.id, now=now, data=tmp_path)
    db.session.close()
    db.engine.dispose()
    with sqlite3.connect(tmp_path / "hubmeet.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = (tmp_path / "hubmeet.db").read_bytes()
    assert b"canary-account-name-bea" in data
    assert re.findall(rb"canary-[a-z-]+-ada", data) == []


@ON_SQLITE
def test_what_others_had_with_them_ends_and_stays_without_a_name(
    world: World, now: datetime, tmp_path: Path
) -> None:
    occupancy.occupy(world.edition.id, world.meeting, world.slots[0], None, [world.ada, world.hub])
    db.session.commit()

    erase_account(world.account.id, now=now, data=tmp_path)

    request = db.session.get_one(MeetingRequest, world.asked.id)
    assert (request.state, request.topic, request.answer_note) == (RequestState.VOID, "", "")
    assert request.from_registration.name == "removed participant"
    assert db.session.get_one(Meeting, world.meeting.id).state is MeetingState.CANCELLED
    assert db.session.scalar(select(func.count()).select_from(Occupied)) == 0
    slot = db.session.scalars(
        select(OpenSlot).where(OpenSlot.registration_id == world.ada.id)
    ).one()
    assert slot.state is OpenSlotState.CLOSED
    mails = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "partner_cancelled")
    ).all()
    assert [mail.recipient for mail in mails] == [world.hub.email]
    assert b"removed participant" in (mails[0].data or b"")
    # What Ada answered to somebody else's request goes; the request itself is Bea's.
    answered = db.session.get_one(MeetingRequest, world.answered.id)
    assert (answered.state, answered.topic, answered.answer_note) == (
        RequestState.ACCEPTED,
        "canary-topic-bea",
        "",
    )


def own_registrations(account: Account) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration).where(Registration.account_id == account.id)
    ).all()


@ON_SQLITE
def test_the_same_address_begins_anew(world: World, now: datetime, tmp_path: Path) -> None:
    erase_account(world.account.id, now=now, data=tmp_path)
    account = world.factory.account("canary-ada@example.org")
    again = world.factory.registration(world.edition, account=account)
    assert again.name.startswith("Delegate")
    assert (
        db.session.scalar(select(func.count()).select_from(Account).where(Account.id == account.id))
        == 1
    )


def test_an_organiser_erases_one_registration_and_no_login_that_has_more(
    world: World, now: datetime, tmp_path: Path
) -> None:
    other = world.factory.edition()
    elsewhere = world.factory.registration(other, account=world.account, name="Ada elsewhere")

    done = erase_registration(
        world.edition, world.ada.public_id, by_account_id=None, now=now, data=tmp_path
    )

    assert (done.registrations, done.logins) == (1, 0)
    assert world.account.email == "canary-ada@example.org"
    assert db.session.get_one(Registration, elsewhere.id).name == "Ada elsewhere"
    assert db.session.scalars(select(Staff).where(Staff.account_id == world.account.id)).all()
    left = tables_with(dump(), "ada")
    login = {"account", "audit_entry", "login_session", "mailed_code", "staff"}
    # The partner's mail says which organisation does not come.
    assert left == login | {"organisation", "outgoing_mail", "profile", "registration"}


def coded(text: str) -> bytes:
    """A mail in whose bytes no word can be read."""
    message = EmailMessage()
    message["Subject"] = "You are asked"
    message.set_content(text, cte="base64")
    return message.as_bytes()


@ON_SQLITE
def test_mails_to_others_that_name_the_person_say_nothing_any_more(
    world: World, now: datetime, tmp_path: Path
) -> None:
    name, edition_id = world.ada.name, world.edition.id

    def mail(key: str, state: WorkState, data: bytes) -> None:
        world.factory.add(
            OutgoingMail(
                kind="x",
                edition_id=edition_id,
                dedupe_key=key,
                recipient="hub@example.org",
                subject="You are asked",
                message_id=key,
                data=data,
                queued_at=now,
                not_before=now,
                state=state,
            )
        )

    mail("1", WorkState.DONE, coded(f"{name} asked you."))
    mail("2", WorkState.QUEUED, coded(f"{name} asked you."))
    mail("3", WorkState.DONE, coded(f"{name}x asked you."))
    for key, words in (("1", f"{name} wrote to me."), ("2", "I shall come.")):
        world.factory.add(
            IncomingMail(
                kind=IncomingKind.REPLY,
                edition_id=edition_id,
                mailbox_key=key,
                text=words,
                received_at=now,
            )
        )
    erase_account(world.account.id, now=now, data=tmp_path)

    rows = {row.dedupe_key: row.data for row in db.session.scalars(select(OutgoingMail))}
    assert rows["1"] is None
    assert "2" not in rows
    assert rows["3"] is not None  # another person whose name begins like this one's
    kept = select(IncomingMail.text).where(IncomingMail.mailbox_key.in_(["1", "2"]))
    assert db.session.scalars(kept).all() == ["I shall come."]


@ON_SQLITE
def test_files_that_name_the_person_are_removed_and_prints_made_anew(
    world: World, now: datetime, tmp_path: Path
) -> None:
    done = world.factory.add(
        PrintJob(
            edition_id=world.edition.id,
            kind="personal_agenda",
            queued_at=now,
            state=WorkState.DONE,
            file_name="x.pdf",
        )
    )
    running = world.factory.add(
        PrintJob(
            edition_id=world.edition.id,
            kind="personal_agenda",
            queued_at=now,
            state=WorkState.RUNNING,
            lease_token="held",
            lease_until=now,
        )
    )
    for folder in ("prints", "mail"):
        (tmp_path / folder).mkdir()
    (tmp_path / "prints" / f"{done.public_id}.pdf").write_bytes(b"canary-ada")
    (tmp_path / "mail" / "1.eml").write_bytes(b"To: canary-ada@example.org\r\n\r\nx")
    (tmp_path / "mail" / "2.eml").write_bytes(b"To: canary-bea@example.org\r\n\r\nx")

    erase_account(world.account.id, now=now, data=tmp_path)

    assert list((tmp_path / "prints").iterdir()) == []
    assert [file.name for file in (tmp_path / "mail").iterdir()] == ["2.eml"]
    db.session.refresh(done)
    db.session.refresh(running)
    assert (done.file_name, running.state, running.lease_token) == (None, WorkState.QUEUED, None)


@ON_SQLITE
def test_an_organisation_stays_while_somebody_is_left(
    world: World, now: datetime, tmp_path: Path
) -> None:
    colleague = world.factory.registration(world.edition, world.ada.organisation)
    erase_account(world.account.id, now=now, data=tmp_path)
    organisation = db.session.get_one(Organisation, colleague.organisation_id)
    assert organisation.name == "canary-organisation-name-ada"


@ON_SQLITE
def test_a_person_may_leave_the_organisation_as_it_is(
    world: World, now: datetime, tmp_path: Path
) -> None:
    erase_account(world.account.id, with_organisations=False, now=now, data=tmp_path)
    assert tables_with(dump(), "ada") == {"organisation", "outgoing_mail", "profile"}


@ON_SQLITE
def test_a_legal_hold_and_the_only_owner_stay(world: World, now: datetime, tmp_path: Path) -> None:
    world.edition.legal_hold = True
    db.session.commit()
    with pytest.raises(ConflictError, match="legal reason"):
        erase_account(world.account.id, now=now, data=tmp_path)
    with pytest.raises(ConflictError, match="only owner"):
        erase_account(world.organiser.id, now=now, data=tmp_path)
    world.factory.organiser(world.edition, StaffRole.OWNER)
    assert erase_account(world.organiser.id, now=now, data=tmp_path).logins == 1
    with pytest.raises(NotFoundError):
        erase_registration(world.edition, "nobody", by_account_id=None, now=now, data=tmp_path)


@ON_SQLITE
def test_after_the_event_who_met_whom_still_counts(
    world: World, tmp_path: Path, now: datetime
) -> None:
    later = now.replace(month=6)  # the edition ends on 19 May
    erase_account(world.account.id, now=later, data=tmp_path)
    assert not registration_mails.tell_state(world.ada, now=later)  # nobody to write to
    assert db.session.get_one(Meeting, world.meeting.id).state is MeetingState.PLANNED
    assert db.session.get_one(MeetingRequest, world.asked.id).state is RequestState.ACCEPTED
    assert db.session.get_one(Registration, world.ada.id).state is RegistrationState.APPROVED
