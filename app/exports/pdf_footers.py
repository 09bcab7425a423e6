"""Running feet of pages are paper, not text: a reader program must not read them out.

WeasyPrint draws them as tagged content that hangs on no branch of the tree of tags. Here they
become what PDF/UA wants them to be, artifacts of pagination.
"""

from collections.abc import Iterator
from typing import Any

import pydyf


def make_footers_artifacts(pdf: Any) -> None:
    """Turn all marked content that no tag of the tree speaks for into artifacts."""
    by_reference = {thing.reference: thing for thing in pdf.objects}
    root = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructTreeRoot"
    )
    spoken_for = set(_branches(root["K"], by_reference))
    content = by_reference[root["ParentTree"]]["Nums"]
    of_page = dict(zip(content[::2], content[1::2], strict=True))
    for reference in pdf.page_references:
        page = by_reference[reference]
        tags = of_page[page["StructParents"]]
        orphans = {number for number, tag in enumerate(tags) if tag not in spoken_for}
        tags[:] = ["null" if number in orphans else tag for number, tag in enumerate(tags)]
        _untag(by_reference[page["Contents"]].stream, orphans)


def _branches(kids: list[Any], by_reference: dict[bytes, Any]) -> Iterator[bytes]:
    """The references of all tags that hang on these kids."""
    waiting = [kid for kid in kids if isinstance(kid, bytes)]
    while waiting:
        reference = waiting.pop()
        yield reference
        waiting += [kid for kid in by_reference[reference].get("K", ()) if isinstance(kid, bytes)]


def _untag(stream: list[Any], numbers: set[int]) -> None:
    """Rename the marked content of these numbers: /Span <</MCID 3>> BDC → /Artifact … BDC."""
    for place, part in enumerate(stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in numbers:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
