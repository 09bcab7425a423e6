"""The logins of the demo, kept in its data folder for the sign-in page."""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = "demo-logins.json"


@dataclass(frozen=True)
class DemoLogin:
    """One person of the demo whom a visitor may play."""

    role: str
    email: str
    password: str
    name: str


def demo_logins(folder: Path) -> tuple[DemoLogin, ...]:
    """The logins in `folder`, in the file's order; none where there is no such file."""
    file = folder / FILE
    if not file.exists():
        return ()
    rows = json.loads(file.read_text(encoding="utf-8"))
    return tuple(DemoLogin(row["role"], row["email"], row["password"], row["name"]) for row in rows)
