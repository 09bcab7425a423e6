"""Whatever mail is posted anywhere, its kind has a name in plain words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.services.mail_kinds import KINDS, kind_of, kind_words
from app.services.segments import Segment

SERVICES = Path(__file__).resolve().parents[2] / "app" / "services"
# Who puts mails into the outbox, or hands a kind on to who does; the kind's place there.
POSTS = {"post": None, "Post": 1, "tell": 2, "_post": 0, "_post_with_link": 0, "_post_answer": 0}
# Kinds that have a name of their own in their file.
NAMED = re.compile(r"[a-z_]+\.[a-z_-]+")
FAMILIES = {"_post": "request.", "_post_with_link": "request.", "_post_answer": "request."}


def posted() -> Iterator[tuple[str, bool]]:
    """Each kind that a service posts, and whether that is only how it begins."""
    for file in sorted(SERVICES.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = [
            (call, getattr(call.func, "attr", getattr(call.func, "id", "")))
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
        ]
        for call, name in calls:
            if name in POSTS:
                yield from _kinds(call, name)
        if any(name in POSTS for _call, name in calls):
            yield from _constants(tree)


def _constants(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Of `NAME = "…"` and `ONE, OTHER = "…", "…"`."""
    for one in tree.body:
        value = one.value if isinstance(one, ast.Assign) else None
        for part in value.elts if isinstance(value, ast.Tuple) else (value,):
            if isinstance(part, ast.Constant) and NAMED.fullmatch(str(part.value)):
                yield str(part.value), False


def _kinds(call: ast.Call, name: str) -> Iterator[tuple[str, bool]]:
    given = [word.value for word in call.keywords if word.arg == "kind"]
    place = POSTS[name]
    if place is not None and len(call.args) > place:
        given.append(call.args[place])
    for value in given:
        if isinstance(value, ast.Constant):
            yield FAMILIES.get(name, "") + str(value.value), False
        elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
            yield str(value.values[0].value), True


def test_every_kind_that_is_posted_is_named() -> None:
    found = list(posted())
    codes = {kind.code for kind in KINDS}
    assert len({kind for kind, _ in found}) > 20
    assert {kind for kind, begins in found if not begins} - codes == set()
    beginnings = {kind for kind, begins in found if begins}
    assert beginnings >= {"code.", "nudge.", "registration_", "request."}
    assert all(any(code.startswith(one) for code in codes) for one in beginnings)
    # Of a family that is spelt out nowhere, each.
    assert {f"nudge.{segment}" for segment in Segment} <= codes


def test_kinds_are_named_once_and_in_words(app: Flask) -> None:
    assert len({kind.code for kind in KINDS}) == len({kind.words for kind in KINDS}) == len(KINDS)
    assert max(len(kind.code) for kind in KINDS) <= 40
    with app.test_request_context():
        assert kind_words("registration_approved") == "Registration approved"
        assert kind_words("of_old") == "of_old"
    sign_in = kind_of("code.sign_in")
    assert sign_in is not None
    assert not sign_in.may_be_reworded
