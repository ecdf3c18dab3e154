"""The split: which source of funds pays which share of an award. The parts always add up to the fen (ALL2).

    title: 中央与地方分担
    unit: shares
    by: planned_on
    values:
      - {value: {shares: {central: "0.5", local: "0.5"}, remainder: local}, assumed: …}

Every source gets its share rounded down to the fen, the remainder taker gets what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.money import Money
from policy.dated import Dated, period_on
from policy.refs import Basis


@dataclass(frozen=True)
class SplitRule:
    """Fixed shares by source, adding up to 1; `remainder` is one of them."""

    shares: Mapping[str, Decimal]
    remainder: str
    basis: Basis


def split(award_fen: int, rule: SplitRule) -> dict[str, int]:
    """What each source pays, in fen; adds up to `award_fen` exactly. ValueError below zero."""
    award = Money(award_fen)
    if award_fen < 0:
        raise ValueError(f"an award is not negative: {award_fen}")
    parts = {source: award.at_rate(share).fen for source, share in rule.shares.items() if source != rule.remainder}
    return {**parts, rule.remainder: award_fen - sum(parts.values())}


def split_rule_on(dated: Dated, on: date) -> SplitRule:
    """The rule in force on the day; NoValueOn when the pack has none."""
    period = period_on(dated, on)
    shares = {source: Decimal(share) for source, share in period.value["shares"].items()}
    return SplitRule(shares, period.value["remainder"], period.basis)
