"""A schedule in the making: who is taken when, what still fits, and what stands in the way."""

from collections.abc import Iterable

from scheduling.compile import Problem

NOT_CHOSEN = -1


class Draft:
    """Chosen options with all the counts that the rules need; every rule holds at any time.

    Only `mandatory`, pins and the fairness of idle groups are not its business.
    """

    def __init__(self, problem: Problem, chosen: Iterable[int] = ()) -> None:
        slots, people = len(problem.block_of), len(problem.people)
        self.problem = problem
        self.chosen = [NOT_CHOSEN] * len(problem.options_of)
        self.at: list[list[list[int]]] = [[[] for _ in range(slots)] for _ in range(people)]
        self.count = [0] * people
        self.in_block = [[0] * len(problem.blocks) for _ in range(people)]
        self.seated = [[0] * len(rooms) for rooms in problem.rooms]
        self._rooms = _rooms_of_spots(problem)
        self._earlier, self._later = _order(problem)
        for number in chosen:
            self.put(number)

    def options(self) -> list[int]:
        """The chosen options, by request."""
        return [number for number in self.chosen if number != NOT_CHOSEN]

    def left_out(self) -> list[int]:
        """The requests without an option."""
        return [request for request, n in enumerate(self.chosen) if n == NOT_CHOSEN]

    def put(self, number: int) -> None:
        """Choose an option that fits."""
        request, slot, first, second, spot = self.problem.options[number]
        self.chosen[request] = number
        self._count(slot, first, second, spot, 1)
        self.at[first][slot].append(request)
        self.at[second][slot].append(request)

    def take(self, request: int) -> int:
        """Give up a request's option; returns it."""
        number = self.chosen[request]
        _, slot, first, second, spot = self.problem.options[number]
        self.chosen[request] = NOT_CHOSEN
        self._count(slot, first, second, spot, -1)
        self.at[first][slot].remove(request)
        self.at[second][slot].remove(request)
        return number

    def fits(self, number: int) -> bool:
        """Whether the option can be chosen beside all the others."""
        request, slot, first, second, spot = self.problem.options[number]
        return (
            self.chosen[request] == NOT_CHOSEN
            and self.has_desk(first, slot)
            and self.has_desk(second, slot)
            and not self.is_full(first, slot)
            and not self.is_full(second, slot)
            and not self.full_rooms(slot, spot)
            and not self.is_out_of_order(request, slot)
        )

    def has_desk(self, person: int, slot: int) -> bool:
        """Whether one of the person's desks is free in the slot."""
        return len(self.at[person][slot]) < self.problem.people[person].parallel

    def is_full(self, person: int, slot: int) -> bool:
        """Whether one more meeting in this slot breaks one of the person's own limits."""
        limits = self.problem.people[person]
        return (
            self.count[person] >= limits.max_meetings
            or self.in_block[person][self.problem.block_of[slot]] >= limits.max_per_block
            or self.row_with(person, slot) > limits.max_consecutive
        )

    def row_with(self, person: int, slot: int) -> int:
        """How many adjacent slots of the block the person is busy in, if they were in this one."""
        block = self.problem.blocks[self.problem.block_of[slot]]
        rank, busy = block.index(slot), self.at[person]
        first = last = rank
        while first > 0 and busy[block[first - 1]]:
            first -= 1
        while last + 1 < len(block) and busy[block[last + 1]]:
            last += 1
        return last - first + 1

    def full_rooms(self, slot: int, spot: int) -> list[int]:
        """The rooms of the slot that cannot take one more meeting at this spot."""
        rooms = self._rooms[slot].get(spot, ())
        limits, seated = self.problem.rooms[slot], self.seated[slot]
        return [room for room in rooms if seated[room] >= limits[room].limit]

    def is_out_of_order(self, request: int, slot: int) -> bool:
        """Whether the slot is too early or too late for the request beside the chosen ones."""
        earlier = self._slots_of(self._earlier.get(request, ()))
        later = self._slots_of(self._later.get(request, ()))
        return any(one >= slot for one in earlier) or any(one <= slot for one in later)

    def _slots_of(self, requests: Iterable[int]) -> list[int]:
        """The slots of those that are chosen."""
        chosen = (self.chosen[request] for request in requests)
        return [self.problem.options[n].slot for n in chosen if n != NOT_CHOSEN]

    def gain(self, number: int) -> int:
        """What choosing the option brings in points, idle slots left aside."""
        request, slot, first, second, _ = self.problem.options[number]
        change = self.problem.instance.goals.change if self.problem.keep[request] == slot else 0
        reward = self._reward(first, self.count[first]) + self._reward(second, self.count[second])
        return self.problem.worth[request] + reward + change

    def _reward(self, person: int, count: int) -> int:
        rewards = self.problem.people[person].rewards
        return rewards[count] if count < len(rewards) else 0

    def _count(self, slot: int, first: int, second: int, spot: int, step: int) -> None:
        block = self.problem.block_of[slot]
        for person in (first, second):
            self.count[person] += step
            self.in_block[person][block] += step
        for room in self._rooms[slot].get(spot, ()):
            self.seated[slot][room] += step


def _rooms_of_spots(problem: Problem) -> list[dict[int, list[int]]]:
    """For every slot: spot → the rooms that a meeting at it takes a desk of."""
    found: list[dict[int, list[int]]] = []
    for rooms in problem.rooms:
        by_spot: dict[int, list[int]] = {}
        for number, room in enumerate(rooms):
            for spot in room.spots:
                by_spot.setdefault(spot, []).append(number)
        found.append(by_spot)
    return found


def _order(problem: Problem) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """(what must come before each request, what must come after it)."""
    earlier: dict[int, list[int]] = {}
    later: dict[int, list[int]] = {}
    for one, other in problem.after:
        earlier.setdefault(other, []).append(one)
        later.setdefault(one, []).append(other)
    return earlier, later
