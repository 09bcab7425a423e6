"""What a wish to meet weighs for the solver."""

from app.domain.states import Level

LEVELS = {Level.LIKE: 1, Level.TOP: 3}
# The first three of a side's own order; nothing where a side ordered nothing.
ORDER_POINTS = {1: 3, 2: 2, 3: 1}


def weight(
    level_a: Level,
    level_b: Level,
    match_score: int,
    *,
    place_a: int | None = None,
    place_b: int | None = None,
) -> int:
    """A meeting counts more the more both sides want it and the better they match.

    10 · (level + level) + 0.4 · score, with like 1 and top 3: 20 to 100. `match_score` is 0 to
    100; raises ValueError for another. `place_a` and `place_b` are the request's places in the
    order that each side gave to its accepted requests: 3, 2 and 1 points, so that the order
    decides between requests that are worth about the same, and never against a level.
    """
    if not 0 <= match_score <= 100:
        raise ValueError(f"match_score {match_score} is not 0 to 100")
    # Rounded half up in whole numbers: 0.4 · score = 4 · score / 10.
    wish = 10 * (LEVELS[level_a] + LEVELS[level_b]) + (4 * match_score + 5) // 10
    return wish + order_points(place_a) + order_points(place_b)


def order_points(place: int | None) -> int:
    """What a place in a side's own order adds."""
    return ORDER_POINTS.get(place or 0, 0)
