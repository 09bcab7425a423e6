"""The commands: what they print and write, and the exit status of all that can go wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scheduling.__main__ import main
from scheduling.instance import Instance
from scheduling.result import Status
from scheduling.schedule import Schedule
from scheduling.serialise import (
    result_from_text,
    schedule_to_text,
)
from tests.scheduling.builders import ask, instance, people
from tests.scheduling.commands import MUST, ONE_SLOT, solved, write

DZN = """
nBusiness = 5;
nMeetings = 4;
nTables = 1;
nTotalSlots = 7;
nMorningSlots = 7;
requested = [| 1, 2, 3 | 1, 3, 3 | 1, 4, 3 | 1, 5, 3 |];
meetingsxBusiness = [{1, 2, 3, 4}, {1}, {2}, {3}, {4}];
nMeetingsBusiness = [4, 1, 1, 1, 1];
forbidden = [{}, {}, {}, {}, {}];
fixed = [1, 3, 5, 7];
precedences = [{}, {}, {}, {}];
"""
"""The first meets in every other slot: three interruptions, of which the others have none."""


class TestSolve:
    def test_the_result_is_printed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status = main(["solve", write(tmp_path, ONE_SLOT), "--seed", "3", "--effort", "quick"])

        printed = capsys.readouterr()
        result = result_from_text(printed.out)
        assert (status, printed.err) == (0, "")
        assert result.status is Status.OPTIMAL
        assert result.score.weight == 2
        assert (result.settings.seed, result.settings.effort) == (3, "quick")

    def test_the_result_is_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, result = solved(tmp_path, ONE_SLOT)

        assert capsys.readouterr() == ("", "")
        assert result_from_text(Path(result).read_text(encoding="utf-8")).score.weight == 2
        assert sorted(os.listdir(tmp_path)) == ["event.json", "result.json"]

    def test_progress_is_json_lines(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["solve", write(tmp_path, ONE_SLOT), "--progress"])

        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert set(lines[-1]) == {"seconds", "stage", "total", "bound"}
        assert lines[-1]["total"] == lines[-1]["bound"] == 122  # weight 2, and twice 60

    def test_infeasible(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status = main(["solve", write(tmp_path, MUST)])

        printed = capsys.readouterr()
        assert status == 3
        assert result_from_text(printed.out).conflict == ("r1", "r2")
        assert printed.err == "infeasible; cannot hold together: r1, r2\n"

    def test_nothing_found_in_time(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """All pairs of thirty people in 29 slots: the clock is over before anything is tried."""
        names = [f"p{n}" for n in range(30)]
        asked = [
            ask(f"{one}-{other}", one, other, mandatory=True)
            for n, one in enumerate(names)
            for other in names[n + 1 :]
        ]
        question = instance({"A": 29}, *people(" ".join(names)), *asked)

        assert main(["solve", write(tmp_path, question), "--seconds", "0.01"]) == 4
        assert capsys.readouterr().err == "nothing found in the time given\n"

    def test_no_requests_is_found(self, tmp_path: Path) -> None:
        assert main(["solve", write(tmp_path, Instance())]) == 0

    def test_an_existing_result_is_replaced_in_one_step(self, tmp_path: Path) -> None:
        """Whoever holds the old file open goes on reading the old file."""
        event, result = solved(tmp_path, ONE_SLOT)
        with Path(result).open(encoding="utf-8") as old:
            main(["solve", event, "--seed", "9", "--out", result])
            assert result_from_text(old.read()).settings.seed == 1
        assert result_from_text(Path(result).read_text(encoding="utf-8")).settings.seed == 9


class TestDifference:
    """p1 meets in A1 and A3: a group of idle slots that the others do not have."""

    QUESTION = instance(
        {"A": 3},
        *people("p1 h1 h2"),
        ask("r1", "p1", "h1", slots=("A1",)),
        ask("r2", "p1", "h2", slots=("A3",)),
        max_idle_group_difference=1,
    )

    @pytest.mark.parametrize(
        ("said", "scheduled"), [([], 2), (["0"], 1), (["1"], 2), (["none"], 2)]
    )
    def test_it_replaces_the_file_s(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: list[str], scheduled: int
    ) -> None:
        option = ["--max-idle-difference", *said] if said else []
        main(["solve", write(tmp_path, self.QUESTION), *option])

        assert result_from_text(capsys.readouterr().out).counts.scheduled == scheduled

    @pytest.mark.parametrize("said", ["-1", "two", "²", ""])
    def test_what_is_no_number(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["solve", write(tmp_path, self.QUESTION), f"--max-idle-difference={said}"])

        assert ended.value.code == 2
        assert "--max-idle-difference" in capsys.readouterr().err


class TestBenchmark:
    @pytest.mark.parametrize(("said", "status"), [([], 3), (["2"], 3), (["3"], 0), (["none"], 0)])
    def test_the_difference_is_two_unless_said_otherwise(
        self, tmp_path: Path, said: list[str], status: int
    ) -> None:
        (tmp_path / "forum.dzn").write_text(DZN)
        option = ["--max-idle-difference", *said] if said else []
        result = tmp_path / "result.json"

        name = str(tmp_path / "forum.dzn")
        assert main(["solve", name, "--out", str(result), *option]) == status
        found = result_from_text(result.read_text(encoding="utf-8"))
        assert found.score.total == (-3 if status == 0 else 0)

    def test_a_file_that_is_cut_off(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "forum.dzn").write_text(DZN[:40])

        assert main(["solve", str(tmp_path / "forum.dzn")]) == 2
        assert capsys.readouterr().err.startswith(str(tmp_path / "forum.dzn"))


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    name = write(tmp_path, ONE_SLOT)
    command = [sys.executable, "-m", "scheduling", "check", name, name]
    done = subprocess.run(  # noqa: S603 - our own module
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_judging_loads_no_solver() -> None:
    """The commands that search nothing start without OR-Tools."""
    code = "import sys, scheduling.__main__; print('ortools' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )

    assert done.stdout == "False\n"


def test_a_schedule_for_nothing_is_a_schedule(tmp_path: Path) -> None:
    empty = tmp_path / "schedule.json"
    empty.write_text(schedule_to_text(Schedule()))

    assert main(["check", write(tmp_path, ONE_SLOT), str(empty)]) == 0
