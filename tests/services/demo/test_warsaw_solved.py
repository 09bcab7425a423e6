"""Warsaw 2018, solved by the real engine: what the demo promises to show."""

from datetime import datetime

import pytest
from flask import Flask

from app.services.access import edition_by_slug
from app.services.build_instance import build_instance
from app.services.demo import ROLES, load_demo
from scheduling.check import check
from scheduling.result import Reason, Settings, Status
from scheduling.solve import solve


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_warsaw_is_solved_to_the_proof_and_leaves_some_out_for_three_reasons(
    app: Flask, now: datetime
) -> None:
    load_demo(dict.fromkeys(ROLES, "a quiet harbour"), now=now)
    instance = build_instance(edition_by_slug("dih-2018-warsaw"))
    result = solve(instance, Settings(seconds=60))
    assert result.status is Status.OPTIMAL
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    # Only Würth's delegate, who asked nobody, has no meeting
    assert result.counts is not None
    assert result.counts.participants_without_meeting == 1
    reasons = {one.reason for one in result.unscheduled}
    assert reasons >= {Reason.SIDE_FULL, Reason.PARTICIPANT_FULL, Reason.NO_COMMON_SLOT}
