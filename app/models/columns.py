"""Column types that the tables share."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import MappedColumn, mapped_column

from app.extensions import UtcDateTime

Key = Annotated[int, mapped_column(primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime())]
Name = Annotated[str, mapped_column(String(400))]
Slug = Annotated[str, mapped_column(String(80))]
PublicId = Annotated[str, mapped_column(String(16), unique=True)]


def new_public_id() -> str:
    """A random id for addresses: 15 characters of 32, which is 75 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(15))


def state_column(states: type[StrEnum], name: str, **options: Any) -> MappedColumn[Any]:
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
        **options,
    )


def reference(target: str, *, index: bool = True, ondelete: str = "RESTRICT") -> MappedColumn[Any]:
    """A foreign key to `table.column`; nothing that others lean on is deleted silently."""
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=index)
