"""The panel of calendar judges: good calendars pass all, each fault is noticed by one at least."""

import pytest

from tests.exports.calendar_panel import JUDGES, Case, cases, objectors
from tests.exports.calendar_readers import agreed
from tests.exports.calendar_rules import house_rules, rules_of_an_invite_mail
from tests.exports.hand_made import cancel, feed, mail, request

CASES = {case.name: case for case in cases()}
# Radicale notices no fault alone. It stays since no other stores: test_calendar_store.py.
NEEDED = {"bytes", "house", "libical", "ical.js", "vobject", "ics", "mail"}


@pytest.mark.parametrize(("good", "events"), [(feed(), 2), (request(), 1), (cancel(), 1)])
def test_what_is_good_passes_every_judge(good: bytes, events: int) -> None:
    house_rules(good)
    assert len(agreed(good)) == events


def test_a_good_mail_passes() -> None:
    assert rules_of_an_invite_mail(mail(request()).as_bytes()) == request()
    assert rules_of_an_invite_mail(mail(cancel(), "CANCEL").as_bytes()) == cancel()


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_noticed(name: str) -> None:
    case = CASES[name]
    assert case.data != case.good
    assert objectors(case) != []


def test_every_judge_but_one_is_needed() -> None:
    found = [objectors(case) for case in CASES.values()]
    alone = {judges[0] for judges in found if len(judges) == 1}
    assert alone == NEEDED
    assert {*JUDGES, "mail"} - NEEDED == {"Radicale"}


def test_a_judge_who_is_asleep_is_noticed() -> None:
    assert objectors(Case("nothing is wrong", feed(), feed())) == []
