"""What is left when a whole is cut below the sum of its parts: pro rata, or in the order of the rows (NM5).

    excess: {rule: pro_rata, rest: largest, title: 超出平台上限的按比例核减, assumed: …}

`pro_rata`: every part shrinks by the same ratio, rounded down to the fen; what rounding leaves over goes
fen by fen to the parts in the order that `rest` names: `largest` amount first (the earlier row of two equal
ones), `first` or `last` row first. `in_order`: the rows are served in full as they stand until nothing is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy.refs import Basis

PRO_RATA, IN_ORDER = "pro_rata", "in_order"
RULES = (PRO_RATA, IN_ORDER)
LARGEST, FIRST, LAST = "largest", "first", "last"
RESTS = (LARGEST, FIRST, LAST)
_WORDS = {
    PRO_RATA: "按比例核减，向下取整到分，余数",
    LARGEST: "逐分分给金额最大者",
    FIRST: "逐分分给排序在前者",
    LAST: "逐分分给排序在后者",
}


@dataclass(frozen=True)
class Excess:
    """The stated rule; `rest` only says something with `pro_rata`."""

    rule: str
    rest: str
    title: str
    basis: Basis

    @property
    def words(self) -> str:
        """How it cuts, in Chinese."""
        if self.rule == IN_ORDER:
            return f"{self.title}：按排列顺序足额安排，直至用完"
        return f"{self.title}：{_WORDS[PRO_RATA]}{_WORDS[self.rest]}"


def read_excess(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Excess:
    """The rule from its compiled form."""
    return Excess(spec["rule"], spec.get("rest", LARGEST), spec["title"], Basis.read(spec, sources))


def apportioned(parts: Sequence[int], total: int, rule: str, rest: str = LARGEST) -> list[int]:
    """The parts cut to `total`, in the order in which they stand; adds up to it, no part grows.

    Unchanged when they do not pass it. ValueError below zero.
    """
    if total < 0 or any(part < 0 for part in parts):
        raise ValueError("parts and total are not negative")
    whole = sum(parts)
    if whole <= total:
        return list(parts)
    return _in_order(parts, total) if rule == IN_ORDER else _pro_rata(parts, total, whole, rest)


def _in_order(parts: Sequence[int], total: int) -> list[int]:
    served, left = [], total
    for part in parts:
        served.append(min(part, left))
        left -= served[-1]
    return served


def _pro_rata(parts: Sequence[int], total: int, whole: int, rest: str) -> list[int]:
    served = [part * total // whole for part in parts]
    takers = [index for index, part in enumerate(parts) if part > 0]
    if rest == LARGEST:
        takers.sort(key=lambda index: -parts[index])
    elif rest == LAST:
        takers.reverse()
    for index in takers[: total - sum(served)]:  # a cut part lost more than nothing, so one fen more never passes it
        served[index] += 1
    return served
