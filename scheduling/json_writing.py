"""Writes JSON that a person can read: each item of a list of objects on a line of its own."""

import json
from collections.abc import Mapping


def lay_out(document: Mapping[str, object]) -> str:
    """The document as text, ending with a newline."""
    return _object(document, "") + "\n"


def _object(document: Mapping[str, object], indent: str) -> str:
    inner = indent + " "
    parts = [f"{inner}{_dump(key)}: {_value(item, inner)}" for key, item in document.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _value(value: object, indent: str) -> str:
    if isinstance(value, list) and _holds_objects(value):
        return "[\n" + ",\n".join(f"{indent} {_dump(item)}" for item in value) + f"\n{indent}]"
    if isinstance(value, Mapping) and any(_holds_objects(item) for item in value.values()):
        return _object(value, indent)
    return _dump(value)


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
