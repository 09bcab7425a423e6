"""One edition for the sweeps, and what each argument of an address names in it."""

import hashlib
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.domain.letters import Letter
from app.domain.states import CodePurpose, StaffRole, VersionKind, WorkState
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    LoginSession,
    MailedCode,
    Meeting,
    OutgoingMail,
    PrintJob,
    Registration,
    RegistrationNote,
    ScheduleVersion,
    SolveRun,
    Staff,
)
from app.services import feeds, open_slots, outbox
from app.services.answer_links import answer_token
from app.services.build_instance import build_instance
from app.services.print_jobs import FOLDER
from app.services.transaction import writing
from app.web.nudges_off import off_token
from scheduling.objective import counts, score
from scheduling.result import Result, Status
from scheduling.schedule import Meeting as Placed
from scheduling.schedule import Schedule
from scheduling.serialise import instance_to_text, result_to_text
from tests.factory import Factory
from tests.services.gathering import Gathering
from tests.web.begun import asked, begun, invited, open_invitation


class Half:
    """One edition: a hub, two companies, an exhibitor, and all that belongs to them."""

    def __init__(self, factory: Factory, slug: str, data: Path) -> None:
        self.factory = factory
        self.scene = Gathering(factory, slug=slug, name=slug.capitalize(), room=f"{slug}-hall")
        self.edition: Edition = self.scene.edition
        self.edition.languages = ["en", "pl"]
        factory.add(self.edition)
        self.hub = self._person(self.scene.hub(f"Hub of {slug}"))
        self.asking = self._person(self.scene.company())
        self.colleague = self._person(
            factory.registration(self.edition, self.asking.organisation), listed=False
        )
        self.rival = self._person(self.scene.company())
        self.exhibitor = self._person(self.scene.exhibitor()[0])
        # Nobody who asks belongs to it.
        self.second_hub = self.scene.hub(f"Second hub of {slug}")
        pending = self.scene.ask(self.asking, self.hub)
        self.accepted = factory.request(self.rival, self.hub)
        booked, free = (self.scene.offer(self.exhibitor, number) for number in (0, 1))
        open_slots.book_open_slot(self.asking, booked.public_id, topic="Arms", now=factory.now)
        # Argument → what it names here; `endpoint argument` where a route needs another one.
        self.names: dict[str, str] = {
            "edition": slug,
            "nudges_off.page token": off_token(self.asking.public_id),
            "nudges_off.change token": off_token(self.asking.public_id),
            "hub": self.second_hub.organisation.slug,
            "slug": self.second_hub.organisation.slug,
            "request_id": pending.public_id,
            "open_slot": free.public_id,
            "participant.cancel_booking open_slot": booked.public_id,
            "exhibitor.cancel_booking open_slot": booked.public_id,
            "room": self.scene.room.slug,
            "item": self.scene.talk(self.hub, 3).uid.partition("@")[0],
            "run": self._run().public_id,
            "job": self._job(data).public_id,
            "person": self.second_hub.public_id,
            "representative": self.colleague.public_id,
            "answer.page token": answer_token(pending, self.hub),
            "answer.send token": answer_token(pending, self.hub),
            "member": str(self._member().id),
            "organisation": self.second_hub.organisation.slug,
            "note": str(self._note().id),
            "number": str(self._session().id),
            "language": "pl",
            "token": self._link(),
            "feeds.feed token": feeds.make(self.asking, now=factory.now),
            "entry": self._booked(),
            "mail": self._mail().public_id,
            "question": asked(factory, self.edition),
            "invitation": open_invitation(factory, self.edition),
            "participant.resume_registration token": begun(factory, self.edition),
            "participant.send_resume token": begun(factory, self.edition),
            "participant.invitation token": invited(factory, self.edition),
            "participant.accept_invitation token": invited(factory, self.edition),
        }
        self._draft()
        # Endpoint → what an empty form cannot say: which of several things.
        self.forms: dict[str, dict[str, str]] = self._forms()

    def _forms(self) -> dict[str, dict[str, str]]:
        hub, room = self.second_hub.organisation, self.scene.room
        for label in ("H1", "H2"):
            self.factory.table(room, label, owner_organisation_id=hub.id)
        return {
            "language.choose": {"language": "en"},
            "organiser_desk.check_in": {"person": self.second_hub.public_id},
            "organiser_exhibitors.remove": {"room": room.slug, "label": "S1"},
            "organiser_demand.send_nudge": {"segment": "no_profile"},
            "organiser_mail_words.change": {"kind": "registration_approved"},
            "organiser_mails.act": {"act": "hold"},
            "organiser_mails.act_on_all": {"act": "hold"},
            "organiser_hubs.add": {"hub": hub.slug},
            "organiser_hubs.take_table_back": {"room": room.slug, "label": "H2"},
            "organiser_places.remove_table": {"label": "2"},
            "organiser_prints.start": {"paper": "personal_agenda"},
            "organiser_team.remove": {"was": "reader"},
            "organiser_times.remove": {"block": "A"},
        }

    def _booked(self) -> str:
        """What the calendar of who asks knows the booked meeting by."""
        found = db.session.scalars(
            select(CalendarIdentity.uid).where(CalendarIdentity.registration_id == self.asking.id)
        ).one()
        db.session.commit()  # the next step begins anew, and would forget what is loaded
        return found.partition("@")[0]

    def _note(self) -> RegistrationNote:
        return self.factory.add(
            RegistrationNote(
                registration_id=self.second_hub.id, text="Asked twice", created_at=self.factory.now
            )
        )

    def _person(self, registration: Registration, *, listed: bool = True) -> Registration:
        account = self.factory.account(registration.email, name=registration.name)
        registration.account_id = account.id
        if listed:
            self.scene.list_in_directory(registration)
        return self.factory.add(registration)

    def _run(self) -> SolveRun:
        """A run that has placed the accepted request."""
        instance = build_instance(self.edition)
        people = (self.rival.public_id, self.hub.public_id)
        place = (self.scene.room.slug, "1")
        schedule = Schedule((Placed(self.accepted.public_id, "A3", *place, people),))
        found = score(instance, schedule)
        result = Result(
            status=Status.OPTIMAL,
            schedule=schedule,
            score=found,
            counts=counts(instance, schedule),
            bound=found.total,
            gap=0.0,
            unscheduled=(),
            seconds=1.5,
        )
        return self.factory.add(
            SolveRun(
                edition_id=self.edition.id,
                instance=instance_to_text(instance),
                settings={"seconds": 60.0},
                queued_at=self.factory.now,
                result=result_to_text(result),
                state=WorkState.DONE,
            )
        )

    def _job(self, data: Path) -> PrintJob:
        """A print that is done, with its file."""
        job = PrintJob(
            edition_id=self.edition.id,
            kind="personal_agenda",
            state=WorkState.DONE,
            queued_at=self.factory.now,
            file_name=f"{self.edition.slug}.pdf",
        )
        (data / FOLDER).mkdir(exist_ok=True)
        (data / FOLDER / f"{self.edition.slug}.pdf").write_bytes(b"%PDF-1.7 printed")
        return self.factory.add(job)

    def _mail(self) -> OutgoingMail:
        """A mail that waits."""
        letter, key = Letter(subject="News", paragraphs=("There are some.",)), self.edition.slug
        with writing():
            outbox.post(
                letter,
                kind="test",
                to=self.asking.email,
                dedupe_key=key,
                now=self.factory.now,
                edition=self.edition,
                registration_id=self.asking.id,
            )
        return db.session.scalars(select(OutgoingMail).where(OutgoingMail.dedupe_key == key)).one()

    def _member(self) -> Staff:
        """Somebody of the team who asks for nothing."""
        account = self.factory.account()
        return self.factory.add(
            Staff(account_id=account.id, edition_id=self.edition.id, role=StaffRole.READER)
        )

    def _session(self) -> LoginSession:
        """Another browser of who asks."""
        return self.factory.add(
            LoginSession(
                account_id=self.asking.account_id,
                token_hash=secrets.token_hex(32),
                created_at=self.factory.now,
                seen_at=self.factory.now,
                proved_at=self.factory.now,
            )
        )

    def _link(self) -> str:
        """The token of a link to sign in, good for longer than any test takes."""
        token = secrets.token_hex(16)
        self.factory.add(
            MailedCode(
                purpose=CodePurpose.SIGN_IN,
                email=self.colleague.email,
                account_id=self.colleague.account_id,
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                created_at=self.factory.now,
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )
        return token

    def _draft(self) -> ScheduleVersion:
        people = (self.rival, self.hub)
        meeting = Meeting(
            request_id=self.accepted.id,
            slot_id=self.scene.slots[2].id,
            place_id=self.scene.room.places[0].id,
            changed_at=self.factory.now,
            attendances=[Attendance(registration_id=one.id) for one in people],
        )
        return self.factory.add(
            ScheduleVersion(
                edition_id=self.edition.id,
                kind=VersionKind.DRAFT,
                created_at=self.factory.now,
                meetings=[meeting],
            )
        )
