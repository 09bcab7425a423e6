"""Every phase is named, and steps back are told from steps forward."""

import pytest

from app.domain.phases import ORDER, PHASES, is_step_back
from app.domain.presets import GOALS, Preset, preset_of
from app.domain.states import EditionState


def test_every_state_is_a_phase_in_the_order_of_the_states() -> None:
    assert list(PHASES) == list(EditionState)
    assert list(EditionState) == list(ORDER)


@pytest.mark.parametrize(
    ("start", "target", "is_back"),
    [
        (EditionState.DRAFT, EditionState.REGISTRATION_OPEN, False),
        (EditionState.REGISTRATION_OPEN, EditionState.DRAFT, True),
        (EditionState.SCHEDULED, EditionState.BOOKING_OPEN, True),
        (EditionState.BOOKING_CLOSED, EditionState.SCHEDULED, False),
    ],
)
def test_which_steps_lead_back(start: EditionState, target: EditionState, is_back: bool) -> None:
    assert is_step_back(start, target) is is_back


def test_a_preset_is_known_by_its_goals() -> None:
    assert [(one, goals.reach, goals.idle_slot_price) for one, goals in GOALS.items()] == [
        (Preset.COVERAGE, 1, 4),
        (Preset.FAIRNESS, 3, 4),
        (Preset.COMPACT, 1, 12),
    ]
    assert [preset_of(goals.reach, goals.idle_slot_price) for goals in GOALS.values()] == list(
        Preset
    )
    assert preset_of(2, 4) is None
