"""Files for tests of the commands."""

from dataclasses import replace
from pathlib import Path

from scheduling.__main__ import main
from scheduling.instance import Instance
from scheduling.serialise import instance_to_text
from tests.scheduling.builders import Part, ask, instance, people

CROWD: tuple[Part, ...] = (
    *people("p1 p2 h1"),
    ask("r1", "p1", "h1", weight=2),
    ask("r2", "p2", "h1"),
)
ONE_SLOT = instance({"A": 1}, *CROWD)
MUST = instance(
    {"A": 1}, *people("p1 p2 h1"), *(replace(one, mandatory=True) for one in ONE_SLOT.requests)
)


def write(folder: Path, question: Instance, name: str = "event.json") -> str:
    """The instance in a file; gives the file's name."""
    path = folder / name
    path.write_text(instance_to_text(question), encoding="utf-8")
    return str(path)


def solved(folder: Path, question: Instance) -> tuple[str, str]:
    """The names of the instance's file and its result's."""
    event, result = write(folder, question), str(folder / "result.json")
    assert main(["solve", event, "--out", result]) == 0
    return event, result
