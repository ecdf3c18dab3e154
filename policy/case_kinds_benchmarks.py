"""Worked cases about benchmarks: which projects may be picked, as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policy.benchmarks import benchmarks_of
from policy.case_facts import codes_of
from policy.pack import Pack

Given = Mapping[str, Any]


def benchmark(pack: Pack, given: Given) -> dict[str, Any]:
    """A project with its `milestones`, as a `kind` in a `subsector` that has `taken` of them.

    `recommended_for` are the kinds that its evaluations recommend it as.
    """
    rules = benchmarks_of(pack)
    if rules is None:
        return {"kinds": []}
    taken = int(given.get("taken", "0"))
    kind, subsector, recommended_for = given["kind"], given.get("subsector"), given.get("recommended_for", ())
    found = list(rules.problems(kind, subsector, given["milestones"], taken=taken, recommended_for=recommended_for))
    return {
        "kinds": list(rules.kinds),
        "fails": codes_of(found),
        "articles": {problem.code: problem.article for problem in found if problem.article},
    }


BENCHMARK_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {"benchmark": benchmark}
