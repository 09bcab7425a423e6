"""What a column says of itself: whose data it is, how long it stays, how it leaves."""

from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """Whether a value tells something of a person."""

    NO = "no"
    YES = "yes"
    SENSITIVE = "sensitive"


class Kept(StrEnum):
    """How long a value stays."""

    ALWAYS = "always"
    ACCOUNT = "account"  # as long as the login exists
    EDITION = "edition"  # the edition's own number of months after its end
    DAYS_30_AFTER = "days_30_after"  # 30 days after the edition's end
    DAYS_30 = "days_30"
    DAYS_90 = "days_90"
    EXPIRY = "expiry"  # until its own expiry


class Erased(StrEnum):
    """What erasing the person does to a value."""

    KEPT = "kept"
    EMPTIED = "emptied"
    REPLACED = "replaced"  # by words or a value that name nobody
    ROW = "row"  # the whole row goes


@dataclass(frozen=True, slots=True)
class Privacy:
    """A column's entry in the register; `exported` values are in a person's own copy."""

    personal: Personal
    kept: Kept
    erased: Erased
    exported: bool
