"""The watch over a run, with searches that do nothing but wait."""

import threading
import time
from collections.abc import Callable

import pytest

from scheduling.result import Progress, Settings, StoppedBy
from scheduling.watch import Watch


def wait_for(watch: Watch) -> Callable[[], str]:
    """A search that goes on until it is told to stop."""

    def search() -> str:
        while not watch.stopping():
            time.sleep(0.01)
        return "best so far"

    return search


def test_the_answer_of_the_search() -> None:
    watch = Watch(Settings())

    assert watch.run(lambda: 42) == 42
    assert watch.stopped_by is None


def test_the_clock_stops_it() -> None:
    watch = Watch(Settings(seconds=0.1))

    assert watch.run(wait_for(watch)) == "best so far"
    assert watch.stopped_by is StoppedBy.CLOCK


def test_a_person_stops_it() -> None:
    watch = Watch(Settings(), should_stop=lambda: True)

    assert watch.run(wait_for(watch)) == "best so far"
    assert watch.stopped_by is StoppedBy.CANCEL


def test_whoever_cannot_look_is_interrupted_until_it_ends() -> None:
    """As a solver does that begins a moment after the first interruption."""
    watch = Watch(Settings(seconds=0.05))
    calls: list[int] = []
    enough = threading.Event()

    def interrupt() -> None:
        calls.append(1)
        if len(calls) == 3:
            enough.set()

    def search() -> bool:
        with watch.interruptible(interrupt):
            return enough.wait(10)

    assert watch.run(search)


def test_nobody_is_interrupted_after_it_has_ended() -> None:
    watch = Watch(Settings(seconds=0.05))
    calls: list[int] = []

    def search() -> str:
        with watch.interruptible(lambda: calls.append(1)):
            pass
        return wait_for(watch)()

    watch.run(search)
    assert calls == []


def test_listeners_are_called_in_the_caller_s_thread() -> None:
    threads: set[int] = set()

    def on_progress(progress: Progress) -> None:
        threads.add(threading.get_ident())

    def should_stop() -> bool:
        threads.add(threading.get_ident())
        return True

    watch = Watch(Settings(), on_progress, should_stop)
    watch.run(wait_for(watch))

    assert threads == {threading.get_ident()}


def test_what_changes_is_kept_once() -> None:
    watch = Watch(Settings())
    watch.stage("bound")
    watch.bounded(9)
    watch.found(3)
    watch.found(3)
    watch.found(5)

    assert [(one.stage, one.total, one.bound) for one in watch.progress] == [
        ("bound", None, None),
        ("bound", None, 9),
        ("bound", 3, 9),
        ("bound", 5, 9),
    ]


def test_a_fault_of_the_search_reaches_the_caller() -> None:
    def search() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Watch(Settings()).run(search)


def test_a_fault_of_a_listener_stops_the_search() -> None:
    def should_stop() -> bool:
        raise ZeroDivisionError

    watch = Watch(Settings(), should_stop=should_stop)
    with pytest.raises(ZeroDivisionError):
        watch.run(wait_for(watch))

    assert watch.stopped_by is StoppedBy.CANCEL
    assert "search" not in {t.name for t in threading.enumerate()}
