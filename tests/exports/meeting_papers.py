"""Papers of meetings: typical ones, empty ones, long ones, and with names that hurt."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.agenda import Spot, days_of
from app.domain.paper.hall import (
    DoorSheet,
    Guest,
    PlanRow,
    Seat,
    Sitting,
    Standing,
    StandSheet,
    StandTime,
    TablePlan,
    TableSign,
    arrivals_of,
)
from app.domain.paper.imprint import Imprint
from app.domain.paper.team import TeamAgenda
from app.exports.documents import Document
from tests.exports.agendas import PRINTED, ZONE, agenda, meeting, talk

DAY = date(2018, 11, 26)
IMPRINT = Imprint(
    edition_name="Warsaw 2018",
    zone=ZONE,
    language="en",
    version=1,
    printed_at=PRINTED,
    venue="Copernicus Science Centre",
    city="Warsaw",
)
GREEK = replace(IMPRINT, language="el")
# 400 characters: 33 words of 11 letters and a space, and 4 more.
LONG = " ".join(f"Institute{n:02}" for n in range(33)) + " end."
assert len(LONG) == 400
NAMES = (
    LONG,
    "Ελληνικό Κέντρο Ψηφιακής Καινοτομίας",
    "Български център за роботика",
    "Ċentru Malti għall-Innovazzjoni Diġitali",
    "Zażółć gęślą jaźń Sp. z o.o.",
    "מרכז חדשנות",
)


def at(number: int) -> datetime:
    """The start of the n-th slot of 20 minutes from 09:00 in Warsaw, 08:00 UTC, without gaps."""
    return datetime(2018, 11, 26, 8, 0, tzinfo=UTC) + timedelta(minutes=20 * number)


def guest(number: int, organisation: str = "") -> Guest:
    """Somebody with a name of one word and number."""
    name = organisation or f"Company{number:03}"
    return Guest(f"Person{number:03} Ψαρράς", name, "", "ES")


def sitting(number: int, seat: Seat, host: Guest, visitor: Guest) -> Sitting:
    """A meeting in the n-th slot."""
    return Sitting(at(number), at(number + 1), seat, host, visitor)


TABLE = Seat("12", Spot.TABLE, "Great hall")
STAND = Seat("S14", Spot.STAND, "Exhibition", "Basque Digital Innovation Hub", desks=2)


def sign(names: tuple[str, ...], imprint: Imprint = IMPRINT, seat: Seat = TABLE) -> TableSign:
    """One meeting for each name, with a company of a running number."""
    found = (sitting(n, seat, guest(n), guest(n + 500, name)) for n, name in enumerate(names))
    return TableSign(imprint, seat, DAY, tuple(found))


def stand_sheet(
    names: tuple[str, ...], imprint: Imprint = IMPRINT, seat: Seat = STAND
) -> StandSheet:
    """A meeting for each name, then a free time, then one at which nobody is there."""
    host = guest(0, seat.owner)
    met = [
        StandTime(at(n), at(n + 1), Standing.MEETING, sitting(n, seat, host, guest(n + 1, name)))
        for n, name in enumerate(names)
    ]
    end = len(names)
    free = StandTime(at(end), at(end + 1), Standing.FREE, free=2)
    away = StandTime(at(end + 1), at(end + 2), Standing.AWAY)
    return StandSheet(imprint, seat, DAY, (*met, free, away))


def door_sheet(
    names: tuple[str, ...], imprint: Imprint = IMPRINT, room: str = "Great hall"
) -> DoorSheet:
    """Everybody of the same time, each at the table of a running number."""
    found = (
        sitting(0, Seat(str(n + 1), Spot.TABLE, room), guest(n), guest(n + 500, name))
        for n, name in enumerate(names)
    )
    return DoorSheet(imprint, room, at(0), at(1), arrivals_of(found))


def plan(
    names: tuple[str, ...], imprint: Imprint = IMPRINT, *, tables: int = 3, times: int = 4
) -> TablePlan:
    """The names in turn at the tables, from the first slot on; what is left over is free."""
    seats = [Seat(str(n + 1), Spot.TABLE, "Great hall") for n in range(tables)]
    rows = []
    for time in range(times):
        here = names[time * tables : (time + 1) * tables]
        cells = [
            (sitting(time, seat, guest(time * tables + n), guest(n + 900, name)),)
            for n, (seat, name) in enumerate(zip(seats, here, strict=False))
        ]
        rows.append(PlanRow(at(time), at(time + 1), (*cells, *[()] * (tables - len(cells)))))
    return TablePlan(imprint, "Great hall", DAY, tuple(seats), tuple(rows))


def team(
    people: int,
    names: tuple[str, ...],
    imprint: Imprint = IMPRINT,
    organisation: str = "Basque Digital Innovation Hub",
) -> TeamAgenda:
    """Everybody of the team meets the names in turn; the first person gives a talk, too."""
    agendas = []
    for person in range(people):
        entries = [
            replace(
                meeting(person * 100 + n, hour=12 + n // 3, minute=n % 3 * 20),
                partner_organisation=name,
                partner_name=f"Partner{person}{n:02}",
            )
            for n, name in enumerate(names)
        ]
        own = [talk(), *entries] if person == 0 else entries
        days = days_of(own, imprint.zone)
        name = f"Rep{person} Čapek-Ψαρράς"
        agendas.append(replace(agenda(), person_name=name, days=days, language=imprint.language))
    slots = tuple((at(n), at(n + 1)) for n in range(12, 24))  # 13:00 to 17:00
    return TeamAgenda(imprint, organisation, tuple(agendas), slots)


def numbered(count: int) -> tuple[str, ...]:
    """So many companies."""
    return tuple(f"Partnership{n:03}" for n in range(count))


def paper(kind: str, data: object, language: str = "en") -> Document:
    """As a service makes it."""
    return Document(kind, kind, kind, language, data)


TYPICAL = {
    "team_agenda": team(2, numbered(4)),
    "stand_sheet": stand_sheet(numbered(6)),
    "table_sign": sign(numbered(8)),
    "door_sheet": door_sheet(numbered(4)),
    "table_plan": plan(numbered(10)),
}
EMPTY = {
    "team_agenda": replace(team(1, ()), agendas=(replace(agenda(), version=None),)),
    "stand_sheet": replace(stand_sheet(()), times=()),
    "table_sign": sign(()),
    "door_sheet": door_sheet(()),
    "table_plan": plan(()),
}
HARD = {
    "team_agenda": team(2, NAMES, GREEK, LONG),
    "stand_sheet": stand_sheet(NAMES, GREEK, replace(STAND, owner=LONG)),
    "table_sign": sign(NAMES, GREEK, Seat("Poster-7", owner=LONG)),
    "door_sheet": door_sheet(NAMES, GREEK, room="Konferenzraum " * 8),
    "table_plan": plan(NAMES, GREEK),
}
MANY = {
    "team_agenda": team(8, numbered(8)),  # 64 meetings
    "stand_sheet": stand_sheet(numbered(30)),
    "table_sign": sign(tuple(f"{LONG[:130]} {name}" for name in numbered(20))),  # six lines each
    "door_sheet": door_sheet(numbered(30)),  # 60 people
    "table_plan": plan(numbered(100), tables=10, times=12),  # 20 places are free
}
