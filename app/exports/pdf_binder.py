"""Many tagged PDFs bound into one, part by part, so that no more than one part is in memory.

WeasyPrint keeps the layout of a whole document until it is written, more than a megabyte for two
pages. Here every part is turned into bytes as soon as it is made; only what ties the parts
together (bookmarks of the first level, the roots of tags and ids) stays open to the end.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pydyf

_REFERENCE = re.compile(rb"\d+ 0 R")
_OF_THE_WHOLE = ("Lang", "ViewerPreferences", "MarkInfo", "Metadata")


class Binder:
    """`add` the parts (`pydyf.PDF` as WeasyPrint makes them, tags complete), then `write`."""

    def __init__(self) -> None:
        self._book = pydyf.PDF()
        self._bookmarks = self._open({"Count": 0})
        self._parents = self._open({"Nums": pydyf.Array()})
        self._ids = self._open({"Names": pydyf.Array()})
        self._tags = self._open({"Type": "/StructTreeRoot"})
        self._document = self._open({"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()})
        self._last_bookmark: Any = None

    def add(self, part: Any) -> None:
        """Take one part over; it is used up."""
        roots = _Roots(part)
        _count_on(part, roots.parents["Nums"], by=len(self._parents["Nums"]) // 2)
        numbers = self._take(part, roots)
        self._document["K"].extend(_renumbered(roots.document["K"], numbers))
        self._parents["Nums"].extend(_renumbered(roots.parents["Nums"], numbers))
        self._ids["Names"].extend(_renumbered(roots.ids.get("Names", []), numbers))
        if "Lang" not in self._book.catalog:
            for key in _OF_THE_WHOLE:
                self._book.catalog[key] = _renumbered(part.catalog[key], numbers)
            self._book.info.update(part.info)

    def write(self) -> bytes:
        """The whole file."""
        self._document["P"] = self._tags.reference
        self._tags["K"] = pydyf.Array([self._document.reference])
        self._tags["ParentTree"] = self._parents.reference
        self._tags["IDTree"] = self._ids.reference
        self._book.catalog["StructTreeRoot"] = self._tags.reference
        self._book.catalog["Outlines"] = self._bookmarks.reference
        out = BytesIO()
        self._book.write(out, b"1.7", identifier=False, compress=True)
        return out.getvalue()

    def _open(self, values: dict[str, Any]) -> Any:
        """An object of the whole that stays open to the end."""
        thing = pydyf.Dictionary(values)
        self._book.add_object(thing)
        return thing

    def _take(self, part: Any, roots: "_Roots") -> dict[bytes, bytes]:
        """Write the part's objects down under new numbers; gives old → new references."""
        ours = (self._book.pages, self._bookmarks, self._tags, self._document)
        theirs = (part.pages, roots.bookmarks, roots.tags, roots.document)
        numbers = {old.reference: new.reference for old, new in zip(theirs, ours, strict=True)}
        dropped = {id(thing) for thing in (*theirs, *roots.replaced)}
        taken = [thing for thing in part.objects if id(thing) not in dropped]
        for number, thing in enumerate(taken, start=len(self._book.objects)):
            numbers[thing.reference] = f"{number} 0 R".encode()
        for thing in taken:
            self._take_one(thing, thing.reference in roots.first_bookmarks, numbers)
        return numbers

    def _take_one(self, thing: Any, is_first_bookmark: bool, numbers: dict[bytes, bytes]) -> None:
        if is_first_bookmark:
            self._book.add_object(_renumbered(thing, numbers))
            self._chain(thing)
        elif isinstance(thing, pydyf.Stream):
            _renumbered(thing.extra, numbers)
            self._book.add_object(_Written(thing))
        elif thing.get("Type") == "/Page":
            self._book.add_page(_Written(_renumbered(thing, numbers)))
        else:
            self._book.add_object(_Written(_renumbered(thing, numbers)))

    def _chain(self, bookmark: Any) -> None:
        """Hang a bookmark of the first level behind the last one."""
        self._bookmarks["Count"] += 1 + bookmark["Count"]
        self._bookmarks.setdefault("First", bookmark.reference)
        self._bookmarks["Last"] = bookmark.reference
        if self._last_bookmark is not None:
            self._last_bookmark["Next"] = bookmark.reference
            bookmark["Prev"] = self._last_bookmark.reference
        self._last_bookmark = bookmark


class _Roots:
    """What ties one part together, and is replaced by what ties the whole together."""

    def __init__(self, part: Any) -> None:
        by_reference = {thing.reference: thing for thing in part.objects}
        self.tags = by_reference[part.catalog["StructTreeRoot"]]
        self.document = by_reference[self.tags["K"][0]]
        self.parents = by_reference[self.tags["ParentTree"]]
        self.ids = by_reference.get(self.tags.get("IDTree"), {})
        self.bookmarks = by_reference[part.catalog["Outlines"]]
        self.first_bookmarks = set(_chained(self.bookmarks, by_reference))
        self.replaced = (part.objects[0], part.catalog, self.parents, self.ids)


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object already turned into bytes; everything it leaned on can go."""

    def __init__(self, thing: Any) -> None:
        super().__init__()
        self._data: bytes = thing.data
        self._compressible: bool = thing.compressible

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may be packed together with others."""
        return self._compressible


def _count_on(part: Any, parents: Any, by: int) -> None:
    """Pages and links are numbered from 0 in each part; go on counting instead."""
    for thing in part.objects:
        for key in ("StructParents", "StructParent"):
            if isinstance(thing, pydyf.Dictionary) and key in thing:
                thing[key] += by
    parents[::2] = [number + by for number in parents[::2]]


def _chained(bookmarks: Any, by_reference: dict[bytes, Any]) -> Iterator[bytes]:
    """The bookmarks of the first level."""
    reference = bookmarks["First"]
    while reference is not None:
        yield reference
        reference = by_reference[reference].get("Next")


def _renumbered(value: Any, numbers: dict[bytes, bytes]) -> Any:
    """The value with every reference in it changed, lists and dictionaries in place."""
    if isinstance(value, bytes) and _REFERENCE.fullmatch(value):
        return numbers[value]
    if isinstance(value, dict):
        for key, one in value.items():
            value[key] = _renumbered(one, numbers)
    elif isinstance(value, list):
        value[:] = [_renumbered(one, numbers) for one in value]
    return value
