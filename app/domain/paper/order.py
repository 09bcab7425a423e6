"""The order in which people look a name up in a list."""

import unicodedata

# Letters that Unicode does not take apart into a plain one and a sign.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


def name_order(name: str) -> tuple[str, str]:
    """A sort key: Čapek stands with C, Łukasz with L, Ψαρράς after all Latin names."""
    taken_apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return (plain, name)
