"""`flask periodic`."""

import pytest
from flask import Flask


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_due_tasks_are_done_once_and_a_named_one_always(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["periodic"])
    assert first.exit_code == 0
    assert "forget old counts: 0" in first.output.splitlines()
    assert runner.invoke(args=["periodic"]).output == ""
    named = runner.invoke(args=["periodic", "--name", "forget old counts"])
    assert named.output == "forget old counts: 0\n"
    unknown = runner.invoke(args=["periodic", "--name", "juggle"])
    assert unknown.exit_code == 2
