"""The judges of calendars, and which of them notices which fault.

`python -m tests.exports.calendar_panel` prints the table of docs/calendar-matrix.md.
"""

import functools
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from tests.exports import calendar_mutants
from tests.exports.calendar_readers import READERS, lint, names_by_ical_js
from tests.exports.calendar_rules import house_rules, rules_of_an_invite_mail
from tests.exports.hand_made import cancel, feed, mail, request


@dataclass(frozen=True)
class Case:
    """A spoilt calendar or mail, and what it was before."""

    name: str
    data: bytes
    good: bytes
    is_mail: bool = False


def cases() -> list[Case]:
    """Every mutant."""
    made = [
        (feed(), calendar_mutants.feed_mutants()),
        (request(), calendar_mutants.request_mutants()),
        (cancel(), calendar_mutants.cancel_mutants()),
    ]
    good_mail = mail(request()).as_bytes()
    return [
        *(Case(name, data, good) for good, some in made for name, data in some.items()),
        *(
            Case(name, data, good_mail, is_mail=True)
            for name, data in calendar_mutants.mail_mutants().items()
        ),
    ]


@functools.cache
def reading(judge: str, data: bytes) -> object:
    """What a reader sees; ical.js also the people's names, whose codes it alone decodes."""
    seen = READERS[judge](data)
    return (seen, names_by_ical_js(data)) if judge == "ical.js" else seen


def _reads_like(judge: str) -> Callable[[Case], None]:
    def compare(case: Case) -> None:
        assert reading(judge, case.data) == reading(judge, case.good)

    return compare


JUDGES: dict[str, Callable[[Case], None]] = {
    "bytes": lambda case: lint(case.data),
    "house": lambda case: house_rules(case.data),
    **{name: _reads_like(name) for name in READERS},
}


def objectors(case: Case) -> list[str]:
    """The judges that notice the fault, by an error or by seeing something else."""
    if case.is_mail:
        judges: dict[str, Callable[[Case], object]] = {
            "mail": lambda case: rules_of_an_invite_mail(case.data)
        }
    else:
        judges = dict(JUDGES)
    found = []
    for name, judge in judges.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                judge(case)
        except Exception:  # each reader has errors of its own
            found.append(name)
    return found


def table() -> str:
    """In Markdown: a row a fault, a column a judge."""
    names = [*JUDGES, "mail"]
    lines = [f"| fault | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for case in cases():
        found = objectors(case)
        marks = " | ".join("✔" if name in found else "–" for name in names)
        lines.append(f"| {case.name} | {marks} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
