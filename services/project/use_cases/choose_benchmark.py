"""An officer picks an accepted project as a benchmark (标杆, “小灯塔”; XB10, ZS7)."""

from __future__ import annotations

from typing import Any

from chassis.clock import Clock
from policy.benchmarks import benchmarks_of
from policy.packs import Packs
from services.project.domain.benchmark import Choice, chosen, shown_benchmark
from services.project.domain.starting import milestones_of
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import ShowingUnit

_COUNTER = "benchmark"


def choose_benchmark(uow: ShowingUnit, packs: Packs, clock: Clock, asked: Asked, *, choice: Choice) -> dict[str, Any]:
    """Two at once count one after the other: the places of a sub-industry are drawn from a locked counter."""
    loaded = seen(uow, packs, asked)
    project = loaded.project
    taken = uow.numbers.draw(_COUNTER, f"{project.programme_year}/{choice.kind}/{choice.subsector or ''}") - 1
    benchmark, event = chosen(
        project,
        benchmarks_of(loaded.book.pack),
        choice,
        milestones=milestones_of(project, loaded.known),
        recommended_for=loaded.known.recommended_for,
        taken=taken,
        by=asked.actor,
        at=clock.now(),
    )
    uow.benchmarks.add(benchmark)
    uow.outbox.add((event,))
    facts = {"project_id": project.id, "kind": benchmark.kind, "subsector": benchmark.subsector}
    uow.audit.record(asked.actor, "choose_benchmark", benchmark, **facts)
    return shown_benchmark(benchmark)
