"""A linear program over whole numbers, and the bound that its dual proves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SCALE = 1 << 24
NO_LIMIT = 1 << 60


@dataclass
class Program:
    """Maximise the costs of the columns; every row keeps the sum of its columns within its limits.

    Columns lie between `low` and `high`; coefficients, costs and limits are whole numbers.
    """

    costs: list[int] = field(default_factory=list)
    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    row_lows: list[int] = field(default_factory=list)
    row_highs: list[int] = field(default_factory=list)
    entry_rows: list[int] = field(default_factory=list)
    entry_columns: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)

    def add_column(self, cost: int, low: int = 0, high: int = 1) -> int:
        """A new column; returns its number."""
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        return len(self.costs) - 1

    def add_row(
        self,
        columns: Sequence[int],
        *,
        minus: Sequence[int] = (),
        low: int = -NO_LIMIT,
        high: int = NO_LIMIT,
    ) -> None:
        """The sum of `columns` less the sum of `minus` lies between `low` and `high`."""
        self.entry_rows.extend([len(self.row_lows)] * (len(columns) + len(minus)))
        self.entry_columns.extend(columns)
        self.entry_columns.extend(minus)
        self.coefficients.extend([1] * len(columns) + [-1] * len(minus))
        self.row_lows.append(low)
        self.row_highs.append(high)

    def proved_bound(self, duals: Sequence[float]) -> int:
        """No solution is worth more than this, whatever the rounding errors in the duals.

        Any row prices prove a bound by weak duality. They are rounded to multiples of 2^-24, and
        everything after that is exact whole-number arithmetic.
        """
        prices = [self._price(row, dual) for row, dual in enumerate(duals)]
        reduced = [cost * SCALE for cost in self.costs]
        entries = zip(self.entry_rows, self.entry_columns, self.coefficients, strict=True)
        for row, column, coefficient in entries:
            reduced[column] -= coefficient * prices[row]
        total = sum(
            price * (self.row_highs[row] if price > 0 else self.row_lows[row])
            for row, price in enumerate(prices)
            if price
        )
        for column, worth in enumerate(reduced):
            total += worth * (self.highs[column] if worth > 0 else self.lows[column])
        return total // SCALE

    def _price(self, row: int, dual: float) -> int:
        """The rounded price; 0 where it would lean on a side of the row that has no limit."""
        price = round(dual * SCALE)
        limit = self.row_highs[row] if price > 0 else self.row_lows[row]
        return 0 if abs(limit) == NO_LIMIT else price
