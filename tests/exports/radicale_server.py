"""A calendar server (Radicale) to put calendars on, as telephones and Thunderbird do by CalDAV."""

import atexit
import functools
import logging
import re
import tempfile
from datetime import UTC, datetime
from itertools import count

from radicale import config
from radicale.app import Application
from radicale.log import logger
from werkzeug.test import Client, TestResponse

OWNER = {"Authorization": "Basic b3duZXI6b3duZXI="}  # owner:owner, and the server believes anybody
FIND = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Shelf:
    """One empty calendar on the server."""

    _numbers = count(1)

    def __init__(self) -> None:
        self._client = _server()
        self._path = f"/owner/{next(self._numbers)}/"
        assert self._ask("MKCALENDAR").status_code == 201

    def put(self, name: str, data: bytes) -> int:
        """Store one event under a name; the server's status: 400 is its refusal."""
        return self._ask("PUT", name, data).status_code

    def put_all(self, data: bytes) -> int:
        """Replace the whole calendar by these events; the server's status."""
        return self._ask("PUT", "", data).status_code

    def read(self) -> bytes:
        """All that it holds, as the server writes it."""
        whole: bytes = self._ask("GET").data
        return whole

    def found_between(self, start: datetime, end: datetime) -> int:
        """How many events the server finds in a span of time."""
        wanted = FIND.format(start=start.astimezone(UTC), end=end.astimezone(UTC))
        found = self._ask("REPORT", "", wanted.encode(), "text/xml")
        assert found.status_code == 207
        # Which prefix the namespace has depends on what else the process has loaded.
        return len(re.findall(r"<(?:\w+:)?response\b", found.text))

    def _ask(
        self, method: str, name: str = "", data: bytes = b"", kind: str = "text/calendar"
    ) -> TestResponse:
        return self._client.open(
            self._path + name, method=method, data=data, headers=OWNER, content_type=kind
        )


@functools.cache
def _server() -> Client:
    folder = tempfile.TemporaryDirectory(prefix="radicale-")
    atexit.register(folder.cleanup)
    settings = config.load()
    values = {
        "storage": {"filesystem_folder": folder.name, "_filesystem_fsync": "False"},
        "auth": {"type": "none"},
    }
    settings.update(values, "tests", privileged=True)
    logger.setLevel(logging.CRITICAL)
    return Client(Application(settings))
