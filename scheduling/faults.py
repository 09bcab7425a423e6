"""The two errors that bad input raises, each one line: where, which value, what is allowed."""

import json

LONGEST_VALUE = 80


class InstanceError(ValueError):
    """A part of an instance is not allowed; the text names its index and value."""


class FormatError(ValueError):
    """A text is not in one of Hubmeet's formats; says where, which value, what is allowed."""


def fault(where: str, value: object, allowed: str) -> str:
    """One line on a refused value, such as `slots[2].id is "A1"; allowed: an id used once`."""
    return f"{where} is {shown(value)}; allowed: {allowed}"


def shown(value: object) -> str:
    """The value as JSON would write it, on one line and cut after 80 characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return one_line(text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…")


def one_line(text: str) -> str:
    """The text with every control character spelled out, so that it prints as one line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
