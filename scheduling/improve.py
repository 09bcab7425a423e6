"""Simulated annealing: moves a request to another option and lets whoever is in the way move on.

A step takes one request to a random option. Meetings that it pushes out go to the slot that it
came from, push others out in turn (a Kempe chain), or find another option, or drop out. A step
that makes the schedule worse is kept with a probability that falls as the search cools down.
The budget is a number of steps, so that a seed always gives the same schedule.
"""

import math
import random
from collections.abc import Callable

from scheduling.construct import insert
from scheduling.draft import NOT_CHOSEN, Draft

HOT, COLD = 2.0, 0.15
LONGEST_CHAIN = 8
STEPS_PER_REPORT = 200
HOPELESS = -50


class Annealing:
    """Improves a draft in place; `best` is the best schedule met, `best_gain` what it gained."""

    def __init__(self, draft: Draft, seed: int) -> None:
        problem = draft.problem
        self.draft = draft
        self.best = draft.options()
        self.best_gain = 0
        self._gain = 0
        self._random = random.Random(seed)  # noqa: S311 - a search, no secret
        self._price = problem.instance.goals.idle_slot
        self._pinned = [request.pinned is not None for request in problem.instance.requests]
        self._movable = [
            request
            for request, numbers in enumerate(problem.options_of)
            if len(numbers) > 1 or (numbers and not problem.must[request])
        ]
        self._in_slot: list[set[int]] = [set() for _ in problem.block_of]
        for number in draft.options():
            self._in_slot[problem.options[number].slot].add(problem.options[number].request)
        self._log: list[tuple[int, bool]] = []
        self._moved: set[int] = set()

    def run(
        self,
        steps: int,
        *,
        stop: Callable[[], bool],
        report: Callable[[int], None] = lambda gain: None,
        enough: float = math.inf,
    ) -> None:
        """Take `steps` steps, cooling down; fewer where `stop` says so or the gain is `enough`."""
        for step in range(steps if self._movable else 0):
            if self.best_gain >= enough:
                break
            if step % STEPS_PER_REPORT == 0:
                report(self.best_gain)
                if stop():
                    break
            self._step(HOT * (COLD / HOT) ** (step / steps))
        report(self.best_gain)

    def _step(self, heat: float) -> None:
        request = self._random.choice(self._movable)
        number = self._random.choice(self.draft.problem.options_of[request])
        if number == self.draft.chosen[request]:
            return
        before = self._gain
        self._log.clear()
        self._moved = {request}
        if not self._move(request, number) or not self._accept(self._gain - before, heat):
            self._undo(before)
        elif self._gain > self.best_gain:
            self.best_gain, self.best = self._gain, self.draft.options()

    def _accept(self, change: int, heat: float) -> bool:
        if change < HOPELESS * heat:  # whole numbers here may be too large for a float
            return False
        return change >= 0 or self._random.random() < math.exp(change / heat)

    def _move(self, request: int, number: int) -> bool:
        """Take the request to the option and everybody in the way somewhere else."""
        options = self.draft.problem.options
        old = self.draft.chosen[request]
        if old != NOT_CHOSEN:
            self._take(request)
        slot = options[number].slot
        other = options[old].slot if old != NOT_CHOSEN else NOT_CHOSEN
        homeless = self._force(number)
        if homeless is None:
            return False
        waiting = [(one, other, slot) for one in homeless]
        while waiting:
            one, target, origin = waiting.pop()
            pushed = self._push_to(one, target) if target != NOT_CHOSEN else None
            if pushed is not None:
                waiting.extend((next_one, origin, target) for next_one in pushed)
            elif not self._settle(one):
                return False
        return True

    def _push_to(self, request: int, slot: int) -> list[int] | None:
        """Take the request to the slot, whoever is in the way; None where that cannot be."""
        if len(self._moved) > LONGEST_CHAIN:
            return None
        options = self.draft.problem.options
        mine = [n for n in self.draft.problem.options_of[request] if options[n].slot == slot]
        for number in mine:
            if self.draft.fits(number):
                self._put(number)
                return []
        mark, gain = len(self._log), self._gain
        pushed = self._force(mine[0]) if mine else None
        if pushed is None:
            self._undo(gain, mark)
        return pushed

    def _settle(self, request: int) -> bool:
        """Find the request another option that fits, or drop it; False where it may not drop."""
        if insert(self.draft, request):
            number = self.draft.chosen[request]
            self.draft.take(request)
            self._put(number)
            return True
        return not self.draft.problem.must[request]

    def _force(self, number: int) -> list[int] | None:
        """Choose the option; gives the requests that had to go, or None where some cannot."""
        option = self.draft.problem.options[number]
        gone: list[int] = []
        for person in (option.first, option.second):
            if not self.draft.has_desk(person, option.slot) and not self._evict(
                self.draft.at[person][option.slot], gone
            ):
                return None
        for person in (option.first, option.second):
            while self.draft.is_full(person, option.slot):
                if not self._evict(self._of_full(person, option.slot), gone):
                    return None
        while self.draft.full_rooms(option.slot, option.spot):
            if not self._evict(self._seated(number), gone):
                return None
        if not self.draft.fits(number):
            return None
        self._put(number)
        return gone

    def _of_full(self, person: int, slot: int) -> list[int]:
        """Meetings of which one must go before the person may have another one in the slot."""
        problem = self.draft.problem
        limits, block = problem.people[person], problem.block_of[slot]
        in_block = [one for at in problem.blocks[block] for one in self.draft.at[person][at]]
        if self.draft.in_block[person][block] >= limits.max_per_block:
            return in_block
        if self.draft.count[person] >= limits.max_meetings:
            return [one for at in self.draft.at[person] for one in at]
        return in_block  # too many in a row

    def _seated(self, number: int) -> list[int]:
        """Meetings in the option's slot that take a desk in a room that is full."""
        problem = self.draft.problem
        option = problem.options[number]
        room = problem.rooms[option.slot][self.draft.full_rooms(option.slot, option.spot)[0]]
        return [
            one
            for one in sorted(self._in_slot[option.slot])
            if problem.options[self.draft.chosen[one]].spot in room.spots
        ]

    def _evict(self, candidates: list[int], gone: list[int]) -> bool:
        """Take one of these away: the cheapest, or now and then any."""
        free = [one for one in candidates if one not in self._moved and not self._pinned[one]]
        if not free:
            return False
        if self._random.random() < 0.3:
            one = self._random.choice(free)
        else:
            one = min(free, key=lambda request: self.draft.problem.worth[request])
        self._take(one)
        self._moved.add(one)
        gone.append(one)
        return True

    def _put(self, number: int) -> None:
        option = self.draft.problem.options[number]
        waits = self._waits(number)
        self._gain += self.draft.gain(number)
        self.draft.put(number)
        self._gain -= self._price * (self._waits(number) - waits)
        self._in_slot[option.slot].add(option.request)
        self._log.append((number, True))

    def _take(self, request: int) -> None:
        number = self.draft.chosen[request]
        waits = self._waits(number)
        self.draft.take(request)
        self._gain -= self.draft.gain(number)
        self._gain -= self._price * (self._waits(number) - waits)
        self._in_slot[self.draft.problem.options[number].slot].discard(request)
        self._log.append((number, False))

    def _undo(self, gain: int, mark: int = 0) -> None:
        """Back to where the log had `mark` entries and the gain was `gain`."""
        options = self.draft.problem.options
        while len(self._log) > mark:
            number, was_put = self._log.pop()
            request, slot = options[number].request, options[number].slot
            if was_put:
                self.draft.take(request)
                self._in_slot[slot].discard(request)
            else:
                self.draft.put(number)
                self._in_slot[slot].add(request)
        self._gain = gain

    def _waits(self, number: int) -> int:
        """Idle slots of the option's two people in its block."""
        option = self.draft.problem.options[number]
        return self._idle(option.first, option.slot) + self._idle(option.second, option.slot)

    def _idle(self, person: int, slot: int) -> int:
        problem, at = self.draft.problem, self.draft.at[person]
        available = problem.people[person].available
        idle = pending = 0
        begun = False
        for one in problem.blocks[problem.block_of[slot]]:
            if at[one]:
                idle += pending
                pending, begun = 0, True
            elif begun and available >> one & 1:
                pending += 1
        return idle
