"""States and the steps between them."""

import pytest

from app.domain import states


@pytest.mark.parametrize("kind", states.State.__subclasses__())
def test_every_state_knows_its_next_states(kind: type[states.State]) -> None:
    for state in kind:
        assert state not in state.next_states
        assert state.next_states <= set(kind)


def test_a_final_schedule_may_be_opened_again_but_a_closed_edition_not() -> None:
    final, closed = states.EditionState.FINAL, states.EditionState.CLOSED
    assert final.may_become(states.EditionState.SCHEDULED)
    assert not closed.may_become(states.EditionState.RUNNING)


def test_what_is_open_when() -> None:
    takes = [
        (one.takes_registrations, one.takes_requests, one.takes_bookings, one.is_public)
        for one in (
            states.EditionState.DRAFT,
            states.EditionState.REGISTRATION_OPEN,
            states.EditionState.BOOKING_OPEN,
            states.EditionState.BOOKING_CLOSED,
            states.EditionState.FINAL,
        )
    ]
    assert takes == [
        (False, False, False, False),
        (True, False, False, True),
        (True, True, True, True),
        (False, False, True, True),
        (False, False, False, True),
    ]
