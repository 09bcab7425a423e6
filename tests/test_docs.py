"""What the documents say is there: commands, files, links, settings."""

import os
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from app.commands import COMMANDS

TOP = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "app/data/*.md")
    for path in TOP.glob(pattern)
    if path.is_file()
)
FLASK_OWN = {"db", "routes", "run", "shell"}
CHANGES = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def broken_commands(text: str) -> list[str]:
    """The commands in `text`'s shell blocks that do not exist."""
    return [line for line in shell_lines(text) if not command_exists(line)]


def shell_lines(text: str) -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            # Settings in front (NAME=value) and remarks behind belong to the shell.
            bare = re.sub(r"^export .*$|^([A-Z_]+=\S+ +)+|\s+#.*$", "", line)
            if bare and not re.match(r"[a-z]+=", bare):
                yield bare


def command_exists(line: str) -> bool:
    program, *arguments = line.split()
    if program.startswith("script/"):
        return os.access(TOP / program, os.X_OK) and all(map(path_exists, arguments))
    if program == ".venv/bin/flask":
        return arguments[0] in FLASK_OWN | {command.name for command in COMMANDS}
    if (program, arguments[:2]) == (".venv/bin/python", ["-m", "scheduling"]):
        return f'"{arguments[2]}"' in scheduling_commands()
    return program == "$lock"


def path_exists(argument: str) -> bool:
    return argument.startswith("-") or (TOP / argument).exists()


def scheduling_commands() -> str:
    return (TOP / "scheduling" / "__main__.py").read_text(encoding="utf-8")


def broken_links(text: str, folder: Path) -> list[str]:
    """The links of `text`, a document in `folder`, that lead nowhere in the project."""
    links = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text)
    own = [link for link in links if not re.match(r"https://", link)]
    return [link for link in own if not leads_somewhere(link, text, folder)]


def leads_somewhere(link: str, text: str, folder: Path) -> bool:
    name, _, anchor = link.partition("#")
    file = folder / name
    if not file.exists():
        return False
    return not anchor or anchor in anchors(file.read_text(encoding="utf-8") if name else text)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def missing_paths(text: str) -> list[str]:
    """The paths in `backticks` of `text` that do not exist."""
    tops = "app|docs|migrations|scheduling|script|templates|tests"
    paths = re.findall(rf"`((?:{tops})/[\w./-]*|\w+\.(?:py|toml|txt|md))`", text)
    return [path for path in paths if not (TOP / path).exists()]


def faults_of_changelog(text: str) -> list[str]:
    """Where `text` leaves the form of Keep a Changelog."""
    faults = [] if text.startswith("# Changelog\n") else ["does not begin with # Changelog"]
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if titles[:1] != ["[Unreleased]"]:
        faults.append("the first section is not [Unreleased]")
    release = re.compile(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)")
    matches = [release.fullmatch(title) for title in titles[1:]]
    faults += [f"not a release: {t}" for t, m in zip(titles[1:], matches, strict=True) if not m]
    versions = [tuple(map(int, match.groups()[:3])) for match in matches if match]
    if any(newer <= older for newer, older in pairwise(versions)):
        faults.append("releases are not newest first")
    kinds = re.findall(r"^### (.+)$", text, re.MULTILINE)
    return faults + [f"unknown kind of change: {kind}" for kind in kinds if kind not in CHANGES]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(TOP)))
def test_commands_links_and_paths_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert broken_commands(text) == []
    assert broken_links(text, document.parent) == []
    if document.parent == TOP:
        assert missing_paths(text) == []


def test_the_first_command_of_the_readme_starts_the_demo() -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert next(shell_lines(text)) == "script/demo"


def test_the_readme_names_settings_that_are_read() -> None:
    settings = re.findall(
        r"^\| `([A-Z_]+)` \|", (TOP / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    code = (TOP / "config.py").read_text(encoding="utf-8")
    assert len(settings) >= 8
    assert [name for name in settings if f'"{name}"' not in code] == []


def test_the_changelog_keeps_its_form() -> None:
    assert faults_of_changelog((TOP / "CHANGELOG.md").read_text(encoding="utf-8")) == []


def test_the_version_is_released_or_to_come() -> None:
    version = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["version"]
    text = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text, re.MULTILINE)
    assert version == (released[0] if released else "0.1.0")


def test_decisions_are_numbered_and_complete() -> None:
    decisions = sorted((TOP / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for number, path in enumerate(decisions, start=1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number:04}. ")
        titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert titles == ["Question", "Decision", "What else there was", "What follows"]


@pytest.mark.parametrize(
    "line",
    [
        "script/demos",
        "script/test tests/no_such_test.py",
        ".venv/bin/flask no-such-command",
        ".venv/bin/python -m scheduling guess instance.json",
        "make demo",
    ],
)
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    assert broken_commands(f"```sh\nA=1 script/demo  # works\n{line}\n```\n") == [line]


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = (
        "# The one\n[a](README.md) [b](no.md) [c](#the-one) [d](#other)"
        " [e](README.md#try-it) [f](README.md#no) ![g](docs/no.png) [h](https://example.org/)"
    )
    assert broken_links(text, TOP) == ["no.md", "#other", "README.md#no", "docs/no.png"]


def test_a_path_that_is_not_there_is_found() -> None:
    text = "`script/setup` `app/no.py` `no.toml` `flask run` `app/domain/`"
    assert missing_paths(text) == ["app/no.py", "no.toml"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Changes\n## [Unreleased]\n", "does not begin with # Changelog"),
        ("# Changelog\n## [1.0.0] - 2027-01-01\n", "the first section is not [Unreleased]"),
        ("# Changelog\n## [Unreleased]\n## 1.0.0\n", "not a release: 1.0.0"),
        ("# Changelog\n## [Unreleased]\n### News\n", "unknown kind of change: News"),
        (
            "# Changelog\n## [Unreleased]\n## [0.9.0] - 2027-01-01\n## [0.10.0] - 2027-02-01\n",
            "releases are not newest first",
        ),
    ],
)
def test_a_changelog_out_of_form_is_found(text: str, fault: str) -> None:
    assert faults_of_changelog(text) == [fault]
