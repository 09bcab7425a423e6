"""Reads JSON strictly: every value knows its path, and every refusal says it in one line."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn, TypeVar

from scheduling.faults import FormatError, InstanceError, fault, shown

T = TypeVar("T")

LARGEST_NUMBER = 1e15


class JsonObject(dict[str, object]):
    """A JSON object that remembers a key written twice, which a plain dict would hide."""

    repeated: str | None = None

    @classmethod
    def of(cls, pairs: list[tuple[str, object]]) -> "JsonObject":
        """The object of these pairs, in their order."""
        made = cls(pairs)
        if len(made) < len(pairs):
            ((made.repeated, _),) = Counter(key for key, _ in pairs).most_common(1)
        return made


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON value and the way to it from the top of the file."""

    value: object
    parent: "Node | None" = None
    key: str | int = ""

    @property
    def path(self) -> str:
        """The way to this value, such as `requests[3].sides[0][1]`."""
        if self.parent is None:
            return "the file"
        key = f"[{self.key}]" if isinstance(self.key, int) else self.key
        if self.parent.parent is None:
            return key
        return self.parent.path + (key if key.startswith("[") else f".{key}")

    def refuse(self, allowed: str) -> NoReturn:
        """Raise a FormatError: where, which value, what is allowed."""
        raise FormatError(fault(self.path, self.value, allowed))

    def text(self) -> str:
        """A text that a UTF-8 file can hold."""
        value = self.value
        if type(value) is not str:
            self.refuse("a text")
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            self.refuse("a text without halves of surrogate pairs")
        return value

    def whole(self) -> int:
        """A whole number; true, false and 1.0 are none."""
        if type(self.value) is not int:
            self.refuse("a whole number")
        return self.value

    def number(self) -> float:
        """A finite number."""
        value = self.value
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.refuse("a number")
        if not abs(value) <= LARGEST_NUMBER:  # not-a-number is not, either
            self.refuse(f"a number up to {LARGEST_NUMBER:g}")
        return value

    def flag(self) -> bool:
        """True or false."""
        if type(self.value) is not bool:
            self.refuse("true or false")
        return self.value

    def time(self) -> datetime:
        """A time with its zone, in UTC."""
        allowed = "a time with its zone, such as 2018-11-26T13:00:00Z"
        try:
            time = datetime.fromisoformat(self.text())
            if time.tzinfo is not None:
                return time.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        return self.refuse(allowed)

    def choice(self, *options: str) -> str:
        """One of these texts."""
        if self.value not in options or type(self.value) is not str:
            self.refuse(", ".join(options))
        return self.value

    def items(self, read: Callable[["Node"], T]) -> tuple[T, ...]:
        """A list, each of its values read this way."""
        if not isinstance(self.value, list):
            self.refuse("a list")
        return tuple(read(Node(item, self, index)) for index, item in enumerate(self.value))

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return self.items(Node.text)

    def entries(self, read: Callable[["Node"], T]) -> dict[str, T]:
        """An object with free keys, each of its values read this way."""
        found: dict[str, T] = {}
        for key, value in self._object().items():
            where = f"[{shown(key)}]"
            found[Node(key, self, where).text()] = read(Node(value, self, where))
        return found

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Fields":
        """An object with all of the required keys and perhaps the optional ones, no others."""
        found = self._object()
        known = (*required, *optional)
        for key in found:
            if key not in known:
                where = f"{self.path} has the key {shown(key)}"
                raise FormatError(f"{where}; allowed: {', '.join(known)}")
        for key in required:
            if key not in found:
                raise FormatError(f"{self.path} has no {shown(key)}; it must say {key}")
        return Fields(self, found)

    def _object(self) -> JsonObject:
        if not isinstance(self.value, JsonObject):
            self.refuse("an object in braces")
        if self.value.repeated is not None:
            where = f"{self.path} has the key {shown(self.value.repeated)} twice"
            raise FormatError(f"{where}; allowed: each key once")
        return self.value


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of an object whose keys have been found in order."""

    node: Node
    found: JsonObject

    def need(self, name: str, read: Callable[[Node], T]) -> T:
        """The value of a required key."""
        return read(Node(self.found[name], self.node, name))

    def take(self, name: str, read: Callable[[Node], T], default: T) -> T:
        """The value of an optional key, or the default where it is left out."""
        if name not in self.found:
            return default
        return read(Node(self.found[name], self.node, name))


def or_null(read: Callable[[Node], T]) -> Callable[[Node], T | None]:
    """A reader that takes null too."""
    return lambda node: None if node.value is None else read(node)


def read_json(text: str, source: str, read: Callable[[Node], T]) -> T:
    """Parse the text and read its value; raises FormatError with the source's name before it."""
    try:
        return read(Node(_parse(text)))
    except (FormatError, InstanceError) as error:
        raise FormatError(f"{source}: {error}") from error


def _parse(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=JsonObject.of)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise FormatError(
            f"{where} is not JSON: {error.msg}; allowed: a whole JSON file"
        ) from error
    except (ValueError, RecursionError) as error:
        # Python refuses numbers of thousands of digits and brackets nested thousands deep.
        raise FormatError("not readable: a number too long or brackets nested too deep") from error
