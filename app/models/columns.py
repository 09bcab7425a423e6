"""Column types that the tables share."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import MappedColumn, mapped_column

from app.domain.privacy import Erased, Kept, Personal, Privacy
from app.extensions import UtcDateTime

Info = dict[Any, Any]


def about(personal: Personal, kept: Kept, erased: Erased, *, exported: bool = True) -> Info:
    """A column's `info`: whose data it is, how long it stays, how it leaves."""
    return {"privacy": Privacy(personal, kept, erased, exported)}


# Facts of events, places and organisations; technical keys and states.
NOBODYS = about(Personal.NO, Kept.ALWAYS, Erased.KEPT, exported=False)
# A person's, at one edition: emptied when erased; `REPLACED` where the row needs some value.
OF_PERSON = about(Personal.YES, Kept.EDITION, Erased.EMPTIED)
REPLACED = about(Personal.YES, Kept.EDITION, Erased.REPLACED)
# Rows that exist for one person only and go with them.
WITH_ROW = about(Personal.YES, Kept.EDITION, Erased.ROW)
# A login's, as long as there is one.
OF_ACCOUNT = about(Personal.YES, Kept.ACCOUNT, Erased.REPLACED)
ACCOUNT_ROW = about(Personal.YES, Kept.ACCOUNT, Erased.ROW)
# Never shown to anybody: hashes and secrets.
SECRET = about(Personal.YES, Kept.ACCOUNT, Erased.EMPTIED, exported=False)
SECRET_ROW = about(Personal.YES, Kept.ACCOUNT, Erased.ROW, exported=False)
# Kept for a short while only.
SHORT_LIVED = about(Personal.YES, Kept.DAYS_30, Erased.ROW)
EXPIRING = about(Personal.YES, Kept.EXPIRY, Erased.ROW, exported=False)
LOGGED = about(Personal.YES, Kept.DAYS_90, Erased.EMPTIED)

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
