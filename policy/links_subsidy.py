"""What subsidy.yaml says about the rest of a pack: gates, categories, sources, and facts of the right kind.

Runs on a pack whose files each have the right shape, as `links` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from policy.catalogue import titles
from policy.facts import COMPUTED, SUPPORT_ELSEWHERE, Catalogue, Kind
from policy.schema import Place
from policy.subsidy_base import FACT, GROWTH, ROWS, SPEND, columns_of, kind_of
from policy.tranches import OF_AWARD, OF_BASE
from policy.windows import as_rule
from policy.yaml_source import Keys

Condition = tuple[Keys, Mapping[str, Any], Catalogue]
_MONEY = (Kind.MONEY,)
_NUMBERS = (Kind.WHOLE, Kind.DECIMAL)
_DATE = (Kind.DATE,)


class Linking(Protocol):
    """What `links` lends: the compiled pack, places in its files, and the test of a name."""

    compiled: Mapping[str, Any]

    def place(self, section: str, *keys: str | int) -> Place: ...
    def expect(self, name: str | None, known: Collection[str], kind: str, place: Place) -> None: ...


def check_names(linking: Linking) -> None:
    """Gates, fund categories, cost categories, fund sources and lines that a line, a shared cap or the honour names."""
    lines = linking.compiled["subsidy"]["lines"]
    for number, line in enumerate(lines):
        _check_line(linking, line, ("lines", number))
    keys = {line["key"] for line in lines}
    for number, cap in enumerate(linking.compiled["subsidy"].get("caps", ())):
        for index, key in enumerate(cap["lines"]):
            linking.expect(key, keys, "subsidy line", linking.place("subsidy", "caps", number, "lines", index))
    for index, key in enumerate(linking.compiled["pack"].get("honour", {}).get("gives_up", ())):
        linking.expect(key, keys, "subsidy line", linking.place("pack", "honour", "gives_up", index))


def check_split(linking: Linking, section: str, here: Keys, spec: Mapping[str, Any]) -> None:
    """Every source of a split is one of the pack's fund sources."""
    sources = titles(linking.compiled["pack"]["fund_sources"])
    for number, period in enumerate(spec["values"]):
        value, keys = period["value"], (*here, "values", number, "value")
        for source in value.get("shares", ()):
            linking.expect(source, sources, "fund source", linking.place(section, *keys, "shares", source))
        for index, each in enumerate(value.get("priority", ())):
            place = linking.place(section, *keys, "priority", index, "source")
            linking.expect(each["source"], sources, "fund source", place)
        if "priority" in value:
            linking.expect(value["remainder"], sources, "fund source", linking.place(section, *keys, "remainder"))


def check_budget(linking: Linking) -> None:
    """Categories that lend, borrow or are kept back are fund categories of the pack."""
    spec = linking.compiled.get("budget", {})
    known = titles(linking.compiled["pack"]["fund_categories"])
    for section, names in (("borrowing", ("from", "to")), ("reserves", ("category",))):
        for number, each in enumerate(spec.get(section, ())):
            for name in names:
                linking.expect(each[name], known, "fund category", linking.place("budget", section, number, name))


def _check_line(linking: Linking, line: Mapping[str, Any], here: Keys) -> None:
    head, gates = linking.compiled["pack"], linking.compiled["conditions"]["gates"]
    linking.expect(line["gate"], gates, "gate", linking.place("subsidy", *here, "gate"))
    categories = titles(head["fund_categories"])
    linking.expect(line["fund_category"], categories, "fund category", linking.place("subsidy", *here, "fund_category"))
    if "split" in line:
        check_split(linking, "subsidy", (*here, "split"), line["split"])
    for number, tranche in enumerate(line.get("tranches", ())):
        at = (*here, "tranches", number)
        linking.expect(tranche.get("gate"), gates, "gate", linking.place("subsidy", *at, "gate"))
        if "split" in tranche:
            check_split(linking, "subsidy", (*at, "split"), tranche["split"])
    if kind_of(line) == SPEND:
        _check_categories(linking, line["base"], (*here, "base"), titles(head["cost_categories"]))


def _check_categories(linking: Linking, base: Mapping[str, Any], here: Keys, known: Collection[str]) -> None:
    for name in ("include", "exclude"):
        for number, period in enumerate(base.get(name, {}).get("values", ())):
            for index, category in enumerate(period["value"]):
                place = linking.place("subsidy", *here, name, "values", number, "value", index)
                linking.expect(category, known, "cost category", place)
    for number, cap in enumerate(base.get("category_caps", ())):
        place = linking.place("subsidy", *here, "category_caps", number, "category")
        linking.expect(cap["category"], known, "cost category", place)


def check_facts(linking: Linking, catalogue: Catalogue) -> None:
    """Every fact that a line is computed from is there, and is money, a number, a table or a date as it has to be."""
    for number, line in enumerate(linking.compiled["subsidy"]["lines"]):
        for keys, name, kinds, known in _facts_of(line, catalogue):
            _check_fact(name, kinds, known, linking.place("subsidy", "lines", number, *keys))
    score = linking.compiled.get("budget", {}).get("order", {}).get("score")
    if score is not None:
        _check_fact(score, _NUMBERS, catalogue, linking.place("budget", "order", "score"))


def _check_fact(name: str, kinds: tuple[Kind, ...], known: Catalogue, place: Place) -> None:
    if name not in known:
        place.refuse("unknown_fact", name=name)
    elif known[name].kind not in kinds:
        place.refuse("fact_kind", name=name, kind=known[name].kind, wanted=" / ".join(kinds))


Named = Iterator[tuple[Keys, str, tuple[Kind, ...], Catalogue]]
"""Where a fact is named, its name, what kind it has to be, and what is known there."""


def _facts_of(line: Mapping[str, Any], catalogue: Catalogue) -> Named:
    base, kind, row = line.get("base", {}), kind_of(line), _columns(line, catalogue)
    yield from _facts_of_base(base, kind, row, catalogue)
    for where, spec, known in (((), line, catalogue), (("base",), base, {**catalogue, **row})):
        for number, window in enumerate(spec.get("windows", ())):
            yield (*where, "windows", number, "on"), window["on"], _DATE, known
    if "holder" in line:
        yield ("holder",), line["holder"], (Kind.TEXT,), catalogue
    in_tier = {**catalogue, **COMPUTED, **(row if kind == ROWS else {})}
    for number, tier in enumerate(line["tiers"]):
        for keys, name in _counted_in(tier):
            yield ("tiers", number, *keys), name, _NUMBERS, in_tier
    for number, tranche in enumerate(line.get("tranches", ())):
        if tranche.get("basis", OF_AWARD) not in (OF_AWARD, OF_BASE):
            yield ("tranches", number, "basis"), tranche["basis"], _MONEY, catalogue


def _facts_of_base(base: Mapping[str, Any], kind: str, row: Catalogue, catalogue: Catalogue) -> Named:
    if kind == FACT:
        yield ("base", "fact"), base["fact"], _MONEY, catalogue
    if kind == GROWTH:
        yield ("base", "this_year"), base["this_year"], _MONEY, catalogue
        yield ("base", "last_year"), base["last_year"], _MONEY, catalogue
        yield ("base", "average_percent"), base["average_percent"], (Kind.DECIMAL,), catalogue
    if kind == ROWS:
        yield ("base", "rows"), base["rows"], (Kind.ROWS,), catalogue
        yield ("base", "amount"), base["amount"], _MONEY, row
        if "identified_by" in base:
            yield ("base", "identified_by"), base["identified_by"], (Kind.TEXT,), row


def _counted_in(formula: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    if "per_unit" in formula:
        yield ("per_unit", "count"), formula["per_unit"]["count"]
    if "bands" in formula:
        yield ("bands", "fact"), formula["bands"]["fact"]
        for number, step in enumerate(formula["bands"]["steps"]):
            for keys, name in _counted_in(step):
                yield ("bands", "steps", number, *keys), name


def conditions_in(compiled: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Condition]:
    """Every condition of subsidy.yaml: its keys, itself, and the facts that it may name."""
    subsidy = compiled["subsidy"]
    for number, line in enumerate(subsidy["lines"]):
        for keys, spec, known in _conditions_of(line, catalogue, compiled["pack"]):
            yield ("lines", number, *keys), spec, known
    yield from _of_caps(subsidy, catalogue)


def _conditions_of(line: Mapping[str, Any], catalogue: Catalogue, head: Mapping[str, Any]) -> Iterator[Condition]:
    base, row = line.get("base", {}), _columns(line, catalogue, head)
    inside = {**catalogue, **row}
    for number, rule in enumerate(base.get("line_rules", ())):
        yield ("base", "line_rules", number, "condition"), rule["condition"], inside
    for where, spec, known in (((), line, catalogue), (("base",), base, inside)):
        for number, window in enumerate(spec.get("windows", ())):
            if window["on"] in known and known[window["on"]].kind is Kind.DATE:
                yield (*where, "windows", number), as_rule(window)["condition"], known
    in_tier = {**(inside if kind_of(line) == ROWS else catalogue), **COMPUTED}
    for number, tier in enumerate(line["tiers"]):
        if "when" in tier:
            yield ("tiers", number, "when"), tier["when"], in_tier
    yield from _of_caps(line, catalogue)
    for number, overlap in enumerate(line.get("overlap", ())):
        yield ("overlap", number, "counts"), overlap["counts"], {**catalogue, **SUPPORT_ELSEWHERE}


def _of_caps(spec: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Condition]:
    for number, cap in enumerate(spec.get("caps", ())):
        for index, limit in enumerate(cap["limits"]):
            if "when" in limit:
                yield ("caps", number, "limits", index, "when"), limit["when"], {**catalogue, **COMPUTED}


def _columns(line: Mapping[str, Any], catalogue: Catalogue, head: Mapping[str, Any] | None = None) -> Catalogue:
    """The columns of a line of spend or of a row; none where the table is not known."""
    if kind_of(line) == ROWS and line["base"]["rows"] not in catalogue:
        return {}
    if head is None:
        return columns_of(line, catalogue, {}, {})
    return columns_of(line, catalogue, titles(head["cost_categories"]), titles(head["links"]))
