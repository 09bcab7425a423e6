"""Who does not take part is told what can be done about it."""

import pytest

from app.domain.standing import why_not_yet
from app.domain.states import RegistrationState


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.APPROVED, ""),
        (
            RegistrationState.SUBMITTED,
            "You can ask once the organisers have approved your registration.",
        ),
        (
            RegistrationState.WAITLISTED,
            "You can ask once you have a place: you are on the waiting list.",
        ),
        (
            RegistrationState.OFFERED,
            "You can ask once you have taken the place that is kept for you.",
        ),
        (
            RegistrationState.CANCELLED,
            "You have cancelled your registration: you can ask if you register again.",
        ),
        (
            RegistrationState.REJECTED,
            "You do not take part in this event, so you cannot ask.",
        ),
    ],
)
def test_why_not_yet(state: RegistrationState, words: str) -> None:
    assert why_not_yet(state, "ask") == words
