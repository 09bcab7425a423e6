"""The logins of the demo, kept in its data folder for the sign-in page."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
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


def keep_demo_logins(folder: Path, logins: Iterable[DemoLogin]) -> None:
    """Write the logins into `folder`, readable by their owner alone; whole or not at all."""
    rows = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=2)
    new = folder / f"{FILE}.new"
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(rows + "\n")
    new.replace(folder / FILE)
