"""Every goal as terms of CP-SAT's objective, in the points of `objective.py`.

Only what the free options can change is said; what fixed options contribute is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from scheduling.cpsat.variables import Literal, Variables, negated
from scheduling.spots import Spot

Term = tuple[Literal, int]
Goal = Callable[[Variables], Iterator[Term]]


def weight(made: Variables) -> Iterator[Term]:
    """Requests that are scheduled count by their weight."""
    for number in made.free:
        worth = made.problem.worth[made.problem.options[number].request]
        yield made.chosen[number], worth


def change(made: Variables) -> Iterator[Term]:
    """Published meetings that stay in their slot spare the price of a change."""
    for number in made.free:
        option = made.problem.options[number]
        if made.problem.keep[option.request] == option.slot:
            yield made.chosen[number], made.problem.instance.goals.change


def idle_slot(made: Variables) -> Iterator[Term]:
    """Every available slot that somebody waits through between two meetings costs."""
    price = made.problem.instance.goals.idle_slot
    if not price:
        return
    for person, block in _days(made):
        available = made.problem.people[person].available
        busy = [made.busy(person, slot) for slot in block]
        before, after = _running(made, busy), _running(made, busy[::-1])[::-1]
        for rank in range(1, len(block) - 1):
            if available >> block[rank] & 1:
                waits = [negated(before[rank - 1]), negated(after[rank + 1]), busy[rank]]
                yield _price_unless(made, waits), -price


def idle_group(made: Variables) -> Iterator[Term]:
    """Every interruption of somebody's row of meetings costs, however long it is."""
    price = made.problem.instance.goals.idle_group
    if price:
        for person, block in _days(made):
            for literal in _interruptions(made, person, block):
                yield literal, -price


def table_move(made: Variables) -> Iterator[Term]:
    """Every change of table between two back-to-back meetings costs."""
    price = made.problem.instance.goals.table_move
    yield from _moves(made, price, lambda spot: f"{spot.places[0]}\n{spot.table}")


def zone_hop(made: Variables) -> Iterator[Term]:
    """Every change of zone between two back-to-back meetings costs."""
    zone = {place.id: place.zone for place in made.problem.instance.places}
    yield from _moves(made, made.problem.instance.goals.zone_hop, lambda spot: zone[spot.places[0]])


def waiting(made: Variables) -> Iterator[Term]:
    """What idle slots and idle groups cost together."""
    yield from idle_slot(made)
    yield from idle_group(made)


def no_waiting(made: Variables) -> Iterator[Term]:
    """Nothing: the goal of a search that only selects."""
    yield from ()


GOALS: tuple[Goal, ...] = (weight, change)
SEATED_GOALS: tuple[Goal, ...] = (table_move, zone_hop)


def steps(made: Variables) -> list[list[Literal]]:
    """For every person a literal per meeting that counts: their first, their second …

    What the n-th brings is `rewards[n]`; those that fixed options earn already are True.
    """
    of_person: dict[int, list[Literal]] = defaultdict(list)
    for number in made.active:
        option = made.problem.options[number]
        of_person[option.first].append(made.chosen[number])
        of_person[option.second].append(made.chosen[number])
    return [
        _steps_of(made, of_person[number], len(person.rewards))
        for number, person in enumerate(made.problem.people)
    ]


def keep_groups_close(made: Variables, difference: int) -> None:
    """Nobody has more than `difference` groups of idle slots more than another."""
    groups = [_all_interruptions(made, person) for person in range(len(made.problem.people))]
    most = max((len(of_person) for of_person in groups), default=0)
    fewest = made.model.new_int_var(0, most, "")
    hinted = (sum(made.hint(literal) for literal in of_person) for of_person in groups)
    made.model.add_hint(fewest, min(hinted, default=0))
    for of_person in groups:
        made.model.add(sum(of_person) >= fewest)
        made.model.add(sum(of_person) <= fewest + difference)


def _all_interruptions(made: Variables, person: int) -> list[Literal]:
    blocks = made.problem.blocks
    return [one for block in blocks for one in _interruptions(made, person, block)]


def _steps_of(made: Variables, chosen: list[Literal], length: int) -> list[Literal]:
    certain = sum(literal is True for literal in chosen)
    open_ = [literal for literal in chosen if not isinstance(literal, bool)]
    hinted = certain + sum(made.hint(literal) for literal in open_)
    known: list[Literal] = [True] * min(certain, length)
    found = [made.new(n < hinted) for n in range(certain, min(length, certain + len(open_)))]
    if len(found) == 1:
        made.model.add_bool_or([*open_, ~found[0]])
    elif found:
        made.model.add(sum(found) <= sum(open_))
    for one, next_one in pairwise(found):
        made.model.add_implication(next_one, one)
    return known + found


def _days(made: Variables) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every person and block in which a free option can change when they are busy."""
    touched: dict[tuple[int, int], None] = {}
    for number in made.free:
        option = made.problem.options[number]
        block = made.problem.block_of[option.slot]
        touched[option.first, block] = None
        touched[option.second, block] = None
    for person, block in sorted(touched):
        yield person, made.problem.blocks[block]


def _running(made: Variables, busy: Sequence[Literal], *, exact: bool = False) -> list[Literal]:
    """For every rank whether there was a meeting up to it."""
    found: list[Literal] = [busy[0]]
    for one in busy[1:]:
        found.append(made.any_of([found[-1], one], exact=exact))
    return found


def _price_unless(made: Variables, excuses: Sequence[Literal]) -> Literal:
    """A literal that must be true unless one of these is."""
    if any(excuse is True for excuse in excuses):
        return False
    due = made.new(not any(made.hint(excuse) for excuse in excuses))
    made.require_any([*excuses, due])
    return due


def _interruptions(made: Variables, person: int, block: tuple[int, ...]) -> list[Literal]:
    """For every rank whether somebody starts to meet again in it after a pause; made once."""
    if (person, block) not in made.interruptions:
        busy = [made.busy(person, slot) for slot in block]
        before = _running(made, busy, exact=True)
        made.interruptions[person, block] = [
            _exactly_unless(made, [negated(busy[rank]), busy[rank - 1], negated(before[rank - 2])])
            for rank in range(2, len(block))
        ]
    return made.interruptions[person, block]


def _exactly_unless(made: Variables, excuses: Sequence[Literal]) -> Literal:
    """A literal that is true if and only if none of these is."""
    literal = _price_unless(made, excuses)
    for excuse in excuses:
        made.require_any([negated(literal), negated(excuse)])
    return literal


def _moves(made: Variables, price: int, name: Callable[[Spot], str]) -> Iterator[Term]:
    """The price of every two back-to-back meetings with no named table (or zone) in common."""
    if not price:
        return
    for person, block in _days(made):
        for slot, next_slot in pairwise(block):
            here, there = (_seats(made, person, one, name) for one in (slot, next_slot))
            if here and there:
                yield _move(made, here, there), -price


def _move(made: Variables, here: dict[str, Literal], there: dict[str, Literal]) -> Literal:
    stays = [_both(made, here[one], there[one]) for one in here if one in there]
    sits = [made.any_of(list(seats.values())) for seats in (here, there)]
    return _price_unless(made, [*(negated(one) for one in sits), *stays])


def _both(made: Variables, one: Literal, other: Literal) -> Literal:
    return negated(made.any_of([negated(one), negated(other)]))


def _seats(
    made: Variables, person: int, slot: int, name: Callable[[Spot], str]
) -> dict[str, Literal]:
    """Name of a table (or zone) → whether the person sits at it in the slot."""
    found: dict[str, list[Literal]] = defaultdict(list)
    for number in made.options_at.get((person, slot), ()):
        spot = made.problem.spots.spots[made.problem.options[number].spot]
        if spot.limited:
            found[name(spot)].append(made.chosen[number])
    return {key: made.any_of(literals) for key, literals in found.items()}
