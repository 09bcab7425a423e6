"""Some documents as one run of PDF objects, ready to be bound with others into one file.

WeasyPrint keeps the layout of a whole document until it is written, more than a megabyte for two
pages. A part is bytes only, so it can be sent from the process that made it to the one that binds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

# The roots that tie a whole file together have these numbers in every bound file.
PAGES, CATALOG, BOOKMARKS, PARENTS, IDS, TAGS, DOCUMENT, INFO = range(1, 9)
FIRST_FREE = 9
OF_THE_WHOLE = ("Lang", "ViewerPreferences", "MarkInfo", "Metadata")

_REFERENCE = re.compile(rb"\d+ 0 R")
# Bytes that stand in no PDF dictionary: texts there are ASCII or hexadecimal.
_OWN = b"\xff%d\xfe"
_COUNTED = b"\xfd%d\xfc"
_OPEN = re.compile(rb"\xff(\d+)\xfe|\xfd(\d+)\xfc")


@dataclass(frozen=True, slots=True)
class Part:
    """`objects` are numbered from 0; `streams` are the contents of those that have one.

    `pages`, `bookmarks` (of the first level) and `kids` (of the tag of the whole) are numbers of
    objects, `ids` lead to them, `parents` to whole entries; `bookmark_count` counts all levels.
    """

    objects: tuple[bytes, ...]
    streams: dict[int, bytes]
    pages: tuple[int, ...]
    bookmarks: tuple[int, ...]
    bookmark_count: int
    kids: tuple[int, ...]
    parents: tuple[tuple[int, bytes], ...]
    ids: tuple[tuple[bytes, int], ...]
    of_the_whole: dict[str, bytes]
    info: bytes


def placed(data: bytes, first: int, parents_before: int) -> bytes:
    """An object's bytes where the part's objects count from `first`, its parents likewise."""

    def number(found: re.Match[bytes]) -> bytes:
        own, counted = found.groups()
        if own is not None:
            return b"%d 0 R" % (int(own) + first)
        return b"%d" % (int(counted) + parents_before)

    return _OPEN.sub(number, data)


def part_of(made: Any) -> Part:
    """The part that a `pydyf.PDF` (as WeasyPrint makes it, tags complete) becomes, using it up."""
    by_reference = {thing.reference: thing for thing in made.objects}
    tags = by_reference[made.catalog["StructTreeRoot"]]
    document = by_reference[tags["K"][0]]
    parents = by_reference[tags["ParentTree"]]
    ids = by_reference.get(tags.get("IDTree"))
    bookmarks = by_reference[made.catalog["Outlines"]]
    shared = [(made.pages, PAGES), (bookmarks, BOOKMARKS), (tags, TAGS), (document, DOCUMENT)]
    left = {id(thing) for thing, _number in shared}
    left |= {id(thing) for thing in (made.objects[0], made.catalog, parents, ids)}
    taken = [thing for thing in made.objects if id(thing) not in left]
    own = {thing.reference: number for number, thing in enumerate(taken)}
    numbers = {reference: _OWN % number for reference, number in own.items()}
    numbers |= {thing.reference: b"%d 0 R" % number for thing, number in shared}
    nums, names = parents["Nums"], ids["Names"] if ids is not None else []
    return Part(
        pages=tuple(own[reference] for reference in made.page_references),
        bookmarks=tuple(own[one] for one in _chained(bookmarks, by_reference)),
        bookmark_count=bookmarks["Count"],
        kids=tuple(own[reference] for reference in document["K"]),
        parents=tuple(
            (key, _bytes(one, numbers)) for key, one in zip(nums[::2], nums[1::2], strict=True)
        ),
        ids=tuple((key.data, own[one]) for key, one in zip(names[::2], names[1::2], strict=True)),
        of_the_whole={key: _bytes(made.catalog[key], numbers) for key in OF_THE_WHOLE},
        info=_renumbered(made.info, numbers).data,
        # Last, because it renumbers everything in place.
        **_written(taken, numbers),
    )


def _written(taken: list[Any], numbers: dict[bytes, bytes]) -> dict[str, Any]:
    objects: list[bytes] = []
    streams: dict[int, bytes] = {}
    for number, thing in enumerate(taken):
        if isinstance(thing, pydyf.Stream):
            _renumbered(thing.extra, numbers)
            head, _mark, streams[number] = thing.data.partition(b"\nstream\n")
            objects.append(head)
        else:
            for key in ("StructParents", "StructParent"):
                if isinstance(thing, pydyf.Dictionary) and key in thing:
                    thing[key] = _COUNTED % thing[key]
            objects.append(_bytes(thing, numbers))
    return {"objects": tuple(objects), "streams": streams}


def _bytes(value: Any, numbers: dict[bytes, bytes]) -> bytes:
    found = _renumbered(value, numbers)
    if isinstance(found, bytes):
        return found
    data: bytes = found.data if isinstance(found, pydyf.Object) else str(found).encode("ascii")
    return data


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
