"""Which accepted projects may be picked as benchmarks (标杆, “小灯塔”), as what, and how many (XB10, ZS7).

problems = benchmarks_of(pack).problems("lighthouse", "electronic_devices", milestones, taken=3)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.refusal import Problem
from policy.pack import Pack
from policy.refs import Basis


@dataclass(frozen=True)
class Recommendation:
    """That an institution's confirmed evaluation recommends the project as this kind (ZS6)."""

    title: str
    basis: Basis


@dataclass(frozen=True)
class BenchmarkKind:
    """`at_most` in a sub-industry, by this kind; None: without a limit. `recommendation` None: it needs none."""

    code: str
    title: str
    at_most: int | None
    basis: Basis
    recommendation: Recommendation | None = None


@dataclass(frozen=True)
class BenchmarkRules:
    """`picked_when`: all milestones that the project needs.

    `subsectors` go from code to title; where there are none, no sub-industry is named.
    """

    kinds: Mapping[str, BenchmarkKind]
    picked_when: frozenset[str]
    subsectors: Mapping[str, str]
    basis: Basis

    def problems(
        self,
        kind: str,
        subsector: str | None,
        milestones: Collection[str],
        *,
        taken: int,
        recommended_for: Collection[str] = (),
    ) -> Iterator[Problem]:
        """Why the project is not picked; `taken` are the benchmarks of the kind that the sub-industry has.

        `recommended_for` are the kinds that its evaluations recommend it as.
        """
        found = self.kinds.get(kind)
        if found is None:
            yield Problem(code="not_an_option", field="kind", inputs={"options": sorted(self.kinds)})
        if subsector not in (self.subsectors or {None}):
            code = "required" if subsector is None else "not_an_option"
            yield Problem(code=code, field="subsector", inputs={"options": sorted(self.subsectors)})
        missing = sorted(self.picked_when.difference(milestones))
        if missing:
            article = self.basis.article
            yield Problem(code="not_ready_as_benchmark", article=article, inputs={"waits_for": missing})
        if found is not None:
            yield from _kind_problems(found, subsector, taken, recommended_for)


def _kind_problems(
    kind: BenchmarkKind, subsector: str | None, taken: int, recommended_for: Collection[str]
) -> Iterator[Problem]:
    asked = kind.recommendation
    if asked is not None and kind.code not in recommended_for:
        yield Problem(code="not_recommended", field="kind", article=asked.basis.article, requirement=asked.title)
    if kind.at_most is not None and taken >= kind.at_most:
        inputs = {"at_most": kind.at_most, "subsector": subsector}
        yield Problem(
            code="benchmarks_full", field="kind", article=kind.basis.article, requirement=kind.title, inputs=inputs
        )


def benchmarks_of(pack: Pack) -> BenchmarkRules | None:
    """None for a pack that picks none."""
    spec = pack.compiled.get("benchmarks")
    if spec is None:
        return None
    read = [_kind(each, pack) for each in spec["kinds"]]
    return BenchmarkRules(
        kinds={kind.code: kind for kind in read},
        picked_when=frozenset(spec["picked_when"]),
        subsectors=pack.providers.subsectors,
        basis=Basis.read(spec, pack.sources),
    )


def _kind(spec: Mapping[str, Any], pack: Pack) -> BenchmarkKind:
    asked = spec.get("recommendation")
    return BenchmarkKind(
        code=spec["code"],
        title=spec["title"],
        at_most=spec.get("at_most"),
        basis=Basis.read(spec, pack.sources),
        recommendation=Recommendation(asked["title"], Basis.read(asked, pack.sources)) if asked is not None else None,
    )
