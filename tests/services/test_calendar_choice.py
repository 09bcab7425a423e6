"""What may be chosen of how an own calendar learns of meetings."""

from datetime import datetime

import pytest

from app.domain.errors import InvalidInputError
from app.domain.states import CalendarChoice
from app.services import calendar_choice
from tests.factory import Factory


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("minutes", [0, 7, -5, 10**9])
def test_only_the_offered_reminders_are_taken(
    factory: Factory, now: datetime, minutes: int
) -> None:
    person = factory.registration(factory.edition())
    with pytest.raises(InvalidInputError) as refused:
        calendar_choice.choose(person, CalendarChoice.BOTH, reminder_minutes=minutes, now=now)
    assert set(refused.value.fields) == {"reminder_minutes"}
    assert (person.calendar_choice, person.reminder_minutes) == (CalendarChoice.MAIL, None)
