"""What a wish weighs."""

import pytest

from app.domain.states import Level
from app.domain.wishes import weight


@pytest.mark.parametrize(
    ("level_a", "level_b", "score", "expected"),
    [
        (Level.LIKE, Level.LIKE, 0, 20),  # 10·(1+1) + 0
        (Level.TOP, Level.LIKE, 50, 60),  # 10·(3+1) + 20
        (Level.LIKE, Level.TOP, 1, 40),  # 40 + 0.4, rounded down
        (Level.LIKE, Level.LIKE, 64, 46),  # 20 + 25.6, rounded up
        (Level.TOP, Level.TOP, 100, 100),  # 60 + 40
    ],
)
def test_weight(level_a: Level, level_b: Level, score: int, expected: int) -> None:
    assert weight(level_a, level_b, score) == expected


@pytest.mark.parametrize("score", [-1, 101])
def test_weight_refuses_a_score_out_of_range(score: int) -> None:
    with pytest.raises(ValueError, match="is not 0 to 100"):
        weight(Level.LIKE, Level.LIKE, score)


def test_the_own_order_decides_between_equals_and_never_against_a_level() -> None:
    plain = weight(Level.LIKE, Level.LIKE, 50)
    # 40; 40 + 3; 40 + 3 + 2; the fourth place adds nothing
    assert plain == 40
    assert weight(Level.LIKE, Level.LIKE, 50, place_a=1) == 43
    assert weight(Level.LIKE, Level.LIKE, 50, place_a=1, place_b=2) == 45
    assert weight(Level.LIKE, Level.LIKE, 50, place_b=4) == 40
    most = weight(Level.LIKE, Level.LIKE, 50, place_a=1, place_b=1)
    assert most < weight(Level.TOP, Level.LIKE, 50)
