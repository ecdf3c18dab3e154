"""How assessments begin: by the enterprise itself, by its provider, by an assigned institution, or as known values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from casework.divisions import DivisionPath
from contracts.actor import Actor
from contracts.events.declaration import Applicant
from contracts.refusal import Invalid, Problem
from policy.assessment import Edition
from policy.assessment_answers import Answers, is_score, problems_of
from policy.assessment_scores import Known, known_problems, score
from policy.pack import Pack
from services.acceptance.domain.assessing_level import digest_of, outcome_of
from services.acceptance.domain.assessment import (
    Assessment,
    AssessmentState,
    Assessor,
    Method,
    Outcome,
    Stage,
    Submission,
)
from services.acceptance.domain.assessment_request import AssessmentRequest
from services.acceptance.domain.assessment_rules import edition_in_force
from services.acceptance.domain.known import KnownProject


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who is assessed, where that lies, and for which project, where it is for one."""

    applicant: Applicant
    division: str
    division_path: DivisionPath = ()
    project: KnownProject | None = None
    request: AssessmentRequest | None = None


def started(
    subject: Subject,
    pack: Pack,
    *,
    stage: Stage,
    method: Method,
    assessor: Assessor,
    assessed_on: date,
    city: str,
    at: datetime,
) -> Assessment:
    """A draft under the edition that the pack has in force on the day of assessing."""
    project, request = subject.project, subject.request
    return Assessment(
        id=uuid4(),
        city=city,
        version=1,
        applicant=subject.applicant,
        division=subject.division,
        division_path=subject.division_path,
        pack=pack.ref,
        edition=edition_in_force(pack, assessed_on).edition,
        stage=stage,
        method=method,
        assessor=assessor,
        assessed_on=assessed_on,
        started_at=at,
        project_id=project.id if project else None,
        case_id=project.case_id if project else None,
        request_id=request.id if request else None,
    )


@dataclass(frozen=True, kw_only=True)
class KnownValues:
    """One row of an import: the six values (level, three scores, binding, guiding), or the total where that is all."""

    credit_code: str
    assessed_on: date
    stage: Stage = Stage.BEFORE
    project_id: UUID | None = None
    level: int | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)
    binding: int | None = None
    guiding: int | None = None
    total: str | None = None


def imported(draft: Assessment, edition: Edition, values: KnownValues, *, by: Actor, at: datetime) -> Assessment:
    """Complete at once; nothing of it is computed but what the edition can. Invalid with everything at once."""
    if edition.method == "total":
        answers = Answers(total=values.total)
        problems = problems_of(edition, answers, stage=draft.stage) + list(_superfluous(values))
        outcome = None if problems else outcome_of(score(edition, answers, stage=draft.stage))
    else:
        answers = Answers()
        problems = _six_problems(edition, values)
        outcome = None if problems else _six(edition, values)
    if outcome is None:
        raise Invalid(problems=problems)
    found = replace(draft, answers=answers, outcome=outcome)
    handed_in = Submission(at=at, by=by.account_id, digest=digest_of(found), level=outcome.level)
    return replace(found, state=AssessmentState.COMPLETED, submissions=(handed_in,), settled_at=at)


def _six_problems(edition: Edition, values: KnownValues) -> list[Problem]:
    found = [
        Problem(code="required", field=name)
        for name in ("level", "binding", "guiding")
        if getattr(values, name) is None
    ]
    for code, title in edition.dimensions.items():
        if not is_score(values.dimensions.get(code)):
            requirement = f"{title}：数字，最多3位小数"
            found.append(Problem(code="not_a_number", field=f"dimensions.{code}", requirement=requirement))
    unknown = values.dimensions.keys() - edition.dimensions.keys()
    found += [Problem(code="unknown_field", field=f"dimensions.{name[:64]}") for name in sorted(unknown)]
    if values.total is not None:
        found.append(Problem(code="unknown_field", field="total"))
    return found or known_problems(edition, _known(edition, values))


def _superfluous(values: KnownValues) -> list[Problem]:
    given: dict[str, Any] = {name: getattr(values, name) for name in ("level", "binding", "guiding")}
    given["dimensions"] = values.dimensions or None
    return [Problem(code="total_only", field=name) for name, value in given.items() if value is not None]


def _known(edition: Edition, values: KnownValues) -> Known:
    assert values.level is not None
    assert values.binding is not None
    assert values.guiding is not None
    dimensions = {code: values.dimensions[code] for code in edition.dimensions}
    return Known(level=values.level, dimensions=dimensions, binding=values.binding, guiding=values.guiding)


def _six(edition: Edition, values: KnownValues) -> Outcome:
    known = _known(edition, values)
    dimensions = {code: Decimal(text).quantize(Decimal("0.001")) for code, text in known.dimensions.items()}
    return Outcome(
        level=known.level,
        total=sum(dimensions.values(), Decimal("0.000")),
        dimensions=dimensions,
        binding=known.binding,
        guiding=known.guiding,
    )
