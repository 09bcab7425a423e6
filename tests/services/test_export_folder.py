"""The folder of an edition: whole or not at all, and true to what is live."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import RegistrationState, WorkState
from app.extensions import db
from app.models import SolveRun
from app.services import live_schedule
from app.services.build_instance import build_instance
from app.services.export_folder import NOT_PUBLISHED, export_edition
from app.services.transaction import writing
from scheduling.check import check
from scheduling.result import Result, Status
from scheduling.schedule import Meeting, Schedule
from scheduling.serialise import (
    instance_from_text,
    instance_to_text,
    result_from_text,
    result_to_text,
    schedule_from_text,
)
from tests.exports.poppler import words_of
from tests.factory import Factory
from tests.services.published import PublishedEvent


def solved(event: PublishedEvent, now: datetime) -> Schedule:
    """Publish two meetings as a run found them; gives the run's schedule."""
    schedule = Schedule(
        tuple(
            Meeting(
                request=event.requests[number].public_id,
                slot=f"A{number + 1}",
                place="hall",
                table="1",
                participants=(event.visitors[number].public_id, event.hub.public_id),
            )
            for number in (0, 1)
        )
    )
    run = event.factory.add(
        SolveRun(
            edition_id=event.edition.id,
            state=WorkState.DONE,
            instance=instance_to_text(build_instance(event.edition)),
            settings={"seconds": 1},
            result=result_to_text(Result(Status.FEASIBLE, schedule)),
            queued_at=now,
        )
    )
    event.publish((0, 0, 0), (1, 1, 0), now=now, run_id=run.id)
    return schedule


@pytest.fixture
def event(app: Flask, factory: Factory) -> PublishedEvent:
    return PublishedEvent(factory)


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8-sig")


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(read(folder, name), newline="")))


def test_everything_is_there_and_agrees(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    schedule = solved(event, now)
    out = tmp_path / "deep" / "out"
    done = export_edition("spring", out, now=now)
    assert (done.participants, done.meetings, done.as_solved) == (4, 2, True)
    instance = instance_from_text(read(out, "instance.json"))
    assert schedule_from_text(read(out, "schedule.json")) == schedule
    assert result_from_text(read(out, "result.json")).schedule == schedule
    assert check(instance, schedule) == ()
    people = table(out, "participants.csv")
    assert [(row["name"], row["meetings"]) for row in people] == [
        *(("Visitor 0", "1"), ("Visitor 1", "1"), ("Visitor 2", "0")),
        ("Zofia Łódzka", "2"),
    ]
    assert {row["id"] for row in people} == {one.id for one in instance.participants}
    assert {path.name for path in out.iterdir() if path.is_dir()} == {row["id"] for row in people}
    first = table(out, "meetings.csv")[0]
    assert first["starts_at_utc"] == "2027-05-18T08:00:00Z"
    assert (first["date"], first["starts"], first["ends"]) == ("2027-05-18", "10:00", "10:20")
    assert (first["place"], first["table"], first["topic"]) == ("Hall", "1", "Robots")
    assert (first["asking_name"], first["asked_name"]) == ("Visitor 0", "Zofia Łódzka")
    assert (first["slot"], first["request"]) == ("A1", event.requests[0].public_id)
    own = out / event.hub.public_id
    words = words_of((own / "agenda.pdf").read_bytes())
    assert "Zofia Łódzka" in words
    assert "10:00 –10:20" in words
    assert "10:25 –10:45" in words
    assert (own / "agenda.ics").read_bytes().count(b"BEGIN:VEVENT") == 3  # a talk, two meetings
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_live_change_is_in_all_files(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    schedule = solved(event, now)
    with writing():
        meeting = live_schedule.live_meetings(event.edition.id)[1]
        live_schedule.cancel(event.edition, meeting, by_account_id=None, now=now)
    done = export_edition("spring", tmp_path / "out", now=now)
    assert (done.meetings, done.as_solved) == (1, False)
    instance = instance_from_text(read(tmp_path / "out", "instance.json"))
    live = schedule_from_text(read(tmp_path / "out", "schedule.json"))
    assert live.meetings == schedule.meetings[:1]
    assert check(instance, live) == ()
    assert result_from_text(read(tmp_path / "out", "result.json")).schedule == schedule


def test_a_participant_who_left_still_has_a_folder(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    solved(event, now)
    event.visitors[2].state = RegistrationState.CANCELLED
    db.session.commit()
    assert export_edition("spring", tmp_path / "out", now=now).participants == 4


def test_without_a_run_behind_it(event: PublishedEvent, tmp_path: Path, now: datetime) -> None:
    event.publish((0, 0, None), now=now)
    done = export_edition("spring", tmp_path / "out", now=now)
    assert (done.meetings, done.as_solved) == (1, False)
    assert not (tmp_path / "out" / "result.json").exists()
    row = table(tmp_path / "out", "meetings.csv")[0]
    assert (row["place"], row["table"]) == ("online", "")


def test_nothing_to_export(event: PublishedEvent, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(InvalidInputError, match=NOT_PUBLISHED):
        export_edition("spring", tmp_path / "out", now=now)
    with pytest.raises(NotFoundError, match="There is no edition “autumn”"):
        export_edition("autumn", tmp_path / "out", now=now)
    assert not (tmp_path / "out").exists()


def test_an_earlier_export_makes_way_and_nothing_else_does(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    event.publish((0, 0, 0), now=now)
    out = tmp_path / "out"
    export_edition("spring", out, now=now)
    (out / "stale.txt").write_text("from before")
    export_edition("spring", out, now=now)
    assert not (out / "stale.txt").exists()
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(InvalidInputError, match="holds other things than an earlier export"):
        export_edition("spring", other, now=now)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
    with pytest.raises(InvalidInputError, match=r"Cannot write to .*letter.txt/out: File exists"):
        export_edition("spring", other / "letter.txt" / "out", now=now)


def test_an_export_that_breaks_leaves_the_earlier_one(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    event.publish((0, 0, 0), now=now)
    out = tmp_path / "out"
    export_edition("spring", out, now=now)
    before = sorted(out.rglob("*"))

    def give_up(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    broken: Callable[[int, int], None] = give_up
    with pytest.raises(KeyboardInterrupt):
        export_edition("spring", out, now=now, on_progress=broken)
    assert sorted(out.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command(event: PublishedEvent, app: Flask, tmp_path: Path, now: datetime) -> None:
    run = app.test_cli_runner().invoke
    refused = run(args=["export", "spring", "--out", str(tmp_path / "out")])
    assert (refused.exit_code, refused.stderr) == (2, f"Error: {NOT_PUBLISHED}\n")
    event.publish((0, 0, 0), now=now)
    done = run(args=["export", "spring", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert done.stderr == "4 of 4 agendas\n"
    assert done.stdout == (
        f"{tmp_path / 'out'}: 4 agendas (PDF and calendar), 1 meetings.\n"
        "The schedule has changed since it was solved: instance.json is today's question, "
        "result.json the answer to the question before.\n"
    )
