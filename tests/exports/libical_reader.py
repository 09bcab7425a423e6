"""Run by the system's Python, which has libical: calendars in, what libical makes of them out.

Reads a JSON list of calendars from standard input and writes a JSON list of
{"legal": bool, "errors": int, "events": [[uid, start, end, summary, location, description,
sequence]]}, with times as seconds since 1970; null for what libical cannot read at all.
"""

# mypy: ignore-errors
# libical's Python has no types, and is not the one that the project runs on.

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - only after the version is named

EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT


def reading(text):
    """What libical makes of one calendar."""
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None:
        return None
    events = []
    event = calendar.get_first_component(EVENT)
    while event is not None:
        events.append(
            [
                event.get_uid(),
                event.get_dtstart().as_timet(),
                event.get_dtend().as_timet(),
                event.get_summary(),
                event.get_location(),
                event.get_description(),
                event.get_sequence(),
            ]
        )
        event = calendar.get_next_component(EVENT)
    legal = bool(ICalGLib.restriction_check(calendar))
    return {"legal": legal, "errors": calendar.count_errors(), "events": events}


json.dump([reading(text) for text in json.load(sys.stdin)], sys.stdout)
