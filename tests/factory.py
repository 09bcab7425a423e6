"""Makes rows with sensible values; a test names only what it is about."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar

from flask.testing import FlaskClient

from app.domain.states import (
    EditionState,
    OrganisationKind,
    PlaceKind,
    RegistrationState,
    RequestState,
    StaffRole,
)
from app.extensions import db
from app.models import (
    Account,
    Block,
    Edition,
    MeetingRequest,
    Organisation,
    Place,
    Registration,
    Room,
    Series,
    Slot,
    Staff,
)
from app.services import accounts

Row = TypeVar("Row")

PASSWORD = "a quiet harbour"


class Factory:
    """Adds rows to the session and commits each."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._number = count(1)

    def add(self, row: Row) -> Row:
        """Store any row."""
        db.session.add(row)
        db.session.commit()
        return row

    def account(self, email: str | None = None, **values: Any) -> Account:
        """An account that signs in with PASSWORD."""
        number = next(self._number)
        account = accounts.add_account(
            email or f"person{number}@example.org",
            values.pop("name", f"Person {number}"),
            PASSWORD,
            now=self.now,
            verified=values.pop("verified", True),
        )
        return self.add(account)

    def edition(self, **values: Any) -> Edition:
        """An edition in Warsaw on 18 and 19 May 2027, open for requests."""
        number = next(self._number)
        series = values.pop("series", None) or self.add(
            Series(name=f"Series {number}", slug=f"series-{number}", created_at=self.now)
        )
        defaults: dict[str, Any] = {
            "series_id": series.id,
            "slug": f"edition-{number}",
            "name": f"Edition {number}",
            "city": "Warsaw",
            "country": "PL",
            "zone": "Europe/Warsaw",
            "starts_on": date(2027, 5, 18),
            "ends_on": date(2027, 5, 19),
            "state": EditionState.BOOKING_OPEN,
            "created_at": self.now,
        }
        return self.add(Edition(**(defaults | values)))

    def organiser(self, edition: Edition, role: StaffRole = StaffRole.OWNER) -> Account:
        """An account that organises the edition's series."""
        account = self.account()
        self.add(Staff(account_id=account.id, series_id=edition.series_id, role=role))
        return account

    def block(self, edition: Edition, *, slots: int = 4, code: str = "A", day: int = 18) -> Block:
        """A block from 10:00 Warsaw (08:00 UTC in May) with 20-minute slots, 5 minutes apart."""
        start = datetime(2027, 5, day, 8, 0, tzinfo=UTC)
        block = self.add(
            Block(
                edition_id=edition.id,
                code=code,
                held_on=date(2027, 5, day),
                starts_local=time(10),
                ends_local=(datetime(2027, 5, day, 10) + timedelta(minutes=25 * slots)).time(),  # noqa: DTZ001 - local
                slot_minutes=20,
                gap_minutes=5,
            )
        )
        for index in range(slots):
            starts_at = start + timedelta(minutes=25 * index)
            db.session.add(
                Slot(
                    edition_id=edition.id,
                    block_id=block.id,
                    code=f"{code}{index + 1}",
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=20),
                )
            )
        db.session.commit()
        return block

    def room(self, edition: Edition, *, tables: int = 2, name: str = "Hall") -> Room:
        """A room with tables labelled 1, 2, 3 …"""
        room = self.add(Room(edition_id=edition.id, slug=name.lower(), name=name))
        for number in range(1, tables + 1):
            self.table(room, str(number))
        return room

    def table(self, room: Room, label: str, **values: Any) -> Place:
        """A table (or stand) in the room."""
        kind = values.pop("kind", PlaceKind.TABLE)
        place = Place(edition_id=room.edition_id, room_id=room.id, kind=kind, label=label, **values)
        return self.add(place)

    def organisation(
        self, kind: OrganisationKind = OrganisationKind.SME, **values: Any
    ) -> Organisation:
        """An organisation in Poland."""
        number = next(self._number)
        defaults: dict[str, Any] = {
            "slug": f"organisation-{number}",
            "name": f"Organisation {number}",
            "country": "PL",
            "created_at": self.now,
        }
        return self.add(Organisation(kind=kind, **(defaults | values)))

    def registration(
        self,
        edition: Edition,
        organisation: Organisation | None = None,
        *,
        account: Account | None = None,
        **values: Any,
    ) -> Registration:
        """An approved participant; without an organisation, of an SME of their own."""
        number = next(self._number)
        organisation = organisation or self.organisation()
        defaults: dict[str, Any] = {
            "name": f"Delegate {number}",
            "email": account.email if account else f"delegate{number}@example.org",
            "state": RegistrationState.APPROVED,
            "created_at": self.now,
        }
        return self.add(
            Registration(
                edition_id=edition.id,
                organisation_id=organisation.id,
                account_id=account.id if account else None,
                **(defaults | values),
            )
        )

    def request(
        self, asking: Registration, asked: Registration | Organisation, **values: Any
    ) -> MeetingRequest:
        """An accepted request, to a person or to whoever of an organisation."""
        person = asked if isinstance(asked, Registration) else None
        organisation_id = person.organisation_id if person else asked.id
        pair = sorted([asking.organisation_id, organisation_id])
        defaults: dict[str, Any] = {
            "state": RequestState.ACCEPTED,
            "topic": "Robots",
            "match_score": 50,
            "created_at": self.now,
        }
        return self.add(
            MeetingRequest(
                edition_id=asking.edition_id,
                from_registration_id=asking.id,
                to_organisation_id=organisation_id,
                to_registration_id=person.id if person else None,
                first_organisation_id=pair[0],
                second_organisation_id=pair[1],
                **(defaults | values),
            )
        )

    def sign_in(self, client: FlaskClient, account: Account) -> None:
        """Sign the browser in through the page, as a person does."""
        answer = client.post(
            "/account/sign-in", data={"email": account.email, "password": PASSWORD}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
