"""The rating of a provider from the projects that are behind it, as the API shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from contracts.events.project import ContractLine
from contracts.money import ZERO, Money
from contracts.wire import to_json
from policy.performance import Part, Performance, PerformanceRule, ProjectRecord, performance_of
from services.registry.domain.satisfaction import FindingBehind, ProjectBehind

Shown = dict[str, Any]


def rated(
    rule: PerformanceRule, projects: Sequence[ProjectBehind], findings: Sequence[FindingBehind] = ()
) -> Performance:
    """By the rule of the pack in force."""
    counts = Counter(finding.severity for finding in findings)
    return performance_of(rule, [_record(project) for project in projects], counts)


def rating_shown(
    rule: PerformanceRule | None, projects: Sequence[ProjectBehind], findings: Sequence[FindingBehind] = ()
) -> Shown | None:
    """The score and its band; None where the pack rates nobody, or too few projects were judged."""
    found = rated(rule, projects, findings) if rule is not None else None
    if found is None or found.score is None or found.band is None:
        return None
    return {"score": str(found.score), "band": found.band.code, "title": found.band.title}


def performance_shown(
    rule: PerformanceRule | None,
    projects: Sequence[ProjectBehind],
    findings: Sequence[FindingBehind] = (),
    *,
    with_comments: bool,
) -> Shown:
    """Every part with its figures and the projects behind it, and what findings cost; comments are the bureau's."""
    found = rated(rule, projects, findings) if rule is not None else None
    return {
        "rating": rating_shown(rule, projects, findings),
        "is_public": rule.is_public if rule is not None else False,
        "least_projects": rule.least_projects if rule is not None else None,
        "judged": found.judged if found else 0,
        "deducted": str(found.deducted) if found else "0",
        "parts": [_part(part) for part in found.parts] if found else [],
        "projects": [_project(project, with_comments=with_comments) for project in projects],
        "findings": [_finding(rule, finding) for finding in findings],
    }


def against_ceilings(lines: Sequence[ContractLine]) -> tuple[Money, Money]:
    """What the lines with a ceiling cost together, and what they might have cost."""
    limited = [line for line in lines if line.ceiling_fen > 0]
    price = sum((Money(line.price_fen).at_rate(Decimal(line.quantity)) for line in limited), ZERO)
    ceiling = sum((Money(line.ceiling_fen).at_rate(Decimal(line.quantity)) for line in limited), ZERO)
    return price, ceiling


def _record(project: ProjectBehind) -> ProjectRecord:
    return ProjectRecord(
        project=str(project.project_id),
        is_passed=project.is_passed,
        due_on=project.due_on,
        completed_on=project.completed_on,
        price_fen=project.price_fen,
        ceiling_fen=project.ceiling_fen,
        satisfaction=project.satisfaction,
    )


def _part(part: Part) -> Shown:
    return {
        "criterion": part.criterion,
        "weight": str(part.weight),
        "article": part.article,
        "assumed": part.assumed,
        "score": None if part.score is None else str(part.score),
        "numerator": part.numerator,
        "denominator": part.denominator,
        "projects": list(part.projects),
    }


def _finding(rule: PerformanceRule | None, finding: FindingBehind) -> Shown:
    cost = rule.deductions.get(finding.severity) if rule is not None else None
    return {
        "project_id": str(finding.project_id),
        "finding_id": to_json(finding.finding_id),
        "severity": finding.severity,
        "found_on": to_json(finding.found_on),
        "points": str(cost.points) if cost is not None else "0",
    }


def _project(project: ProjectBehind, *, with_comments: bool) -> Shown:
    return {
        "project_id": str(project.project_id),
        "enterprise": project.applicant_name,
        "signed_on": to_json(project.signed_on),
        "due_on": to_json(project.due_on),
        "completed_on": to_json(project.completed_on),
        "price_fen": project.price_fen,
        "ceiling_fen": project.ceiling_fen,
        "is_passed": project.is_passed,
        "level": project.level,
        "satisfaction": project.satisfaction,
        "comment": project.comment if with_comments else None,
    }
