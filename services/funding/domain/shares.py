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


def part_of(shares: Shares, amount: Money) -> dict[str, Money]:
    """`amount` out of `shares`, in their proportion: it adds up to the fen, and no source gives more than it has.

    Rounded down; the fen that are missing go to the largest remainders, then by name. ValueError for more than all.
    """
    whole = total_of(shares)
    if not ZERO <= amount <= whole:
        raise ValueError(f"not a part of {whole.fen} fen: {amount.fen}")
    parts = {source: divmod(part.fen * amount.fen, whole.fen or 1) for source, part in shares.items()}
    missing = amount.fen - sum(fen for fen, _ in parts.values())
    rounded_up = sorted(parts, key=lambda source: (-parts[source][1], source))[:missing]
    return {source: Money(fen + (source in rounded_up)) for source, (fen, _) in parts.items()}


def plus(shares: Shares, more: Shares) -> dict[str, Money]:
    """Source by source."""
    return {source: shares.get(source, ZERO) + more.get(source, ZERO) for source in {**shares, **more}}


def less(shares: Shares, taken: Shares) -> dict[str, Money]:
    """What is left of each source. ValueError where more is taken than there is."""
    left = {source: part - taken.get(source, ZERO) for source, part in shares.items()}
    if any(part < ZERO for part in left.values()) or taken.keys() - shares.keys():
        raise ValueError(f"{as_fen(taken)} is more than {as_fen(shares)}")
    return left


def as_fen(shares: Shares) -> dict[str, int]:
    """The parts as whole fen, for events and JSON."""
    return {source: part.fen for source, part in shares.items()}


def from_fen(parts: Mapping[str, int]) -> dict[str, Money]:
    """The opposite of `as_fen`."""
    return {source: Money(fen) for source, fen in parts.items()}
