"""Quotas (名额): what is scarce in a round, and which step of the review takes a place.

    quotas:
      - key: subsectors_per_league
        title: 每个盟市的细分行业数
        step: league_review                     # of the declaration's route: passing it takes the place
        within: [division.league]               # one account for each value of these facts
        counts: declaration.basic.subsector     # different values of this fact; left out: cases
        at_most:
          title: 细分行业数
          unit: count
          by: declared_on
          values: [{value: "5", source: {ref: guide, article: 五、（二）}}]
        source: {ref: guide, article: 五、（二）}

Accounts are kept per round (批次) by the service that reviews, under a lock; here is only what an account allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.refusal import Problem
from policy.dated import Dated, period_on, read_dated
from policy.facts import Catalogue, Facts
from policy.refs import Basis


@dataclass(frozen=True)
class Quota:
    """`titles` says what the counted values are called, where they are the options of a choice."""

    key: str
    title: str
    step: str
    within: tuple[str, ...]
    counts: str | None
    at_most: Dated
    titles: Mapping[str, str]
    basis: Basis

    def scope(self, facts: Facts) -> tuple[str, ...]:
        """Whose account: the values of `within`; an unknown one counts as one of its own."""
        return tuple(str(facts.get(name) or "") for name in self.within)

    def item(self, facts: Facts) -> str:
        """What a case takes: the value that is counted, nothing where cases are."""
        return str(facts.get(self.counts) or "") if self.counts else ""

    def limit_on(self, on: date) -> int:
        """How many there are; NoValueOn when no period covers the day."""
        limit: int = period_on(self.at_most, on).value
        return limit

    def taken(self, holders: Mapping[str, str]) -> tuple[str, ...]:
        """What is taken, of an account that maps each holder to its item: different items, or holders."""
        return tuple(sorted(set(holders.values()) if self.counts else holders))

    def problem(self, holders: Mapping[str, str], *, holder: str, item: str, on: date) -> Problem | None:
        """`quota_exhausted` with what is taken and by how many, where nothing is left for the holder; None: there is.

        A holder that has a place keeps it, or changes it for another.
        """
        others = {name: held for name, held in holders.items() if name != holder}
        period = period_on(self.at_most, on)
        if len(self.taken({**others, holder: item})) <= period.value:
            return None
        taken = self.taken(others)
        words = "、".join(self.titles.get(each, each) for each in taken) if self.counts else f"{len(taken)}个"
        return Problem(
            code="quota_exhausted",
            article=period.basis.article or self.basis.article,
            requirement=f"{self.title}不超过{period.value}个，已有：{words}{period.basis.remark}",
            inputs={
                "quota": self.key,
                "at_most": period.value,
                "taken": len(taken),
                "taken_by": list(taken) if self.counts else [],
                "holders": len(others),
                "asked": item,
            },
        )


def read_quota(spec: Mapping[str, Any], catalogue: Catalogue, sources: Mapping[str, str]) -> Quota:
    """A quota from its compiled form."""
    counts = spec.get("counts")
    return Quota(
        key=spec["key"],
        title=spec["title"],
        step=spec["step"],
        within=tuple(spec["within"]),
        counts=counts,
        at_most=read_dated(f"quotas.{spec['key']}.at_most", spec["at_most"], sources),
        titles=catalogue[counts].options if counts else {},
        basis=Basis.read(spec, sources),
    )
