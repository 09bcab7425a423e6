"""The log of an edition speaks in words, whatever was done."""

import ast
from pathlib import Path

from flask import Flask

from app.services.log_words import deed_words

SERVICES = Path(__file__).resolve().parents[2] / "app" / "services"
NOTES = {"note", "_note"}
# What happens to a login belongs to no edition, so it is in no edition's log.
OF_NO_EDITION = ("account.", "code.", "link.", "limit.")


def noted() -> set[str]:
    """Every action that a service notes by its whole name."""
    found = set()
    for file in SERVICES.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and _name(call.func) in NOTES:
                first = call.args[0]
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    found.add(str(first.value))
    return found


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def test_whatever_is_noted_has_words(app: Flask) -> None:
    actions = {one for one in noted() if not one.startswith(OF_NO_EDITION)}
    assert len(actions) > 20
    with app.test_request_context():
        assert actions - set(deed_words()) == set()
