"""Subsidy lines (奖补政策行): what a pack says an award is made of. `award` computes by it.

lines:
  - key: transformation
    title: 数字化改造补贴
    source: {ref: guide, article: 二、支持标准}
    gate: award                          # rules that must hold, from conditions.yaml
    scope: enterprise                    # the cap runs over all projects of one enterprise
    fund_category: enterprise_transformation
    payee: {kind: enterprise, instruments: [bank_transfer], assumed: …}
    base:
      title: 符合要求的数字化改造资金投入
      line_rules: [{code, title, source, condition}]      # on one line of spend; a line that fails counts nothing
      price_ceiling: {title: 产品限价, source: …}         # a line counts up to ceiling × quantity
      tax: {counts: true, assumed: …}                     # whether tax is part of the spend
    tiers:                               # the first tier whose `when` holds; one without `when` always does
      - {rate: <dated, unit /1>, cap: <dated, unit wan_yuan>}
    rounding: {unit: fen, assumed: …}    # down, once per computed line; fen or yuan
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.condition_reader import Values, read_condition
from policy.conditions import Condition
from policy.dated import Dated, read_dated
from policy.facts import SPEND_LINE, Catalogue, FactType
from policy.gates import Rule, read_rule
from policy.refs import Basis

ENTERPRISE, PROJECT = "enterprise", "project"
ROUNDING_UNITS = {"fen": 1, "yuan": 100}
PAYEE_KINDS = ("enterprise", "provider", "platform", "institution")
INSTRUMENTS = ("bank_transfer", "digital_rmb", "voucher")


@dataclass(frozen=True)
class PriceCeiling:
    """A line counts up to the product's ceiling times its quantity."""

    title: str
    basis: Basis


@dataclass(frozen=True)
class Base:
    """What the rate is applied to: the audited spend, line by line."""

    title: str
    basis: Basis
    line_rules: tuple[Rule, ...]
    price_ceiling: PriceCeiling | None
    tax_counts: bool
    tax_basis: Basis


@dataclass(frozen=True)
class Tier:
    """A rate and a cap, and the condition under which they are the ones."""

    title: str
    when: Condition | None
    rate: Dated
    cap: Dated | None


@dataclass(frozen=True)
class SubsidyLine:
    """One line of support of the programme."""

    key: str
    title: str
    basis: Basis
    gate: str
    scope: str
    fund_category: str
    payee_kind: str
    instruments: tuple[str, ...]
    base: Base
    tiers: tuple[Tier, ...]
    rounding_fen: int
    rounding_basis: Basis


def spend_line_catalogue(catalogue: Catalogue, categories: Mapping[str, str], links: Mapping[str, str]) -> Catalogue:
    """What rules on a line of spend are typed against: its columns, then everything else."""
    columns = dict(SPEND_LINE)
    columns["category"] = FactType(columns["category"].kind, columns["category"].title, categories)
    columns["link"] = FactType(columns["link"].kind, columns["link"].title, links)
    return {**catalogue, **columns}


def read_subsidy_line(
    spec: Mapping[str, Any], catalogue: Catalogue, line_catalogue: Catalogue, values: Values, sources: Mapping[str, str]
) -> SubsidyLine:
    """A line from its compiled form."""
    base = spec["base"]
    ceiling, tax = base.get("price_ceiling"), base["tax"]
    return SubsidyLine(
        key=spec["key"],
        title=spec["title"],
        basis=Basis.read(spec, sources),
        gate=spec["gate"],
        scope=spec["scope"],
        fund_category=spec["fund_category"],
        payee_kind=spec["payee"]["kind"],
        instruments=tuple(spec["payee"]["instruments"]),
        base=Base(
            title=base["title"],
            basis=Basis.read(base, sources),
            line_rules=tuple(read_rule(rule, line_catalogue, values, sources) for rule in base.get("line_rules", ())),
            price_ceiling=PriceCeiling(ceiling["title"], Basis.read(ceiling, sources)) if ceiling else None,
            tax_counts=tax["counts"],
            tax_basis=Basis.read(tax, sources),
        ),
        tiers=tuple(
            _read_tier(tier, f"{spec['key']}.tiers.{number}", catalogue, values, sources)
            for number, tier in enumerate(spec["tiers"])
        ),
        rounding_fen=ROUNDING_UNITS[spec["rounding"]["unit"]],
        rounding_basis=Basis.read(spec["rounding"], sources),
    )


def _read_tier(
    spec: Mapping[str, Any], key: str, catalogue: Catalogue, values: Values, sources: Mapping[str, str]
) -> Tier:
    return Tier(
        title=spec.get("title", ""),
        when=read_condition(spec["when"], catalogue, values) if "when" in spec else None,
        rate=read_dated(f"{key}.rate", spec["rate"], sources),
        cap=read_dated(f"{key}.cap", spec["cap"], sources) if "cap" in spec else None,
    )
