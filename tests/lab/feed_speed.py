"""How long a calendar waits for its feed, and how much of a core a thousand polls a minute take.

    python -m tests.lab.feed_speed [--people 200] [--meetings 15] [--polls 2000]

Polls as the calendars of a large event do: nine of ten have the newest already, and now and then
a meeting changes. First in this process, then over a web server with one process and eight
threads, asked by eight at once.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import update

from app import create_app
from app.domain.states import OrganisationKind, VersionKind
from app.models import Attendance, CalendarIdentity, Meeting, MeetingRequest, ScheduleVersion
from app.services import feeds
from app.services.transaction import writing
from tests.conftest import NOW, settings
from tests.factory import Factory

# A path and a tag ("" for none) → the status and the new tag.
Ask = Callable[[str, str], tuple[int, str]]
TOP = Path(__file__).resolve().parents[2]
AT_ONCE = 8
CHANGE_EVERY = 50


def main() -> None:
    """Make the event, then poll."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--meetings", type=int, default=15)
    parser.add_argument("--polls", type=int, default=2000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        app = create_app(settings(Path(folder)))
        sys.stderr = nowhere  # a line of log for each poll
        with app.app_context():
            upgrade()
            paths = [f"/feeds/{token}.ics" for token in fill(wanted.people, wanted.meetings)]
        client = app.test_client()

        def ask(path: str, tag: str) -> tuple[int, str]:
            with app.app_context():
                answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
            return answer.status_code, answer.headers["ETag"]

        begun = time.process_time()
        poll("in process", app, ask, paths, wanted.polls, at_once=1)
        say_share(time.process_time() - begun, wanted.polls)
        with served(Path(folder)) as (port, pid):
            used = cpu_seconds(pid)
            poll("over HTTP", app, over_http(port), paths, wanted.polls, at_once=AT_ONCE)
            say_share(cpu_seconds(pid) - used, wanted.polls)


def fill(people: int, meetings: int) -> list[str]:
    """An event where each of `people` meets `meetings` hubs; a token for each of them."""
    factory = Factory(NOW)
    edition = factory.edition(slug="large", venue="Copernicus Centre")
    slots = factory.block(edition, slots=meetings).slots
    live = ScheduleVersion(edition_id=edition.id, kind=VersionKind.LIVE, created_at=NOW)
    factory.add(live)
    hubs = [
        factory.registration(edition, factory.organisation(OrganisationKind.HUB)) for _ in slots
    ]
    asking = [factory.registration(edition) for _ in range(people)]
    with writing() as session:
        for person in asking:
            for hub, slot in zip(hubs, slots, strict=True):
                pair = sorted([person.organisation_id, hub.organisation_id])
                request = MeetingRequest(
                    edition_id=edition.id,
                    from_registration_id=person.id,
                    to_registration_id=hub.id,
                    to_organisation_id=hub.organisation_id,
                    first_organisation_id=pair[0],
                    second_organisation_id=pair[1],
                    state="accepted",
                    topic="Robots that see",
                    match_score=50,
                    created_at=NOW,
                )
                session.add(request)
                session.flush()
                both = [Attendance(registration_id=one.id) for one in (person, hub)]
                about = {"request_id": request.id, "changed_at": NOW}
                known = {"registration_id": person.id, "uid": f"{request.public_id}@hubmeet"}
                session.add(CalendarIdentity(**about, **known))
                session.add(Meeting(**about, version_id=live.id, slot_id=slot.id, attendances=both))
    return [feeds.make(person, now=NOW) for person in asking]


def poll(where: str, app: Flask, ask: Ask, paths: list[str], polls: int, *, at_once: int) -> None:
    """Ask so often; one of ten has lost its tag. Prints a line for each status."""
    chance = random.Random(1)  # noqa: S311 - no secret
    tags = {path: ask(path, "")[1] for path in paths}
    taken: dict[int, list[float]] = {}
    noting = threading.Lock()
    plan = [(chance.choice(paths), chance.random() < 0.9) for _ in range(polls)]

    def one(number: int) -> None:
        path, has_tag = plan[number]
        if number % CHANGE_EVERY == 0:
            change(app, number)
        begun = time.perf_counter()
        status, tag = ask(path, tags[path] if has_tag else "")
        milliseconds = 1000 * (time.perf_counter() - begun)
        with noting:
            tags[path] = tag
            taken.setdefault(status, []).append(milliseconds)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, range(polls)))
    for status, found in sorted(taken.items()):
        found.sort()
        late = found[int(0.95 * (len(found) - 1))]
        print(
            f"{where:10} {status}: {len(found):5} polls, median {statistics.median(found):6.1f} ms,"
            f" 95 of 100 within {late:6.1f} ms, slowest {found[-1]:6.1f} ms"
        )


def change(app: Flask, number: int) -> None:
    """One person's meetings are about something else."""
    with app.app_context(), writing() as session:
        session.execute(
            update(MeetingRequest)
            .where(MeetingRequest.id == number + 1)
            .values(topic=f"Robots, version {time.monotonic()}")
        )


def say_share(seconds: float, polls: int) -> None:
    """What the polls cost, as the share of a core that a thousand a minute would take."""
    each = seconds / polls
    print(f"           {1000 * each:.1f} ms of CPU a poll: {each * 1000 / 60:.0%} of a core")


@contextmanager
def served(data: Path) -> Iterator[tuple[int, int]]:
    """A web server on the same data: its port, and its working process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        environment = os.environ | {"HUBMEET_ENV": "development", "HUBMEET_DATA": str(data)}
        command = [sys.executable, "-m", "gunicorn", "wsgi:application", "--no-control-socket"]
        command += ["--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread"]
        server = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--threads", str(AT_ONCE)],
            cwd=TOP,
            env=environment,
            pass_fds=[listener.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            over_http(port)("/healthz", "")  # waits until it has started
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
            yield port, int(children.split()[0])
        finally:
            server.terminate()
            server.wait(20)


def over_http(port: int) -> Ask:
    """Asks as a calendar does, over a connection of its own."""

    def ask(path: str, tag: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers.get("ETag", "")

    return ask


def cpu_seconds(pid: int) -> float:
    """What the process has used of the CPU."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
