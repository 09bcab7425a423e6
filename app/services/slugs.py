"""Readable, unique parts of addresses."""

import re
import unicodedata

from sqlalchemy import select

from app.extensions import db
from app.models import Edition, Organisation, Series

LONGEST = 60
# Letters that Unicode does not take apart into a Latin letter and a sign.
_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss"})


def slug_of(text: str) -> str:
    """`Łódź Hub 4.0` becomes `lodz-hub-4-0`; a text without Latin letters becomes `x`."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_text = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:LONGEST].strip("-") or "x"


def free_slug(model: type[Organisation] | type[Series] | type[Edition], text: str) -> str:
    """A slug for `text` that no row of `model` has yet: `name`, `name-2`, `name-3` …"""
    wanted = slug_of(text)
    taken = set(db.session.scalars(select(model.slug).where(model.slug.like(f"{wanted}%"))))
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
