"""Counters for the numbers of a pack, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable


class FakeNumbers:
    def __init__(self) -> None:
        self.last: Counter[tuple[str, str]] = Counter()
        self.printed: set[tuple[str, str]] = set()

    def next(self, kind: str, scope: str) -> int:
        self.last[kind, scope] += 1
        return self.last[kind, scope]

    def draw(self, kind: str, scope: str, printed: Callable[[int], str]) -> str:
        while (kind, number := printed(self.next(kind, scope))) in self.printed:
            pass
        self.printed.add((kind, number))
        return number
