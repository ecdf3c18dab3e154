"""Size classes (企业划型) from staff and revenue, by the national table in `packs/national/`.

The table is read from the top: an enterprise belongs to the first class *both* of whose floors it
reaches, and to `micro` when it reaches neither pair. So 5,000 people with 390 million yuan are medium
(large needs both), and 400 people with 2.9 million are micro (small needs both).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.money import Money
from policy.refs import Basis

LOWEST = "micro"


@dataclass(frozen=True)
class Floor:
    """What a class needs at least; both."""

    size_class: str
    staff: int
    revenue: Money


@dataclass(frozen=True)
class SizeEdition:
    """The floors of each sector, from the largest class down, as they hold from a date on."""

    since: date | None
    floors: Mapping[str, tuple[Floor, ...]]
    basis: Basis


@dataclass(frozen=True)
class SizeTable:
    """Editions in the order of their dates."""

    editions: tuple[SizeEdition, ...]

    def edition_on(self, on: date) -> SizeEdition:
        """The edition in force; KeyError before the first one."""
        for edition in reversed(self.editions):
            if edition.since is None or edition.since <= on:
                return edition
        raise KeyError(f"no size classes on {on}")


def size_class(table: SizeTable, staff: int, revenue: Money, *, on: date, sector: str = "industry") -> str:
    """`large`, `medium`, `small` or `micro`; KeyError for a sector that the table lacks, ValueError below zero."""
    if staff < 0 or revenue.fen < 0:
        raise ValueError("staff and revenue are not negative")
    for floor in table.edition_on(on).floors[sector]:
        if staff >= floor.staff and revenue >= floor.revenue:
            return floor.size_class
    return LOWEST


def read_size_table(spec: Mapping[str, Any], sources: Mapping[str, str]) -> SizeTable:
    """The table from `packs/national/size_classes.yaml`."""
    return SizeTable(tuple(_read_edition(each, sources) for each in spec["editions"]))


def _read_edition(spec: Mapping[str, Any], sources: Mapping[str, str]) -> SizeEdition:
    floors = {
        sector: tuple(
            Floor(each["class"], int(each["staff"]), Money.wan_yuan(each["revenue_wan_yuan"]))
            for each in content["floors"]
        )
        for sector, content in spec["sectors"].items()
    }
    since = date.fromisoformat(spec["from"]) if "from" in spec else None
    return SizeEdition(since, floors, Basis.read(spec, sources))
