"""Overlap with supports granted elsewhere: the higher one, not both (就高不重复, XB11).

    overlap:
      - code: higher_not_both
        title: 与本市其他政策重复的，按就高不重复原则执行
        rule: higher_not_both
        counts: {all: [{field: purpose, equals: transformation}, {field: granted_by, equals: city}]}
        same_year_as: applied_on         # only supports of the year of that date; without it: of all years
        pays: difference                 # difference: what is missing to the higher one
        source: …                        # instead: nothing while the other support is kept

`counts` is a condition on one row of the fact `supports.elsewhere`; a row that it cannot judge counts.
A support that was paid back (`is_returned`) is not held any more and does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.money import ZERO, Money
from policy.conditions import Condition, Situation
from policy.facts import SUPPORT_ELSEWHERE
from policy.reading import Reading
from policy.refs import Basis

SUPPORTS = "supports.elsewhere"
OVERLAP_RULES = ("higher_not_both",)
PAYS = DIFFERENCE, INSTEAD = ("difference", "instead")


@dataclass(frozen=True)
class Overlap:
    """Which supports count against the line, and what is still paid beside them."""

    code: str
    title: str
    basis: Basis
    counts: Condition
    same_year_as: str | None
    pays: str

    def held(self, situation: Situation) -> Money | None:
        """What is held elsewhere for the same; None when it is not known which supports there are."""
        if situation.facts.get(SUPPORTS) is None or not self._knows_year(situation):
            return None
        amounts = [row.get("amount") for row in self._counted(situation)]
        return None if None in amounts else sum((each for each in amounts if each is not None), ZERO)

    def left(self, amount: Money, held: Money) -> Money:
        """What is due of `amount` beside what is held."""
        if self.pays == INSTEAD:
            return amount if held == ZERO else ZERO
        return max(amount - held, ZERO)

    def _knows_year(self, situation: Situation) -> bool:
        return self.same_year_as is None or situation.facts.get(self.same_year_as) is not None

    def _counted(self, situation: Situation) -> Iterator[Mapping[str, Any]]:
        year = situation.facts[self.same_year_as].year if self.same_year_as is not None else None
        for index, row in enumerate(situation.facts[SUPPORTS]):
            is_of_year = year is None or row.get("year") in (None, year)
            inside = situation.in_row(row, f"{SUPPORTS}.{index}", SUPPORT_ELSEWHERE)
            if row.get("is_returned") is not True and is_of_year and self.counts.holds(inside) is not False:
                yield row


def read_overlap(spec: Mapping[str, Any], reading: Reading) -> Overlap:
    """A rule of overlap from its compiled form."""
    return Overlap(
        code=spec["code"],
        title=spec["title"],
        basis=reading.basis(spec),
        counts=reading.among(SUPPORT_ELSEWHERE).condition(spec["counts"]),
        same_year_as=spec.get("same_year_as"),
        pays=spec["pays"],
    )
