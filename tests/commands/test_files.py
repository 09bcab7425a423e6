"""The commands that read files: what they print and how they end."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Registration
from app.services.hub_file import BUNDLED_FILE
from tests.factory import Factory

HEADER = "email,name,organisation,kind,country,nuts2,role,languages,needs,available\n"


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file with one good participant."""
    file = tmp_path / "people.csv"
    file.write_text(f"{HEADER}ann@example.org,Ann,Steel,sme,SI,,,,,\n", encoding="utf-8")
    return file


def test_import_hubs_twice(app: Flask) -> None:
    first, second = run(app, "import-hubs", BUNDLED_FILE), run(app, "import-hubs", BUNDLED_FILE)
    assert first.output == "457 hubs added, 0 changed, 0 unchanged.\n"
    assert second.output == "0 hubs added, 0 changed, 457 unchanged.\n"


def test_participants_are_checked_then_applied(app: Flask, factory: Factory, people: Path) -> None:
    factory.edition(slug="warsaw")
    dry = run(app, "import-participants", "warsaw", people)
    assert dry.output == ("1 participants would be registered. Nothing was changed: add --apply.\n")
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
    assert run(app, "import-participants", "warsaw", people, "--apply").output == (
        "1 participants registered.\n"
    )
    assert run(app, "import-participants", "warsaw", people, "--apply").output == (
        "0 participants registered, 1 known already and left as they are.\n"
    )


def test_faults_are_listed_and_end_with_2(app: Flask, factory: Factory, people: Path) -> None:
    factory.edition(slug="warsaw")
    people.write_text(f"{HEADER}ann,Ann,Steel,sme,SI,,,,,\n", encoding="utf-8")
    done = run(app, "import-participants", "warsaw", people, "--apply")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "line 2, column email: “ann”. An e-mail address such as ann@example.org.\n"
        "1 faults; nothing was changed.\n"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Error: The file is empty.\n"),
        (b"\xa3\n", "Error: Line 1 is not UTF-8: save the file as “CSV UTF-8” and try again.\n"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(
    app: Flask, factory: Factory, people: Path, content: bytes, message: str
) -> None:
    factory.edition(slug="warsaw")
    people.write_bytes(content)
    for command in ("import-participants", "import-requests"):
        done = run(app, command, "warsaw", people)
        assert (done.exit_code, done.stderr) == (2, message)
    assert run(app, "import-hubs", people).stderr == message


def test_unknown_edition_and_missing_file(app: Flask, people: Path) -> None:
    done = run(app, "import-requests", "dublin", people)
    assert (done.exit_code, done.stderr) == (2, "Error: There is no edition “dublin”.\n")
    assert run(app, "import-requests", "dublin", "/no/such/file").exit_code == 2


def test_requests_are_stored(app: Flask, factory: Factory, tmp_path: Path) -> None:
    edition = factory.edition(slug="warsaw")
    asking, asked = factory.registration(edition), factory.registration(edition)
    file = tmp_path / "requests.csv"
    file.write_text(f"from_email;to;level;topic;state\n{asking.email};{asked.email};;;\n")
    assert run(app, "import-requests", "warsaw", file, "--apply").output == "1 requests stored.\n"


def test_codes_lists_every_group(app: Flask) -> None:
    lines = run(app, "codes").output.splitlines()
    # 6 titles, 33 technologies, 42 sectors, 15 services, 4 functions, 12 needs, 35 languages
    assert len(lines) == 6 + 33 + 42 + 15 + 4 + 12 + 35
    assert lines[1].split() == ["additive_manufacturing", "Additive", "manufacturing"]
