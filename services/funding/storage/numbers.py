"""The numbers that awards, plans and payments are given."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Transaction
from services.funding.storage.tables import allocation_plans, awards, number_series, payment_instructions

_next_number = (
    insert(number_series)
    .values(city=bindparam("city"), kind=bindparam("kind"), scope=bindparam("scope"), last=1)
    .on_conflict_do_update(constraint="number_series_pkey", set_={"last": number_series.c.last + 1})
    .returning(number_series.c.last)
)
_one_at_a_time = select(func.pg_advisory_xact_lock(func.hashtextextended(cast(bindparam("series"), Text), 0)))
_taken = {
    kind: select(table.c.id).where(table.c.number == bindparam("number"))
    for kind, table in (("award", awards), ("allocation_plan", allocation_plans), ("payment", payment_instructions))
}


class NumberSeries:
    """Counters without gaps within a transaction that commits; a number that was drawn is never drawn again."""

    def __init__(self, transaction: Transaction, city: str) -> None:
        self._transaction, self._city = transaction, city

    def next(self, kind: str, scope: str) -> int:
        """The next number of a series, from 1."""
        row = self._transaction.first(_next_number, city=self._city, kind=kind, scope=scope)
        assert row is not None
        return int(row.last)

    def draw(self, kind: str, scope: str, printed: Callable[[int], str]) -> str:
        """The next number of a series as it is printed.

        Two programmes of a city may print alike (a second year keeps last year's format): what the other one took
        is passed over, and their drawings wait for each other.
        """
        self._transaction.read(_one_at_a_time, series=f"{self._city}/{kind}")
        while True:
            number = printed(self.next(kind, scope))
            if self._transaction.first(_taken[kind], number=number) is None:
                return number
