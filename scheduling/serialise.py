"""Text in and out: instances, schedules, results and the published benchmark's files.

Every reader raises FormatError, one line saying where, which value and what is allowed.
"""

from scheduling.dzn import read_dzn
from scheduling.faults import FormatError
from scheduling.instance_format import instance_from_text, instance_to_text
from scheduling.result_format import (
    result_from_text,
    result_to_text,
    schedule_or_result_from_text,
)
from scheduling.schedule_format import schedule_from_text, schedule_to_text

__all__ = [
    "FormatError",
    "instance_from_text",
    "instance_to_text",
    "read_dzn",
    "result_from_text",
    "result_to_text",
    "schedule_from_text",
    "schedule_or_result_from_text",
    "schedule_to_text",
]
