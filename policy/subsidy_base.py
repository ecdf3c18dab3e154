"""The base of a subsidy line: what its rate is applied to. `of` says what it is made of.

    base:                                # `of: spend`, when nothing else is said: the audited spend, line by line
      title: 符合要求的数字化改造资金投入
      source: …
      include: <dated, unit list>        # the cost categories that count; those of `exclude` do not
      exclude: <dated, unit list>
      windows: [{code, title, on, from, until, source}]
      line_rules: [{code, title, source, condition}]      # on one line of spend; a line that fails counts nothing
      price_ceiling: {title: 产品限价, source: …}         # a line counts up to ceiling × quantity
      category_caps: [{category: cloud_service, cap: <dated, money>, share: <dated, /1, of all that counts>}]
      tax: {counts: true, assumed: …}                     # whether tax is part of the spend

    base: {of: fact, fact: diagnosis.fee, title: 诊断服务费, source: …}     # one amount among the facts

    base:                                # growth above the average: this year less what last year would be at it
      of: growth
      this_year: leader_application.growth.this_year
      last_year: leader_application.growth.last_year
      average_percent: leader_application.growth.average_percent           # of everybody, in percent; may be below zero
      title: 增幅超过全市平均增幅的部分
      source: …

    base:                                # the rows of a table; tiers, rates and caps hold for each row (NM5)
      of: rows
      rows: platform.enterprises
      amount: actual_cost                # the column that the rate is applied to
      identified_by: credit_code         # the column that names a row in the explanation; else its number
      line_rules: […]                    # on one row
      across_awards: true                # the cap of a row counts what other awards of the line gave whom it names
      excess: {rule: pro_rata, rest: largest, title: …, assumed: …}        # how a cap over all of them cuts

A line of flat bonuses or per-unit awards needs no base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.apportion import Excess, read_excess
from policy.dated import Dated
from policy.facts import SPEND_LINE, Catalogue, FactType
from policy.gates import Rule
from policy.reading import Reading
from policy.refs import NO_BASIS, Basis
from policy.windows import read_windows

SPEND, FACT, GROWTH, ROWS, NOTHING = "spend", "fact", "growth", "rows", "nothing"


@dataclass(frozen=True)
class PriceCeiling:
    """A line counts up to the product's ceiling times its quantity."""

    title: str
    basis: Basis


@dataclass(frozen=True)
class CategoryList:
    """The cost categories that count, or those that do not; which, is a dated list."""

    reason: str
    listed: Dated
    is_wanted: bool


@dataclass(frozen=True)
class CategoryCap:
    """What one category may count at most: an amount, a share of everything that counts, or the lower of both."""

    category: str
    title: str
    cap: Dated | None
    share: Dated | None


@dataclass(frozen=True)
class Growth:
    """The facts that say how much an amount grew, and how much it would have grown at the average."""

    this_year: str
    last_year: str
    average_percent: str


@dataclass(frozen=True, kw_only=True)
class Base:
    """What the rate is applied to. `line_rules` judge one line of spend or one row, windows among them."""

    of: str
    title: str = ""
    basis: Basis = NO_BASIS
    line_rules: tuple[Rule, ...] = ()
    categories: tuple[CategoryList, ...] = ()
    price_ceiling: PriceCeiling | None = None
    category_caps: tuple[CategoryCap, ...] = ()
    tax_counts: bool = True
    tax_basis: Basis = NO_BASIS
    fact: str = ""
    growth: Growth | None = None
    rows: str = ""
    amount: str = ""
    identified_by: str | None = None
    across_awards: bool = False
    excess: Excess | None = None


def kind_of(line: Mapping[str, Any]) -> str:
    """What the base of a compiled line is made of."""
    return str(line["base"].get("of", SPEND)) if "base" in line else NOTHING


def columns_of(
    line: Mapping[str, Any], catalogue: Catalogue, categories: Mapping[str, str], links: Mapping[str, str]
) -> Catalogue:
    """The columns of one line of spend, or of one row; none where the base has neither."""
    kind = kind_of(line)
    if kind == SPEND:
        columns = dict(SPEND_LINE)
        columns["category"] = FactType(columns["category"].kind, columns["category"].title, categories)
        columns["link"] = FactType(columns["link"].kind, columns["link"].title, links)
        return columns
    return catalogue[line["base"]["rows"]].columns if kind == ROWS else {}


def read_base(line: Mapping[str, Any], inside: Reading) -> Base:
    """The base of a compiled line; `inside` reads what is said about one line of spend or one row."""
    kind = kind_of(line)
    if kind == NOTHING:
        return Base(of=NOTHING)
    spec, key = line["base"], f"{line['key']}.base"
    rules = (*read_windows(spec, inside), *(inside.rule(rule) for rule in spec.get("line_rules", ())))
    common: dict[str, Any] = {"of": kind, "title": spec["title"], "basis": inside.basis(spec), "line_rules": rules}
    if kind == SPEND:
        return Base(**common, **_of_spend(spec, key, inside))
    if kind == GROWTH:
        return Base(**common, growth=Growth(spec["this_year"], spec["last_year"], spec["average_percent"]))
    members = {
        name: spec[name] for name in ("fact", "rows", "amount", "identified_by", "across_awards") if name in spec
    }
    excess = read_excess(spec["excess"], inside.sources) if "excess" in spec else None
    return Base(**common, **members, excess=excess)


def _of_spend(spec: Mapping[str, Any], key: str, inside: Reading) -> dict[str, Any]:
    lists = (("include", "category_not_included", True), ("exclude", "category_excluded", False))
    ceiling, tax = spec.get("price_ceiling"), spec["tax"]
    return {
        "categories": tuple(
            CategoryList(reason, inside.dated(f"{key}.{name}", spec[name]), is_wanted)
            for name, reason, is_wanted in lists
            if name in spec
        ),
        "price_ceiling": PriceCeiling(ceiling["title"], inside.basis(ceiling)) if ceiling else None,
        "category_caps": tuple(
            CategoryCap(
                cap["category"],
                cap["title"],
                inside.dated_in(cap, "cap", f"{key}.category_caps.{number}"),
                inside.dated_in(cap, "share", f"{key}.category_caps.{number}"),
            )
            for number, cap in enumerate(spec.get("category_caps", ()))
        ),
        "tax_counts": tax["counts"],
        "tax_basis": inside.basis(tax),
    }
