"""Bad input to the commands: exit 2, one line that says where, and nothing written."""

import os
from pathlib import Path

import pytest

from scheduling.__main__ import main
from scheduling.serialise import (
    instance_to_text,
)
from tests.scheduling.commands import ONE_SLOT, write


class TestBadInput:
    """Exit 2, one line that says where, nothing printed and nothing written."""

    def refused(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        assert main(arguments) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        (line,) = printed.err.splitlines()
        return line

    def test_a_file_that_is_not_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = str(tmp_path / "none.json")

        said = self.refused(capsys, "solve", name)
        assert said == f"{name}: cannot be read: No such file or directory"

    def test_a_file_that_is_not_utf_8(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = tmp_path / "event.json"
        name.write_bytes(b'{"name": "Z\xfcrich"}')

        said = self.refused(capsys, "solve", str(name))
        assert said == f"{name}: byte 11 is not UTF-8; allowed: UTF-8"

    def test_a_file_that_is_cut_off_leaves_no_result(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = tmp_path / "event.json"
        name.write_text(instance_to_text(ONE_SLOT)[:-5])

        said = self.refused(capsys, "solve", str(name), "--out", str(tmp_path / "result.json"))
        assert said.startswith(f"{name}: ")
        assert os.listdir(tmp_path) == ["event.json"]

    def test_an_unknown_key(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        name = tmp_path / "event.json"
        name.write_text(instance_to_text(ONE_SLOT).replace('"weight": 2', '"wait": 2'))

        assert "wait" in self.refused(capsys, "solve", str(name))

    def test_an_instance_that_is_not_valid(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name = tmp_path / "event.json"
        name.write_text(instance_to_text(ONE_SLOT).replace('"p2"', '"p1"'))

        assert "participants[1].id" in self.refused(capsys, "solve", str(name))

    @pytest.mark.parametrize(
        ("option", "value", "said"),
        [
            ("--seconds", "0", "seconds is 0.0; allowed: a number above 0"),
            ("--seconds", "nan", "seconds is nan; allowed: a number above 0"),
            ("--workers", "0", "workers is 0; allowed: 1 or more"),
            ("--seed", "-1", "seed is -1; allowed: 0 or more"),
        ],
    )
    def test_a_setting_that_is_not_allowed(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        option: str,
        value: str,
        said: str,
    ) -> None:
        name = write(tmp_path, ONE_SLOT)

        assert self.refused(capsys, "solve", name, f"{option}={value}") == said

    def test_a_folder_that_is_not_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = str(tmp_path / "none" / "result.json")

        said = self.refused(capsys, "solve", write(tmp_path, ONE_SLOT), "--out", target)
        assert said == f"{target}: cannot be written: No such file or directory"

    def test_a_folder_in_the_place_of_a_file(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "result.json").mkdir()
        target = str(tmp_path / "result.json")

        said = self.refused(capsys, "solve", write(tmp_path, ONE_SLOT), "--out", target)
        assert said == f"{target}: cannot be written: Is a directory"
        assert sorted(os.listdir(tmp_path)) == ["event.json", "result.json"]

    def test_no_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main([])
        assert ended.value.code == 2
