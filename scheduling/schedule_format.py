"""Schedules as text: the format hubmeet.schedule/1."""

from scheduling.json_reading import Node, or_null, read_json
from scheduling.json_writing import lay_out
from scheduling.schedule import Meeting, Schedule

SCHEDULE_FORMAT = "hubmeet.schedule/1"


def schedule_to_text(schedule: Schedule) -> str:
    """The schedule as JSON, a meeting on each line."""
    return lay_out(schedule_document(schedule))


def schedule_from_text(text: str, source: str = "schedule") -> Schedule:
    """Read a schedule; raises FormatError. Whether its names exist is for `check` to say."""
    return read_json(text, source, read_schedule)


def schedule_document(schedule: Schedule) -> dict[str, object]:
    """The schedule as its format names it."""
    meetings = [
        {
            "request": meeting.request,
            "slot": meeting.slot,
            "place": meeting.place,
            "table": meeting.table,
            "participants": list(meeting.participants),
        }
        for meeting in schedule.meetings
    ]
    return {"format": SCHEDULE_FORMAT, "meetings": meetings}


def read_schedule(node: Node) -> Schedule:
    """The schedule in this value."""
    fields = node.fields(("meetings",), ("format",))
    fields.take("format", lambda name: name.choice(SCHEDULE_FORMAT), SCHEDULE_FORMAT)
    return Schedule(fields.need("meetings", lambda meetings: meetings.items(_meeting)))


def _meeting(node: Node) -> Meeting:
    fields = node.fields(("request", "slot", "participants"), ("place", "table"))
    return Meeting(
        request=fields.need("request", Node.text),
        slot=fields.need("slot", Node.text),
        place=fields.take("place", _text_or_null, None),
        table=fields.take("table", _text_or_null, None),
        participants=fields.need("participants", Node.texts),
    )


_text_or_null = or_null(Node.text)
