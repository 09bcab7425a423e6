"""What a person's calendar was told of a meeting, as a text that can be stored and compared."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.agenda import Spot

SEPARATOR = "|"
LONGEST_FIELD = 80
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a calendar shows of a meeting, as far as a change of it is news; times aware UTC.

    `partners` are keys of registrations, `label` the number of the table or stand.
    """

    starts_at: datetime
    ends_at: datetime
    partners: tuple[int, ...]
    spot: Spot
    label: str = ""
    room: str = ""
    link: str = ""

    def text(self) -> str:
        """The facts in fewer than 400 characters: equal for equal facts, else different."""
        fields = [
            *(moment.astimezone(UTC).strftime(_TIME) for moment in (self.starts_at, self.ends_at)),
            ",".join(str(partner) for partner in sorted(self.partners)),
            self.spot.value,
            *(text.replace(SEPARATOR, "/") for text in (self.label, self.room, self.link)),
        ]
        short = [field[:LONGEST_FIELD] for field in fields]
        # What does not fit is told apart by its sum, and shown shortened.
        rest = "" if short == fields else hashlib.sha256(repr(self).encode()).hexdigest()[:16]
        return SEPARATOR.join([*short, rest])


def facts_told(text: str) -> Facts:
    """The facts behind such a text, long names shortened."""
    starts, ends, partners, spot, label, room, link, _rest = text.split(SEPARATOR)
    return Facts(
        starts_at=_moment(starts),
        ends_at=_moment(ends),
        partners=tuple(int(partner) for partner in partners.split(",") if partner),
        spot=Spot(spot),
        label=label,
        room=room,
        link=link,
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
