"""Shares: which fund source carries how much. The parts always add up to the whole, to the fen (ALL2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.money import ZERO, Money

Shares = Mapping[str, Money]
"""Fund source -> its part."""


def total_of(shares: Shares) -> Money:
    """What the parts add up to."""
    return Money(sum(part.fen for part in shares.values()))


def totals_by_source(parts: Iterable[Shares]) -> dict[str, Money]:
    """The sums of several shares, source by source, in the order of the sources' names."""
    totals: dict[str, Money] = {}
    for shares in parts:
        for source, part in shares.items():
            totals[source] = totals.get(source, ZERO) + part
    return dict(sorted(totals.items()))


def must_add_up(shares: Shares, amount: Money) -> None:
    """ValueError for parts that do not add up or are negative: that is a bug, never something a user did."""
    if total_of(shares) != amount or any(part < ZERO for part in shares.values()):
        raise ValueError(f"shares do not add up to {amount.fen} fen: {as_fen(shares)}")


def as_fen(shares: Shares) -> dict[str, int]:
    """The parts as whole fen, for events and JSON."""
    return {source: part.fen for source, part in shares.items()}


def from_fen(parts: Mapping[str, int]) -> dict[str, Money]:
    """The opposite of `as_fen`."""
    return {source: Money(fen) for source, fen in parts.items()}
