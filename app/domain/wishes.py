"""What a wish to meet weighs for the solver."""

from app.domain.states import Level

LEVELS = {Level.LIKE: 1, Level.TOP: 3}


def weight(level_a: Level, level_b: Level, match_score: int) -> int:
    """A meeting counts more the more both sides want it and the better they match.

    10 · (level + level) + 0.4 · score, with like 1 and top 3: 20 to 100. `match_score` is 0 to
    100; raises ValueError for another.
    """
    if not 0 <= match_score <= 100:
        raise ValueError(f"match_score {match_score} is not 0 to 100")
    # Rounded half up in whole numbers: 0.4 · score = 4 · score / 10.
    return 10 * (LEVELS[level_a] + LEVELS[level_b]) + (4 * match_score + 5) // 10
