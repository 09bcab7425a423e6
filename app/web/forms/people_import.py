"""What the columns of an uploaded file mean, as a form."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.services.imports.mapping import REQUIRED, SAME, SAMES, SURNAME, TARGETS

Choice = tuple[str, str]


def target_words() -> Mapping[str, str]:
    """Our columns, in words."""
    return {
        "email": _("E-mail address"),
        "name": _("Name, or first name"),
        SURNAME: _("Surname, if it has a column of its own"),
        "organisation": _("Organisation"),
        "kind": _("Kind of organisation"),
        "country": _("Country"),
        "nuts2": _("Region (NUTS-2)"),
        "role": _("Role"),
        "languages": _("Languages"),
        "needs": _("Needs, or what a hub offers"),
        "available": _("Available times"),
    }


def choices_of(target: str, header: Sequence[str]) -> list[Choice]:
    """The file's columns, and where that makes sense a word for every row."""
    empty = _("Choose a column") if target in REQUIRED else _("Not in the file")
    named = [(str(number), name or _("(no name)")) for number, name in enumerate(header)]
    same = [
        (f"{SAME}{word}", _("Every row: %(word)s", word=word.replace("_", " ")))
        for word in SAMES.get(target, ())
    ]
    return [("", empty), *named, *same]


def chosen_from(values: Mapping[str, str]) -> dict[str, str]:
    """What was chosen: target → column or word; what is left empty is left out."""
    found = {target: values.get(f"column-{target}", "") for target in TARGETS}
    return {target: value for target, value in found.items() if value}
