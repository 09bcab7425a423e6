"""The commands that search nothing: check, explain, generate."""

from pathlib import Path

import pytest

from scheduling.__main__ import main
from scheduling.generate import generate
from scheduling.serialise import (
    instance_from_text,
    schedule_to_text,
)
from tests.scheduling.builders import instance, schedule
from tests.scheduling.commands import CROWD, MUST, ONE_SLOT, solved, write


class TestCheck:
    def test_a_result_or_a_schedule_that_keeps_all_rules(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        event, result = solved(tmp_path, ONE_SLOT)
        alone = tmp_path / "schedule.json"
        alone.write_text(schedule_to_text(schedule("r2 A1 p2 h1")))

        assert main(["check", event, result]) == 0
        assert main(["check", event, str(alone)]) == 0
        assert capsys.readouterr().out == ""

    def test_every_broken_rule_on_a_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = tmp_path / "schedule.json"
        broken.write_text(schedule_to_text(schedule("r1 A1 p1 h1", "r2 A1 p2 h1", "r3 A1 p1 h1")))

        assert main(["check", write(tmp_path, ONE_SLOT), str(broken)]) == 1
        assert capsys.readouterr().out == (
            "known_names: r3: there is no such request\n"
            "parallel_desks: h1 has 2 meetings in A1, more than 1\n"
        )

    def test_a_result_without_a_schedule(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        event, result = write(tmp_path, MUST), str(tmp_path / "result.json")
        main(["solve", event, "--out", result])
        capsys.readouterr()

        assert main(["check", event, result]) == 2
        assert capsys.readouterr().err == (
            f"{result}: it has no schedule; allowed: a schedule, or a result with one\n"
        )
        assert main(["explain", event, result]) == 2
        assert (
            capsys.readouterr().err == f"{result}: it has no schedule; allowed: a result with one\n"
        )


class TestExplain:
    SAID = "r2: side_full. Give `h1` one more desk or a colleague at `A1`. (in the way: r1)\n"

    def test_every_request_that_is_left_out(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["explain", *solved(tmp_path, ONE_SLOT)]) == 0
        assert capsys.readouterr().out == self.SAID

    @pytest.mark.parametrize(("request_id", "said"), [("r1", "r1: scheduled\n"), ("r2", SAID)])
    def test_one_request(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], request_id: str, said: str
    ) -> None:
        assert main(["explain", *solved(tmp_path, ONE_SLOT), request_id]) == 0
        assert capsys.readouterr().out == said

    def test_a_request_that_nobody_knows(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["explain", *solved(tmp_path, ONE_SLOT), "r9"]) == 2
        assert capsys.readouterr().err == "REQUEST is 'r9'; allowed: a request of the instance\n"

    def test_the_result_of_another_instance(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, result = solved(tmp_path, ONE_SLOT)
        other = write(tmp_path, instance({"B": 1}, *CROWD), "other.json")

        assert main(["explain", other, result]) == 2
        assert capsys.readouterr().err == (
            f"{result}: not a schedule of this instance: r1: there is no slot A1\n"
        )


class TestGenerate:
    SIZE = ("--participants", "20", "--requests", "40", "--slots", "6")

    def test_it_is_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["generate", *self.SIZE, "--seed", "4"]) == 0
        assert instance_from_text(capsys.readouterr().out) == generate(20, 40, 6, seed=4)

    def test_it_is_written(self, tmp_path: Path) -> None:
        assert main(["generate", *self.SIZE, "--out", str(tmp_path / "event.json")]) == 0
        text = (tmp_path / "event.json").read_text(encoding="utf-8")
        assert instance_from_text(text) == generate(20, 40, 6)

    @pytest.mark.parametrize(
        ("numbers", "said"),
        [
            ((0, 1, 1), "--participants is 0; allowed: 1 or more\n"),
            ((2, -1, 1), "--requests is -1; allowed: 1 or more\n"),
            ((2, 1, 0), "--slots is 0; allowed: 1 or more\n"),
            ((2, 99, 1), "requests is 99; allowed: 0 to 1\n"),
            ((2, 1, 999), "slots is 999; allowed: 1 to 312\n"),
        ],
    )
    def test_numbers_that_make_no_event(
        self, capsys: pytest.CaptureFixture[str], numbers: tuple[int, int, int], said: str
    ) -> None:
        people, requests, slots = map(str, numbers)
        size = ["--participants", people, "--requests", requests, "--slots", slots]

        assert main(["generate", *size]) == 2
        assert capsys.readouterr().err == said
