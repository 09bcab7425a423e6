"""What a column says of itself: whose data it is, how long it stays, how it leaves."""

from dataclasses import dataclass
from enum import StrEnum

NOWHERE = "removed.invalid"
"""The domain of who is erased: no mail ever reaches it (RFC 2606)."""


class Personal(StrEnum):
    """Whether a value tells something of a person; of a sensitive one some part goes earlier."""

    NO = "no"
    YES = "yes"
    SENSITIVE = "sensitive"


class Whose(StrEnum):
    """Whom a value tells of; an organisation may be one person only."""

    NOBODY = "nobody"
    PERSON = "person"  # at one edition: a registration
    ACCOUNT = "account"
    ORGANISATION = "organisation"


class Kept(StrEnum):
    """How long a value stays."""

    ALWAYS = "always"
    ACCOUNT = "account"  # as long as the login exists
    EDITION = "edition"  # the edition's own number of months after its end
    ORGANISATION = "organisation"  # as long as somebody of it is here
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
    """A column's entry in the register; `exported` values are in a person's own copy.

    `by` names the reference of the same row that says who wrote the value, where the row is of
    more than one: only that person's copy has it.
    """

    whose: Whose
    kept: Kept
    erased: Erased
    exported: bool = True
    sensitive: bool = False
    by: str = ""

    @property
    def personal(self) -> Personal:
        """Whether, and how much, the value tells of a person."""
        if self.sensitive:
            return Personal.SENSITIVE
        return Personal.NO if self.whose is Whose.NOBODY else Personal.YES
