"""Which way imports point, and who may read the environment and the clock."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
STANDARD_LIBRARY = frozenset(sys.stdlib_module_names)

# Folder (or file) -> what its files must never import, a module or a name in one.
FORBIDDEN = {
    "scheduling": ("app", "config", "flask", "flask_login", "flask_sqlalchemy", "sqlalchemy"),
    "app/services": (
        "app.commands",
        "app.web",
        "flask.current_app",
        "flask.g",
        "flask.request",
        "flask.session",
        "flask_login",
    ),
    "app/exports": (
        "app.commands",
        "app.extensions",
        "app.models",
        "app.services",
        "app.web",
        "flask",
        "flask_login",
        "flask_sqlalchemy",
        "scheduling",
        "sqlalchemy",
    ),
    "app/web": (
        "app.commands",
        "app.extensions.db",
        "flask_sqlalchemy",
        "scheduling",
        "sqlalchemy",
    ),
}

# Folder -> all that its files may import beside the standard library.
ALLOWED = {
    "app/domain": ("app.domain",),
    "app/models": ("app.domain", "app.extensions", "app.models", "sqlalchemy"),
}

MAY_LOAD_ORTOOLS = ("scheduling/bound.py", "scheduling/cpsat/")
MAY_READ_THE_ENVIRONMENT = ("config.py",)
MAY_READ_THE_CLOCK = ("app/clock.py",)

ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb"}
CLOCK = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
    *("datetime.date.today", "time.time", "time.time_ns"),
}


@dataclass(frozen=True)
class Violation:
    """One line that crosses a border."""

    path: str
    line: int
    what: str


def violations(top: Path) -> list[Violation]:
    """Every line of the project under `top` that breaks one of the rules above."""
    found = []
    for file in source_files(top):
        path = file.relative_to(top).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=path)
        found += [
            Violation(path, line, name)
            for line, name in [*imports(tree, path), *uses(tree)]
            if is_forbidden(path, name)
        ]
    return found


def source_files(top: Path) -> list[Path]:
    folders = [top / "app", top / "scheduling"]
    return [*sorted(top.glob("*.py")), *(f for d in folders for f in sorted(d.rglob("*.py")))]


def imports(tree: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Each imported module with its line, and of `from module import name` also module.name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, f"import {alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.split("/")[: -node.level] if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"import {module}.{alias.name}"


def uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each dotted name that is read, as `os.environ`; `from os import environ` likewise.

    `os.environ["NAME"] = …` only writes: it is how a C library is told anything.
    """
    nodes = list(ast.walk(tree))
    written = [n.value for n in nodes if isinstance(n, ast.Subscript) and is_written(n)]
    for node in nodes:
        if isinstance(node, ast.Attribute) and node not in written:
            yield node.lineno, f"use {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module in {"os", "time"}:
            yield from ((node.lineno, f"use {node.module}.{alias.name}") for alias in node.names)


def is_written(node: ast.Subscript) -> bool:
    return isinstance(node.ctx, ast.Store)


def is_forbidden(path: str, what: str) -> bool:
    kind, _, name = what.partition(" ")
    if kind == "use":
        return (name in ENVIRONMENT and not path.startswith(MAY_READ_THE_ENVIRONMENT)) or (
            name in CLOCK and not path.startswith(MAY_READ_THE_CLOCK)
        )
    if within(name, "ortools") and not path.startswith(MAY_LOAD_ORTOOLS):
        return True
    folder = next((f for f in [*FORBIDDEN, *ALLOWED] if path.startswith(f"{f}/")), "")
    if folder in ALLOWED and name.partition(".")[0] not in STANDARD_LIBRARY:
        return not any(within(name, allowed) for allowed in ALLOWED[folder])
    return any(within(name, forbidden) for forbidden in FORBIDDEN.get(folder, ()))


def within(name: str, module: str) -> bool:
    return f"{name}.".startswith(f"{module}.")


def test_no_line_crosses_a_border() -> None:
    assert violations(TOP) == []


@pytest.mark.parametrize(
    ("path", "code", "what"),
    [
        ("scheduling/check.py", "import app.models", "import app.models"),
        ("scheduling/check.py", "from app import clock", "import app.clock"),
        ("scheduling/check.py", "def f():\n    import sqlalchemy", "import sqlalchemy"),
        ("scheduling/check.py", "from ortools.sat import x", "import ortools.sat.x"),
        ("scheduling/cpsat/model.py", "from flask import g", "import flask.g"),
        ("app/domain/agenda.py", "import flask", "import flask"),
        ("app/domain/agenda.py", "from app.models import Edition", "import app.models.Edition"),
        ("app/domain/agenda.py", "from ..models import Edition", "import app.models.Edition"),
        ("app/models/people.py", "from app.services import x", "import app.services.x"),
        ("app/services/agenda.py", "from flask import request", "import flask.request"),
        ("app/services/agenda.py", "import flask_login", "import flask_login"),
        ("app/services/agenda.py", "from app.web import forms", "import app.web.forms"),
        ("app/exports/mail.py", "from app.extensions import db", "import app.extensions.db"),
        ("app/exports/mail.py", "from app.models import Edition", "import app.models.Edition"),
        ("app/web/public.py", "from app.extensions import db", "import app.extensions.db"),
        ("app/web/public.py", "from sqlalchemy import select", "import sqlalchemy.select"),
        ("app/web/organiser/runs.py", "import scheduling.check", "import scheduling.check"),
        ("app/jobs.py", "import os\nos.environ['A']", "use os.environ"),
        ("app/jobs.py", "import os\nos.getenv('A')", "use os.getenv"),
        ("app/jobs.py", "from os import environ", "use os.environ"),
        ("wsgi.py", "import os\nos.getenv('A')", "use os.getenv"),
        ("app/jobs.py", "datetime.now(UTC)", "use datetime.now"),
        ("app/jobs.py", "datetime.datetime.utcnow()", "use datetime.datetime.utcnow"),
        ("scheduling/solve.py", "import time\ntime.time()", "use time.time"),
        ("scheduling/solve.py", "from time import time", "use time.time"),
        ("app/jobs.py", "date.today()", "use date.today"),
    ],
)
def test_a_planted_crossing_is_found(tmp_path: Path, path: str, code: str, what: str) -> None:
    plant(tmp_path, path, code)
    assert violations(tmp_path) == [Violation(path, code.count("\n") + 1, what)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("scheduling/cpsat/model.py", "def f():\n    from ortools.sat.python import cp_model"),
        ("scheduling/solve.py", "import time\ntime.monotonic()"),
        ("scheduling/solve.py", "import flasks"),  # begins like flask, and is not
        ("app/domain/agenda.py", "from zoneinfo import ZoneInfo\nfrom app.domain import errors"),
        ("app/models/people.py", "from sqlalchemy.orm import Mapped"),
        ("app/services/agenda.py", "from app.extensions import db\nimport scheduling.solve"),
        ("app/web/public.py", "from flask import request\nfrom app.extensions import csrf"),
        ("config.py", "import os\nos.environ['A']"),
        ("app/exports/fonts.py", "import os\nos.environ['A'] = 'x'"),
        ("app/clock.py", "datetime.now(UTC)"),
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path: Path, path: str, code: str) -> None:
    plant(tmp_path, path, code)
    assert violations(tmp_path) == []


def plant(top: Path, path: str, code: str) -> None:
    file = top / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(code, encoding="utf-8")


IMPORT_ALL_OF_SCHEDULING = """
import importlib, pkgutil, scheduling
for module in pkgutil.walk_packages(scheduling.__path__, "scheduling."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        (IMPORT_ALL_OF_SCHEDULING, {"ortools", "pandas", "numpy", "flask", "sqlalchemy", "app"}),
        # Half a second each at every start, for pages that need neither.
        ("import app.cli, app.web.blueprints", {"ortools", "pandas", "weasyprint"}),
    ],
)
def test_importing_loads_no_more_than_needed(code: str, unwanted: set[str]) -> None:
    ask = f"{code}\nimport sys; print(*(sys.modules.keys() & {unwanted!r}))"
    command = [sys.executable, "-c", ask]
    answer = subprocess.run(  # noqa: S603 - our own words
        command, cwd=TOP, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == []
