"""Worked cases about targets: what is promised for each period, and what a count comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from policy.pack import Pack
from policy.targets import Targets, rate_of, reached, read_targets

Given = Mapping[str, Any]


def _of(pack: Pack) -> Targets:
    return read_targets(pack.compiled, pack.sources)


def targets(pack: Pack, given: Given) -> dict[str, Any]:
    """Every row of an aspect and its article: `<measure> [scale] [level>=n] [of n] [and reported] = <values…> <total>
    [by day]`."""
    promised_by = _of(pack)
    rows = [row for row in promised_by.rows if row.aspect == given["aspect"]]
    found: dict[str, Any] = {"rows": {}, "articles": {}}
    for row in rows:
        narrowed = [row.scale] if row.scale else []
        narrowed += [f"level>={row.at_least_level}"] if row.at_least_level else []
        narrowed += [f"of {row.share_of.count}"] if row.share_of else []
        narrowed += ["and reported"] if row.also_reported else []
        promised = [str(row.values[period.code]) for period in promised_by.periods if row.values]
        due = [f"by {row.due}"] if row.due else []
        found["rows"][row.code] = " ".join([row.measure, *narrowed, "=", *promised, str(row.total), *due])
        found["articles"][row.code] = row.basis.article
    return found


def target_periods(pack: Pack, given: Given) -> dict[str, Any]:
    """Every period with its first and last day."""
    periods = _of(pack).periods
    return {"periods": {period.code: f"{period.since or ''}..{period.until}" for period in periods}}


def target_reached(pack: Pack, given: Given) -> dict[str, Any]:
    """What a count comes to in a row, and how much of what its period promises that is."""
    row = _of(pack).row(given["row"])
    promised = row.values[given["period"]] if "period" in given else row.total
    found = reached(row, Decimal(given["counted"]))
    rate = rate_of(found.value, promised)
    return {"value": str(found.value), "rate": None if rate is None else str(rate)}


TARGET_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "targets": targets,
    "target_periods": target_periods,
    "target_reached": target_reached,
}
