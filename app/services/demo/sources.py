"""Where each field of the Warsaw file is from, as a sentence that a visitor can read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WORDS = {
    "article": "a 2018 article of the European Commission",
    "cat2025": "the European catalogue of 2025 (the hub or its successor, not as it was in 2018)",
    "general": "general knowledge",
}
ASSUMED = "assumed for this demo"
# What the pages show, and what it is called there.
SHOWN = {
    "city": "city",
    "nuts2": "region",
    "size": "size",
    "organisational_form": "form",
    "technologies": "technologies",
    "sectors": "sectors",
    "services": "services",
    "needs": "needs",
    "languages": "languages",
    "website": "website",
}


def source_note(record: Mapping[str, Any]) -> str:
    """One sentence a source: which fields are from there, the record's own source first."""
    own = str(record["src"])
    fields: dict[str, dict[str, list[str]]] = {own: {"name": [], "country": []}}
    for key, label in SHOWN.items():
        for source, detail in _sources(record.get(key), own):
            details = fields.setdefault(source, {}).setdefault(label, [])
            details += [detail] if detail and detail not in details else []
    return " ".join(_sentence(source, named) for source, named in fields.items())


def source_words(source: str) -> str:
    """A source code as words; `page:address` is the address."""
    return WORDS.get(source, ASSUMED if source == "assumed" else source.removeprefix("page:"))


def _sentence(source: str, fields: Mapping[str, Sequence[str]]) -> str:
    named = ", ".join(
        f"{label} ({', '.join(details)})" if details else label for label, details in fields.items()
    )
    if source == "assumed":
        return f"Assumed for this demo: {named}."
    return f"From {source_words(source)}: {named}."


def _sources(value: object, own: str) -> Iterator[tuple[str, str]]:
    """(source, what of the field) for a plain value, a `{value, src}` or a list of items."""
    if value is None or value == []:
        return
    if isinstance(value, Mapping):
        if "value" in value and value["value"] is None:
            return
        source = str(value.get("src", own))
        yield source, ""
        for nested in value.values():
            if isinstance(nested, Sequence) and not isinstance(nested, str):
                yield from (pair for pair in _items(nested, source) if pair[0] != source)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _items(value, own)
    else:
        yield own, ""


def _items(values: Sequence[object], own: str) -> Iterator[tuple[str, str]]:
    for item in values:
        if isinstance(item, Mapping):
            code = str(item.get("code", item.get("pillar", "")))
            yield str(item.get("src", own)), code.replace("_", " ")
        else:
            yield own, ""
