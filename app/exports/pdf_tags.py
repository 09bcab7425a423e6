"""What WeasyPrint leaves out of the tags of a PDF, put in before the file is written.

Header cells say that they head a column, every header's id is one of a kind in the whole file (a
table that runs over two pages, or two people's agendas in one file, would share them) and listed,
so that a reader program finds it. Links are printed, not only shown.
"""

from typing import Any

import pydyf

from app.exports.pdf_footers import make_footers_artifacts

_PRINT_FLAG = 4


def complete_tags(pdf: Any, tables_before: int = 0) -> None:
    """Complete a `pydyf.PDF`; its tables are numbered on from `tables_before`."""
    ids: dict[str, bytes] = {}
    table = tables_before
    for thing in pdf.objects:
        if not isinstance(thing, pydyf.Dictionary):
            continue
        table += thing.get("S") == "/Table"
        if thing.get("S") == "/TH":
            _complete_header(thing, table)
            ids[thing["ID"].string] = thing.reference
        elif thing.get("S") == "/TD":
            thing["A"]["Headers"] = pydyf.Array(
                _of_table(header, table) for header in thing["A"]["Headers"]
            )
        elif thing.get("Subtype") == "/Link":
            thing["F"] = _PRINT_FLAG
    _list_ids(pdf, ids)
    make_footers_artifacts(pdf)


def _complete_header(header: Any, table: int) -> None:
    header["A"]["Scope"] = "/Column"
    header["ID"] = _of_table(header["ID"], table)


def _of_table(header_id: Any, table: int) -> Any:
    """The id, made one of a kind by the running number of its table."""
    return pydyf.String(f"{table:08}-{header_id.string}")


def _list_ids(pdf: Any, ids: dict[str, bytes]) -> None:
    """The name tree that leads from an id to its header cell; its names must be sorted."""
    if not ids:
        return
    names = pydyf.Array()
    for name, reference in sorted(ids.items()):
        names.extend((pydyf.String(name), reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    root = next(
        thing
        for thing in pdf.objects
        if isinstance(thing, dict) and thing.get("Type") == "/StructTreeRoot"
    )
    root["IDTree"] = tree.reference
