"""Benchmarks (标杆, “小灯塔”): projects that the city picks from the accepted ones, by the pack's rule (XB10, ZS7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from casework.days import local_date
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.events.project import BenchmarkChosen
from contracts.refusal import Invalid, Problem
from policy.benchmarks import BenchmarkRules
from services.project.domain.errors import NoBenchmarks
from services.project.domain.project import Project


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """`subsector` is the pack's code, None where the pack names none; `kind_title` is public."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    programme_year: str
    applicant: Applicant
    division: str
    title: str
    kind: str
    kind_title: str
    subsector: str | None
    reason: str
    chosen_on: date
    chosen_by: UUID


@dataclass(frozen=True, kw_only=True)
class Choice:
    """As what a project is picked, and why."""

    kind: str
    subsector: str | None
    reason: str


def chosen(
    project: Project,
    rules: BenchmarkRules | None,
    choice: Choice,
    *,
    milestones: Collection[str],
    recommended_for: Collection[str],
    taken: int,
    by: Actor,
    at: datetime,
) -> tuple[Benchmark, BenchmarkChosen]:
    """NoBenchmarks where the pack picks none; `Invalid` with all that speaks against it, by article.

    `recommended_for` are the kinds that its evaluations recommend it as; `taken`: how many of the kind the
    sub-industry has.
    """
    if rules is None:
        raise NoBenchmarks(pack=project.pack.text)
    kind, subsector = choice.kind, choice.subsector
    problems = list(rules.problems(kind, subsector, milestones, taken=taken, recommended_for=recommended_for))
    if not choice.reason.strip():
        problems.append(Problem(code="required", field="reason"))
    if problems:
        raise Invalid(problems=problems)
    benchmark = Benchmark(
        id=uuid4(),
        city=project.city,
        version=1,
        case_id=project.case_id,
        project_id=project.id,
        programme_year=project.programme_year,
        applicant=project.applicant,
        division=project.division,
        title=project.title,
        kind=kind,
        kind_title=rules.kinds[kind].title,
        subsector=subsector,
        reason=choice.reason.strip(),
        chosen_on=local_date(at),
        chosen_by=by.account_id,
    )
    return benchmark, _told(benchmark, by=by, at=at)


def _told(benchmark: Benchmark, *, by: Actor, at: datetime) -> BenchmarkChosen:
    return BenchmarkChosen(
        city=benchmark.city,
        case_id=benchmark.case_id,
        aggregate_id=benchmark.id,
        sequence=benchmark.version,
        at=at,
        actor=by.account_id,
        applicant=benchmark.applicant,
        project_id=benchmark.project_id,
        kind=benchmark.kind,
        chosen_on=benchmark.chosen_on,
    )


def shown_benchmark(benchmark: Benchmark) -> dict[str, object]:
    """As everybody sees it."""
    return {
        "id": str(benchmark.id),
        "project_id": str(benchmark.project_id),
        "programme_year": benchmark.programme_year,
        "applicant_name": benchmark.applicant.name,
        "division": benchmark.division,
        "title": benchmark.title,
        "kind": benchmark.kind,
        "kind_title": benchmark.kind_title,
        "subsector": benchmark.subsector,
        "reason": benchmark.reason,
        "chosen_on": benchmark.chosen_on.isoformat(),
    }
