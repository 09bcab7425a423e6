"""Run by the system's Python, which has libical: calendars in, what libical makes of them out.

Answers each line of standard input, a JSON list of calendars, with a line: a JSON list of
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
    try:
        calendar = ICalGLib.Component.new_from_string(text)
    except TypeError:  # how its Python says NULL
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


for line in sys.stdin:
    print(json.dumps([reading(text) for text in json.loads(line)]), flush=True)
