"""Whatever people do in whatever order: the rows agree with a plain model, and nothing is broken.

pytest --hypothesis-profile=nightly tests/services/test_random_steps.py     many more steps
"""

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.extensions import db
from app.services import occupancy
from tests.services.random_event import RandomEvent

EXAMPLES = {"sqlite": (12, 25), "postgresql": (5, 20)}
ALWAYS = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


def how_much(engine_name: str) -> settings:
    """The same few examples each time, or the night's many, each time others."""
    if settings.get_current_profile_name() == "nightly":
        return settings(settings.get_profile("nightly"), **ALWAYS)  # type: ignore[arg-type] # mixed values
    examples, steps = EXAMPLES[engine_name]
    return settings(max_examples=examples, stateful_step_count=steps, derandomize=True, **ALWAYS)  # type: ignore[arg-type] # mixed values


@pytest.mark.slow
def test_whatever_people_do_nothing_is_broken(app: Flask, engine_name: str) -> None:
    RandomEvent.done.clear()
    run_state_machine_as_test(RandomEvent, settings=how_much(engine_name))
    if engine_name == "sqlite":
        orphans = db.session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
        assert orphans == []
        # What is always refused would show nothing.
        assert {"accept", "ask", "book", "decide", "offer", "publish"} <= set(RandomEvent.done)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_lost_guard_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody's time is written down, and the first booking shows it."""
    monkeypatch.setattr(occupancy, "occupy", lambda *_: None)
    event = RandomEvent()
    event.nothing_is_broken()
    event.book(who=3, which=0)
    with pytest.raises(AssertionError, match="holds"):
        event.nothing_is_broken()
