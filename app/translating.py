"""The catalogues in app/translations: what there is to translate, and what is missing or wrong.

script/translations calls this; docs/translating.md says how one works with it.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import yaml
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parents[1]
CATALOGUES = TOP / "app/translations"
# Folder → pattern → how its texts are found.
SOURCES = {"app": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}
TAXONOMY = "app/data/taxonomy.yaml"
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "gettext", "lazy_gettext", "later"), None),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2)),
}
# What only the organising team or who runs the server reads.
TEAM = ("app/commands/", "app/web/organiser/", "app/web/forms/organiser/", "templates/organiser/")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one message of a catalogue."""

    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.what}: {self.text!r}"


def source(top: Path = TOP) -> Catalog:
    """Every text that the program can say, with the files where it stands."""
    found = Catalog(project="Hubmeet", charset="utf-8")
    for folder, methods in SOURCES.items():
        for file, _line, text, _comments, context in extract_from_dir(
            top / folder, methods, keywords=KEYWORDS, directory_filter=_is_ours
        ):
            found.add(text, locations=[(f"{folder}/{file}", 0)], context=context)
    for group in yaml.safe_load((top / TAXONOMY).read_text(encoding="utf-8")).values():
        for item in group.get("items", ()) if isinstance(group, dict) else ():
            found.add(item["label"], locations=[(TAXONOMY, 0)])
    return found


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(file.parents[1].name for file in CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def update(language: str, texts: Catalog) -> Catalog:
    """Give the catalogue all texts of the source and no other; what is translated stays."""
    file = _po(language)
    found = read(language) if file.exists() else _new(language)
    texts.creation_date = found.creation_date
    found.update(texts, no_fuzzy_matching=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_text(found))
    return found


def read(language: str) -> Catalog:
    """The catalogue as its file says."""
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """The form that the program reads; what a translator marked as fuzzy is not in it."""
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def faults(catalogue: Catalog, texts: Catalog) -> list[Fault]:
    """Texts that are not in the catalogue, and translations that would break a page."""
    found = [
        Fault(_first(one), "is not in the catalogue")
        for one in _messages(texts)
        if catalogue.get(one.id, one.context) is None
    ]
    for one in _messages(catalogue):
        if is_translated(one):
            found += [Fault(_first(one), what) for what in _wrong(one, catalogue.num_plurals)]
    return found


def missing(catalogue: Catalog, texts: Catalog, *, team: bool = False) -> list[str]:
    """What has no translation yet; with `team` also what only organisers read."""
    found = []
    for one in _messages(texts):
        known = catalogue.get(one.id, one.context)
        wanted = team or not is_for_the_team(one)
        if wanted and (known is None or not is_translated(known)):
            found.append(_first(one))
    return found


def is_for_the_team(message: Message) -> bool:
    """Whether no participant, exhibitor or visitor reads it."""
    return all(file.startswith(TEAM) for file, _line in message.locations)


def is_translated(message: Message) -> bool:
    """Whether there are words for every form; fuzzy ones do not count."""
    return all(_forms(message.string)) and not message.fuzzy


def mo_file(language: str) -> Path:
    """Where the compiled catalogue lies."""
    return _po(language).with_suffix(".mo")


def main(arguments: list[str]) -> int:
    """`update [LANGUAGE…]`, `compile`, `missing LANGUAGE [all]` or `check`; 1 if anything lacks."""
    act, *named = arguments or ["check"]
    if act == "missing" and named:
        lines = missing(read(named[0]), source(), team="all" in named)
        print(*(repr(line) for line in lines), f"{len(lines)} without translation", sep="\n")
        return int(bool(lines))
    if act not in {"update", "compile", "check"}:
        print(main.__doc__, file=sys.stderr)
        return 2
    texts, wrong = source(), 0
    for language in named or languages():
        catalogue = update(language, texts) if act == "update" else read(language)
        if act != "check":
            mo_file(language).write_bytes(compiled(catalogue))
        found = faults(catalogue, texts)
        open_texts, of_team = (missing(catalogue, texts, team=team) for team in (False, True))
        print(*found, sep="\n", end="\n" if found else "")
        print(
            f"{language}: {len(open_texts)} texts of participants without translation,",
            f"{len(of_team) - len(open_texts)} of organisers, {len(found)} faults",
        )
        wrong += len(found) + len(open_texts)
    return int(wrong > 0) if act == "check" else 0


def _wrong(message: Message, forms: int) -> Iterator[str]:
    has_one = isinstance(message.id, str)
    strings = _forms(message.string)
    if len(strings) != (1 if has_one else forms):
        yield f"needs {forms} plural forms"
    wanted = _placeholders(_forms(message.id)[-1])
    may_lack = set() if has_one else {"%(num)d"}
    for string in strings:
        has = _placeholders(string)
        if has - wanted or wanted - has - may_lack:
            yield f"has other placeholders in {string!r}"


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (one for one in catalogue if one.id)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def _new(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="Hubmeet",
        header_comment=f"# {Locale.parse(language).english_name} texts of Hubmeet.",
        version="",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        fuzzy=False,
    )


def _is_ours(path: str) -> bool:
    """Folders beginning with an underscore are, too: templates/_partials."""
    return Path(path).name not in {"__pycache__", "static", "data", "translations"}


def _po(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES/messages.po"


def _text(catalogue: Catalog) -> bytes:
    """Without line numbers: they would change with every line of code."""
    made = BytesIO()
    write_po(
        made,
        catalogue,
        width=100,
        include_lineno=False,
        sort_output=True,
        ignore_obsolete=True,
        include_previous=False,
    )
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
