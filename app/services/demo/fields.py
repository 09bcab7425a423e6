"""Small pieces of the demo's files."""

from collections.abc import Iterable, Mapping
from typing import Any

# A piece of a YAML file, before it is read.
Raw = Mapping[str, Any]


def plain(field: Any) -> Any:
    """The value of a field that may be `{value: …, src: …}`."""
    return field.get("value") if isinstance(field, dict) else field


def levels(items: Iterable[Raw], code: str, level: str) -> dict[str, int]:
    """A list of items as code and level."""
    return {item[code]: item[level] for item in items}
