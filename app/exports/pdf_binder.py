"""Parts bound into one tagged PDF as they come; no more than one of them is in memory.

Whatever belongs to a part is written at once. Only what ties the parts together (bookmarks of the
first level, the roots of tags and ids, where each object lies) stays open to the end.
"""

import zlib
from typing import BinaryIO

from app.exports import pdf_part
from app.exports.pdf_part import Part, placed

_OFFSET_BYTES, _PLACE_BYTES = 5, 3
_FREE, _WRITTEN, _PACKED = range(3)


class Binder:
    """`add` the parts, then `close`; the file is written to `out` from where it stands."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._position = 0
        self._where = bytearray(_entry(_FREE, 0, 0) * pdf_part.FIRST_FREE)
        self._pages: list[int] = []
        self._kids: list[int] = []
        self._parents: list[tuple[int, bytes]] = []
        self._ids: list[tuple[bytes, int]] = []
        self._first_bookmark = 0
        self._bookmark_count = 0
        self._waiting: tuple[int, bytes] | None = None
        self._of_the_whole: dict[str, bytes] = {}
        self._info = b""
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, part: Part) -> None:
        """Bind one more part behind those that are there."""
        first, parents = self._next_number(), len(self._parents)
        self._where += _entry(_FREE, 0, 0) * len(part.objects)
        objects = {
            first + number: placed(data, first, parents) for number, data in enumerate(part.objects)
        }
        self._chain(objects, [first + number for number in part.bookmarks])
        self._bookmark_count += part.bookmark_count
        for number, content in part.streams.items():
            self._write_stream(first + number, objects.pop(first + number), content)
        self._pack(objects)
        self._pages += [first + number for number in part.pages]
        self._kids += [first + number for number in part.kids]
        self._ids += [(name, first + number) for name, number in part.ids]
        self._parents += [
            (key + parents, placed(data, first, parents)) for key, data in part.parents
        ]
        if not self._info:
            self._info = placed(part.info, first, parents)
            self._of_the_whole = {
                key: placed(data, first, parents) for key, data in part.of_the_whole.items()
            }

    def close(self) -> None:
        """Write what ties the parts together, and where everything lies."""
        last, data = self._waiting or (0, b"")
        self._pack({last: data} | self._roots(last))
        start, number = self._position, self._next_number()
        self._where += _entry(_WRITTEN, start, 0)
        size = len(self._where) // len(_entry(0, 0, 0))
        head = (
            f"<</Type /XRef/Size {size}/W [1 {_OFFSET_BYTES} {_PLACE_BYTES}]"
            f"/Root {pdf_part.CATALOG} 0 R/Info {pdf_part.INFO} 0 R/Filter /FlateDecode"
        )
        self._write(_stream(number, head.encode(), zlib.compress(bytes(self._where))))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _roots(self, last_bookmark: int) -> dict[int, bytes]:
        whole = b"".join(
            b"/%s %s" % (key.encode(), data) for key, data in self._of_the_whole.items()
        )
        nums = b" ".join(b"%d %s" % pair for pair in self._parents)
        names = b" ".join(b"%s %d 0 R" % pair for pair in self._ids)
        catalog = (
            f"<</Type /Catalog/Pages {pdf_part.PAGES} 0 R/Outlines {pdf_part.BOOKMARKS} 0 R"
            f"/StructTreeRoot {pdf_part.TAGS} 0 R"
        )
        tags = (
            f"<</Type /StructTreeRoot/K [{pdf_part.DOCUMENT} 0 R]"
            f"/ParentTree {pdf_part.PARENTS} 0 R/IDTree {pdf_part.IDS} 0 R>>"
        )
        return {
            pdf_part.PAGES: b"<</Type /Pages/Kids [%s]/Count %d>>"
            % (_references(self._pages), len(self._pages)),
            pdf_part.CATALOG: catalog.encode() + whole + b">>",
            pdf_part.BOOKMARKS: b"<</Count %d/First %d 0 R/Last %d 0 R>>"
            % (self._bookmark_count, self._first_bookmark, last_bookmark),
            pdf_part.PARENTS: b"<</Nums [%s]>>" % nums,
            pdf_part.IDS: b"<</Names [%s]>>" % names,
            pdf_part.TAGS: tags.encode(),
            pdf_part.DOCUMENT: b"<</Type /StructElem/S /Document/P %d 0 R/K [%s]>>"
            % (pdf_part.TAGS, _references(self._kids)),
            pdf_part.INFO: self._info,
        }

    def _chain(self, objects: dict[int, bytes], bookmarks: list[int]) -> None:
        """Hang the part's bookmarks behind the last one, which waited for its next until now."""
        if self._waiting is None:
            self._first_bookmark = bookmarks[0]
        else:
            last, data = self._waiting
            objects[last] = data[:-2] + b"/Next %d 0 R>>" % bookmarks[0]
            objects[bookmarks[0]] = objects[bookmarks[0]][:-2] + b"/Prev %d 0 R>>" % last
        self._waiting = (bookmarks[-1], objects.pop(bookmarks[-1]))

    def _write_stream(self, number: int, head: bytes, content: bytes) -> None:
        self._note(number, _WRITTEN, self._position, 0)
        self._write(b"%d 0 obj\n%s\nstream\n%s\nendobj\n" % (number, head, content))

    def _pack(self, objects: dict[int, bytes]) -> None:
        """Write small objects together, as one compressed stream."""
        pack, table, position = self._next_number(), [], 0
        self._where += _entry(_WRITTEN, self._position, 0)
        for place, (number, data) in enumerate(objects.items()):
            table.append(b"%d %d" % (number, position))
            position += len(data) + 1
            self._note(number, _PACKED, pack, place)
        index = b" ".join(table)
        head = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(objects), len(index) + 1)
        content = zlib.compress(b"\n".join((index, *objects.values())))
        self._write(_stream(pack, head, content))

    def _next_number(self) -> int:
        return len(self._where) // len(_entry(0, 0, 0))

    def _note(self, number: int, kind: int, where: int, place: int) -> None:
        entry = _entry(kind, where, place)
        self._where[number * len(entry) : (number + 1) * len(entry)] = entry

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._position += len(data)


def _entry(kind: int, where: int, place: int) -> bytes:
    """A line of the table that says where an object lies."""
    return (
        bytes((kind,)) + where.to_bytes(_OFFSET_BYTES, "big") + place.to_bytes(_PLACE_BYTES, "big")
    )


def _stream(number: int, head: bytes, content: bytes) -> bytes:
    size = len(content)
    return b"%d 0 obj\n%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        head,
        size,
        content,
    )


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
