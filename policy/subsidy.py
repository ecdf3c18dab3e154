"""Subsidy lines (奖补政策行): what a pack says an award is made of. `award` computes by it.

lines:
  - key: transformation
    title: 数字化改造补贴
    source: {ref: guide, article: 二、支持标准}
    gate: award                          # rules that must hold, from conditions.yaml
    windows: [{code, title, on, from, until, source}]          # `windows`
    scope: enterprise                    # whose awards the cap of a tier runs over
    subject: organisation                # what an award that is asked for is for; left out: that application
    holder: settlement.request.enterprise_code   # whose cap, where that is not the applicant's: a fact, its credit code
    fund_category: enterprise_transformation
    payee: {kind: enterprise, instruments: [bank_transfer], assumed: …}
    base: …                              # `subsidy_base`: audited spend, a fact, the rows of a table
    tiers: …                             # `formulas`: rate, flat, per_unit, bands or nothing, each with its cap
    caps: …                              # `caps`: per year, cumulative, per platform
    overlap: …                           # `overlap`: the higher one, not both
    tranches: …                          # `tranches`: what is paid when
    split: …                             # `split`: of this line alone
    rounding: {unit: fen, assumed: …}    # down, once per computed line; fen or yuan
caps: …                                  # those that several lines share
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy.caps import Cap, read_cap
from policy.conditions import comparisons_in
from policy.dated import Dated
from policy.facts import COMPUTED
from policy.formulas import Tier, read_tier
from policy.gates import Rule
from policy.overlap import Overlap, read_overlap
from policy.reading import Reading
from policy.refs import Basis
from policy.subsidy_base import ROWS, Base, columns_of, kind_of, read_base
from policy.tranches import Tranche, read_tranches
from policy.windows import read_windows

HOLDERS = ENTERPRISE, PROJECT, PROVIDER, PLATFORM, INSTITUTION = (
    "enterprise", "project", "provider", "platform", "institution",
)  # fmt: skip
SUBJECTS = OF_APPLICATION, OF_ORGANISATION, OF_PROJECT = ("award_application", "organisation", "project")
"""What an award that is asked for is for: this application; all that an organisation was granted so far, of which each
approval settles the difference; or a project, whose other tranches count."""
ROUNDING_UNITS = {"fen": 1, "yuan": 100}
PAYEE_KINDS = ("enterprise", "provider", "platform", "institution")
INSTRUMENTS = ("bank_transfer", "digital_rmb", "voucher")


@dataclass(frozen=True)
class SubsidyLine:
    """One line of support of the programme. `caps` are its own and those that it shares with other lines.

    `holder` is the fact that names whose cap it is, None: the applicant's.
    """

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
    windows: tuple[Rule, ...] = ()
    caps: tuple[Cap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    tranches: tuple[Tranche, ...] = ()
    split: Dated | None = None
    subject: str = OF_APPLICATION
    holder: str | None = None

    @cached_property
    def _tranches(self) -> dict[str, Tranche]:
        return {tranche.key: tranche for tranche in self.tranches}

    @cached_property
    def fact_names(self) -> frozenset[str]:
        """What base and tiers are computed from; of a base of rows, the columns that its tiers name as well."""
        names = {self.base.fact, self.base.rows}
        if self.base.growth is not None:
            names |= {self.base.growth.this_year, self.base.growth.last_year, self.base.growth.average_percent}
        for tier in self.tiers:
            names |= {tier.per_unit.count} if tier.per_unit is not None else set()
            names |= {tier.bands.fact} if tier.bands is not None else set()
            names |= {each.field for each in comparisons_in(tier.when)} if tier.when is not None else set()
        return frozenset(names - {""})

    def tranche(self, key: str) -> Tranche:
        """KeyError for a tranche that the line does not have."""
        return self._tranches[key]


def read_subsidy(
    spec: Mapping[str, Any], reading: Reading, *, categories: Mapping[str, str], links: Mapping[str, str]
) -> tuple[SubsidyLine, ...]:
    """Every line of subsidy.yaml; `categories` and `links` are those of the pack."""
    with_base = reading.among(COMPUTED)
    shared = tuple(read_cap(cap, f"caps.{number}", with_base) for number, cap in enumerate(spec.get("caps", ())))
    return tuple(_read_line(line, shared, reading, categories=categories, links=links) for line in spec["lines"])


def _read_line(
    spec: Mapping[str, Any],
    shared_caps: tuple[Cap, ...],
    reading: Reading,
    *,
    categories: Mapping[str, str],
    links: Mapping[str, str],
) -> SubsidyLine:
    key = spec["key"]
    inside = reading.among(columns_of(spec, reading.catalogue, categories, links))
    in_tiers = (inside if kind_of(spec) == ROWS else reading).among(COMPUTED)
    caps = tuple(
        read_cap(cap, f"{key}.caps.{number}", reading.among(COMPUTED))
        for number, cap in enumerate(spec.get("caps", ()))
    )
    return SubsidyLine(
        key=key,
        title=spec["title"],
        basis=reading.basis(spec),
        gate=spec["gate"],
        scope=spec["scope"],
        fund_category=spec["fund_category"],
        payee_kind=spec["payee"]["kind"],
        instruments=tuple(spec["payee"]["instruments"]),
        base=read_base(spec, inside),
        tiers=tuple(read_tier(tier, f"{key}.tiers.{n}", in_tiers) for n, tier in enumerate(spec["tiers"])),
        rounding_fen=ROUNDING_UNITS[spec["rounding"]["unit"]],
        rounding_basis=reading.basis(spec["rounding"]),
        windows=read_windows(spec, reading),
        caps=(*caps, *(cap for cap in shared_caps if key in cap.lines)),
        overlaps=tuple(read_overlap(rule, reading) for rule in spec.get("overlap", ())),
        tranches=read_tranches(spec, reading),
        split=reading.dated_in(spec, "split", key),
        subject=spec.get("subject", OF_APPLICATION),
        holder=spec.get("holder"),
    )
