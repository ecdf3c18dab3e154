"""The split: which source of funds pays which part. The parts always add up to the fen (ALL2).

    title: 中央与地方分担
    unit: shares
    by: planned_on
    values:
      - {value: {shares: {central: "0.5", local: "0.5"}, remainder: local}, assumed: …}
      - value:                           # in the order of the sources, each up to its cap; the rest has a payer
          priority: [{source: central, cap_wan_yuan: "10"}, {source: city}]
          remainder: district
        source: …

Every source gets its share rounded down to the fen, the remainder taker gets what is left. By priority a
source pays up to its cap, and up to what its pool has left where the caller says so; the remainder taker
pays the rest. A line and a tranche may have a split of their own (`split`): the narrowest one is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.money import Money
from policy.dated import Dated, period_on
from policy.refs import Basis
from policy.sentences import in_words


@dataclass(frozen=True)
class Precedence:
    """A source in its turn; `cap` None: as far as its pool goes."""

    source: str
    cap: Money | None


@dataclass(frozen=True)
class SplitRule:
    """Fixed shares by source that add up to 1, `remainder` being one of them; or sources in order of precedence."""

    shares: Mapping[str, Decimal]
    remainder: str
    basis: Basis
    priority: tuple[Precedence, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Everybody who may have to pay, each once."""
        named = (*self.shares, *(each.source for each in self.priority), self.remainder)
        return tuple(dict.fromkeys(named))

    def words(self, titles: Mapping[str, str]) -> str:
        """How it splits, in Chinese; `titles` are those of the pack's fund sources."""
        taker = titles.get(self.remainder, self.remainder)
        if self.priority:
            turns = "，".join(f"{titles.get(each.source, each.source)}{_up_to(each)}" for each in self.priority)
            return f"依次由{turns}，其余由{taker}承担"
        parts = "，".join(f"{titles.get(source, source)}{_percent(share)}" for source, share in self.shares.items())
        return f"{parts}；各来源向下取整到分，余数由{taker}承担"


def split(award_fen: int, rule: SplitRule, available: Mapping[str, int] | None = None) -> dict[str, int]:
    """What each source pays, in fen; adds up to `award_fen` exactly. ValueError below zero.

    `available` is what the pools of the sources have left, in fen: a source in its turn pays no more than that.
    A source that it does not name, or any without it, is not limited by a pool.
    """
    award = Money(award_fen)
    if award_fen < 0:
        raise ValueError(f"an award is not negative: {award_fen}")
    if rule.priority:
        return _by_priority(award_fen, rule, available or {})
    parts = {source: award.at_rate(share).fen for source, share in rule.shares.items() if source != rule.remainder}
    return {**parts, rule.remainder: award_fen - sum(parts.values())}


def _by_priority(award_fen: int, rule: SplitRule, available: Mapping[str, int]) -> dict[str, int]:
    parts, left = dict.fromkeys(rule.sources, 0), award_fen
    for each in rule.priority:
        limits = [left, available.get(each.source, left), each.cap.fen if each.cap is not None else left]
        parts[each.source] = max(min(limits), 0)
        left -= parts[each.source]
    parts[rule.remainder] += left
    return parts


def split_rule_on(dated: Dated, on: date) -> SplitRule:
    """The rule in force on the day; NoValueOn when the pack has none."""
    period = period_on(dated, on)
    shares = {source: Decimal(share) for source, share in period.value.get("shares", {}).items()}
    priority = tuple(Precedence(each["source"], _cap(each)) for each in period.value.get("priority", ()))
    return SplitRule(shares, period.value["remainder"], period.basis, priority)


def _cap(each: Mapping[str, Any]) -> Money | None:
    if "cap_yuan" in each:
        return Money.yuan(each["cap_yuan"])
    return Money.wan_yuan(each["cap_wan_yuan"]) if "cap_wan_yuan" in each else None


def _up_to(each: Precedence) -> str:
    return f"承担至{in_words(each.cap)}" if each.cap is not None else "承担至可用额度"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
