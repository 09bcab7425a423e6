"""All tasks that the worker does again and again: add yours here, a line each."""

from datetime import datetime, timedelta

from app.installation import data_folder
from app.mailing import inbox_is_read, minutes_between_readings
from app.services.code_ends import forget_old_codes
from app.services.inbox import read_if_there_is_one
from app.services.periodic import Task, forget_old_counts
from app.services.privacy import retention
from app.services.request_expiry import watch_over_requests
from app.services.sending import forget_old_mails
from app.services.waiting_list import expire_offers


def keep_no_longer(now: datetime) -> int:
    """Erase what retention says, files included."""
    return retention.keep_no_longer(now, data=data_folder())


TASKS: tuple[Task, ...] = (
    Task("forget old counts", timedelta(hours=1), forget_old_counts),
    Task("forget old codes", timedelta(hours=1), forget_old_codes),
    Task("offer free places on", timedelta(minutes=1), expire_offers),
    Task("keep no longer than promised", timedelta(hours=6), keep_no_longer),
    Task("forget old mails", timedelta(days=1), forget_old_mails),
    Task("remind of requests and end them", timedelta(minutes=5), watch_over_requests),
)


def inbox_tasks() -> tuple[Task, ...]:
    """Reading what comes back, where a mailbox is set; a server that is slow holds up no other."""
    every = timedelta(minutes=minutes_between_readings())
    return (Task("read what comes back", every, read_if_there_is_one),) if inbox_is_read() else ()
