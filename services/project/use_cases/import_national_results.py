"""An officer takes in what the national platform answered: all lines of a file, or none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem, Refusal
from services.project.domain import findings
from services.project.domain.findings import Found
from services.project.domain.national_results import NationalResult, is_known, read_result
from services.project.domain.project import Project
from services.project.domain.rights import must_see
from services.project.use_cases.ports import Unit

Shown = dict[str, Any]


def import_national_results(uow: Unit, clock: Clock, actor: Actor, lines: Mapping[int, Mapping[str, Any]]) -> Shown:
    """Each line becomes a finding of its project; one that was taken before changes nothing.

    `Invalid` names everything that is wrong as `line.<number>.<member>`, and then nothing is recorded.
    """
    results, problems = _read(lines)
    wanted = {result.project_id for result in results.values()}
    projects = {project.id: project for project in uow.projects.get_all(wanted)}
    recorded = 0
    for number, result in results.items():
        try:
            recorded += _taken(uow, clock, actor, projects, result.found, result.project_id)
        except Refusal as refusal:
            problems += _told(number, refusal)
    if problems:
        raise Invalid(problems=problems)
    return {"recorded": recorded, "known": len(results) - recorded}


def _taken(
    uow: Unit, clock: Clock, actor: Actor, projects: dict[UUID, Project], found: Found, project_id: UUID
) -> bool:
    """Whether it is new. What is saved goes with everything else when any line is refused."""
    project = projects.get(project_id)
    if project is None:
        raise NotFound(kind="project", id=project_id)
    must_see(actor, project)
    known = is_known(project, found)
    if known is None:
        raise Invalid(problems=[Problem(code="result_differs", field="line_id")])
    if known:
        return False
    decision = findings.record_finding(project, found, by=actor, at=clock.now())
    projects[project_id] = decision.project
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    facts = {"found_on": found.found_on, "concerns": found.concerns, "severity": found.severity}
    uow.audit.record(actor, "import_national_results", decision.project, **facts)
    return True


def _read(lines: Mapping[int, Mapping[str, Any]]) -> tuple[dict[int, NationalResult], list[Problem]]:
    results: dict[int, NationalResult] = {}
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, told in lines.items():
        result, wrong = read_result(told)
        problems += _at(number, wrong)
        if result is None:
            continue
        first = seen.setdefault(result.line_id, number)
        if first != number:
            problems += _at(number, [Problem(code="line_twice", field="line_id", inputs={"line": first})])
        results[number] = result
    return results, problems


def _told(number: int, refusal: Refusal) -> Iterator[Problem]:
    """What a refusal of one line is within the refusal of all."""
    if isinstance(refusal, NotFound):
        yield from _at(number, [Problem(code="project_not_served", field="project_id")])
    elif isinstance(refusal, Invalid):
        yield from _at(number, refusal.problems)
    else:
        problem = Problem(code="result_not_taken", field="project_id", inputs={"reason": refusal.code})
        yield from _at(number, [problem])


def _at(number: int, problems: Any) -> Iterator[Problem]:
    yield from (replace(problem, field=f"line.{number}.{problem.field}") for problem in problems)
