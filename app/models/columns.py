"""Column types that the tables share, and what columns say of whose data they hold.

An annotated type's own `info` cannot be overruled: a name or a slug that is somebody's says so in
a plain `Mapped[str]`.
"""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import MappedColumn, mapped_column

from app.domain.privacy import Erased, Kept, Privacy, Whose
from app.extensions import UtcDateTime

Info = dict[Any, Any]


def about(
    whose: Whose,
    kept: Kept,
    erased: Erased,
    *,
    exported: bool = True,
    sensitive: bool = False,
    by: str = "",
) -> Info:
    """A column's `info`: whose data it is, how long it stays, how it leaves."""
    return {"privacy": Privacy(whose, kept, erased, exported, sensitive, by)}


# Facts of events, places and organisations; technical keys and states.
NOBODYS = about(Whose.NOBODY, Kept.ALWAYS, Erased.KEPT, exported=False)

# A person's, at one edition: emptied when erased; `REPLACED` where the row needs some value.
OF_PERSON = about(Whose.PERSON, Kept.EDITION, Erased.EMPTIED)
REPLACED = about(Whose.PERSON, Kept.EDITION, Erased.REPLACED)
# Figures are made of it: it stays when the row names nobody any more.
COUNTED = about(Whose.PERSON, Kept.EDITION, Erased.KEPT)
# What the organisers marked as sensitive goes 30 days after the event.
ANSWERS = about(Whose.PERSON, Kept.EDITION, Erased.EMPTIED, sensitive=True)
# Rows that exist for one person only and go with them.
WITH_ROW = about(Whose.PERSON, Kept.EDITION, Erased.ROW)
WITH_ROW_SECRET = about(Whose.PERSON, Kept.EDITION, Erased.ROW, exported=False)
# A form that is not sent yet, an invitation that nobody took.
DRAFTED = about(Whose.PERSON, Kept.EXPIRY, Erased.ROW)
DRAFTED_ANSWERS = about(Whose.PERSON, Kept.EXPIRY, Erased.ROW, sensitive=True)
# A mail, from when nothing more will happen to it.
SHORT_LIVED = about(Whose.PERSON, Kept.DAYS_30, Erased.ROW)

# A login's, as long as there is one.
OF_ACCOUNT = about(Whose.ACCOUNT, Kept.ACCOUNT, Erased.EMPTIED)
ACCOUNT_NAME = about(Whose.ACCOUNT, Kept.ACCOUNT, Erased.REPLACED)
ACCOUNT_COUNTED = about(Whose.ACCOUNT, Kept.ACCOUNT, Erased.KEPT)
ACCOUNT_ROW = about(Whose.ACCOUNT, Kept.ACCOUNT, Erased.ROW)
# Never shown to anybody: hashes and secrets.
SECRET = about(Whose.ACCOUNT, Kept.ACCOUNT, Erased.EMPTIED, exported=False)
SIGN_IN = about(Whose.ACCOUNT, Kept.DAYS_90, Erased.ROW)
SIGN_IN_SECRET = about(Whose.ACCOUNT, Kept.DAYS_90, Erased.ROW, exported=False)
# Codes, links and counts of tries.
EXPIRING = about(Whose.ACCOUNT, Kept.EXPIRY, Erased.ROW, exported=False)
# The log of deeds: the address goes first, what was done stays without a name.
LOGGED = about(Whose.ACCOUNT, Kept.DAYS_90, Erased.EMPTIED)

# An organisation's, which may be one person's: it goes with the last of its people.
OF_ORGANISATION = about(Whose.ORGANISATION, Kept.ORGANISATION, Erased.EMPTIED)
ORGANISATION_NAME = about(Whose.ORGANISATION, Kept.ORGANISATION, Erased.REPLACED)
ORGANISATION_COUNTED = about(Whose.ORGANISATION, Kept.ORGANISATION, Erased.KEPT)

Key = Annotated[int, mapped_column(primary_key=True, info=NOBODYS)]
Instant = Annotated[datetime, mapped_column(UtcDateTime())]
Name = Annotated[str, mapped_column(String(400))]
Slug = Annotated[str, mapped_column(String(80), info=NOBODYS)]
PublicId = Annotated[str, mapped_column(String(16), unique=True, info=NOBODYS)]


def new_public_id() -> str:
    """A random id for addresses: 15 characters of 32, which is 75 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(15))


def state_column(
    states: type[StrEnum], name: str, *, info: Info = NOBODYS, **options: Any
) -> MappedColumn[Any]:
    """A short string of `states`, held to them by a CHECK called `name`."""
    return mapped_column(
        Enum(
            states,
            name=name,
            native_enum=False,
            create_constraint=True,
            length=24,
            values_callable=lambda chosen: [state.value for state in chosen],
        ),
        info=info,
        **options,
    )


def reference(
    target: str, *, index: bool = True, ondelete: str = "RESTRICT", info: Info = NOBODYS
) -> MappedColumn[Any]:
    """A foreign key to `table.column`; nothing that others lean on is deleted silently."""
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=index, info=info)
