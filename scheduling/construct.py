"""A first schedule: what must be, then what the linear bound chose, then whatever else fits.

A request that finds no free option may push others to their other options (an ejection chain), as
long as nobody drops out.
"""

from collections.abc import Callable, Sequence

from scheduling.compile import Problem
from scheduling.draft import NOT_CHOSEN, Draft

CHAIN_DEPTH = 4
CHAIN_STEPS = 1000
Stop = Callable[[], bool]


def construct(problem: Problem, wished: Sequence[float] = (), stop: Stop = lambda: False) -> Draft:
    """A schedule near the wishes; `wished[n]` is how much option n should be chosen, 0 to 1.

    Without wishes the requests come by their price. Once `stop` says so, nothing is pushed
    around any more.
    """
    draft = Draft(problem)
    shares = [sum(wished[n] for n in numbers) for numbers in problem.options_of] if wished else []
    bound = [request for request, must in enumerate(problem.must) if must]
    bound.sort(key=lambda request: len(problem.options_of[request]))
    insert_all(draft, bound, stop)
    _take_wishes(draft, wished)
    if wished:
        chosen = [request for request in draft.left_out() if shares[request] > 0.5]
        insert_all(draft, sorted(chosen, key=lambda r: len(problem.options_of[r])), stop)
    rest = draft.left_out()
    insert_all(draft, sorted(rest, key=lambda request: (-problem.worth[request], request)), stop)
    return draft


def insert_all(draft: Draft, requests: Sequence[int], stop: Stop) -> None:
    """Insert the requests: first all that simply fit, then others by pushing around.

    The first is quick and done whatever the clock says, so that any stop finds a fair schedule.
    """
    for request in requests:
        insert(draft, request)
    for request in requests:
        if stop():
            return
        if draft.chosen[request] == NOT_CHOSEN:
            Chain(draft).insert(request)


def insert(draft: Draft, request: int, forbidden_slot: int = -1) -> bool:
    """Choose the best option of the request that fits; False where none does."""
    options = draft.problem.options
    fitting = [
        number
        for number in draft.problem.options_of[request]
        if options[number].slot != forbidden_slot and draft.fits(number)
    ]
    if not fitting:
        return False
    draft.put(max(fitting, key=lambda number: (_appeal(draft, number), -number)))
    return True


def _take_wishes(draft: Draft, wished: Sequence[float]) -> None:
    """Choose the wished options themselves, the surest first."""
    sure = [number for number, share in enumerate(wished) if share > 0.01]
    for number in sorted(sure, key=lambda number: (-wished[number], number)):
        if draft.fits(number):
            draft.put(number)


def _appeal(draft: Draft, number: int) -> tuple[int, int]:
    """Published slots come first, then slots next to other meetings of the two."""
    option = draft.problem.options[number]
    near = sum(draft.row_with(person, option.slot) > 1 for person in (option.first, option.second))
    return int(draft.problem.keep[option.request] == option.slot), near


class Chain:
    """One ejection chain: moves requests out of each other's way, or leaves all as it was."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.steps = CHAIN_STEPS
        self.moved: set[int] = set()
        self.log: list[tuple[int, int]] = []  # (request, its option before)

    def insert(self, request: int) -> bool:
        """Insert the request; False where no chain was found."""
        return self._insert(request, CHAIN_DEPTH, -1)

    def _insert(self, request: int, depth: int, forbidden_slot: int) -> bool:
        if insert(self.draft, request, forbidden_slot):
            self.log.append((request, NOT_CHOSEN))
            return True
        self.moved.add(request)
        options = self.draft.problem.options
        for number in self.draft.problem.options_of[request] if depth else ():
            if self.steps <= 0:
                break
            if options[number].slot != forbidden_slot and self._push(number, depth):
                return True
        self.moved.discard(request)
        return False

    def _push(self, number: int, depth: int) -> bool:
        """Choose the option after moving away whatever is in its way."""
        option, mark = self.draft.problem.options[number], len(self.log)
        for person in (option.first, option.second):
            has_desk = self.draft.has_desk(person, option.slot)
            if not has_desk and not self._clear(person, option.slot, depth):
                self._undo(mark)
                return False
        if self.draft.fits(number):
            self.draft.put(number)
            self.log.append((option.request, NOT_CHOSEN))
            return True
        self._undo(mark)
        return False

    def _clear(self, person: int, slot: int, depth: int) -> bool:
        """Move one of the person's meetings to another slot."""
        for request in list(self.draft.at[person][slot]):
            if request in self.moved:
                continue
            self.steps -= 1
            mark = len(self.log)
            self.log.append((request, self.draft.take(request)))
            if self._insert(request, depth - 1, slot):
                return True
            self._undo(mark)
        return False

    def _undo(self, mark: int) -> None:
        while len(self.log) > mark:
            request, before = self.log.pop()
            if self.draft.chosen[request] != NOT_CHOSEN:
                self.draft.take(request)
            if before != NOT_CHOSEN:
                self.draft.put(before)
