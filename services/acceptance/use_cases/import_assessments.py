"""An officer takes over assessments that were made elsewhere, as far as they are known: six values each, or a total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem, Refusal
from policy.packs import Pack, Packs
from services.acceptance.domain.assessment import Method
from services.acceptance.domain.assessment_rules import applicant_of, assessor_of, edition_in_force, must_be_between
from services.acceptance.domain.assessment_shown import summary
from services.acceptance.domain.assessment_starting import KnownValues, Subject, imported, started
from services.acceptance.domain.known import KnownProject
from services.acceptance.use_cases.find_pack import find_pack
from services.acceptance.use_cases.ports import AssessmentUnit as Unit

Shown = dict[str, Any]


@dataclass(frozen=True)
class _Import:
    """What all rows share."""

    uow: Unit
    pack: Pack
    clock: Clock
    actor: Actor


def import_assessments(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, programme_year: str, rows: Sequence[KnownValues]
) -> Shown:
    """Row by row under the edition in force on its day: what can be taken over is, every row has its result."""
    shared = _Import(uow, find_pack(uow, packs, programme_year, clock.today()), clock, actor)
    return {"items": [_result(shared, number, values) for number, values in enumerate(rows)]}


def _result(shared: _Import, number: int, values: KnownValues) -> Shown:
    told: Shown = {"row": number, "assessment": None, "refusal": None}
    try:
        told["assessment"] = _taken_over(shared, values)
    except Refusal as refusal:
        told["refusal"] = refusal.as_wire()
    return told


def _taken_over(shared: _Import, values: KnownValues) -> Shown:
    uow, at = shared.uow, shared.clock.now()
    must_be_between(values.assessed_on, date.min, shared.clock.today())
    enterprise = uow.assessment_facts.enterprise_with(values.credit_code)
    if enterprise is None:
        raise Invalid(problems=[Problem(code="unknown_enterprise", field="credit_code")])
    if uow.assessments.is_imported(enterprise.id, values.stage, values.assessed_on):
        raise Invalid(problems=[Problem(code="already_imported", field="assessed_on")])
    edition = edition_in_force(shared.pack, values.assessed_on)
    draft = started(
        Subject(
            applicant=applicant_of(enterprise),
            division=enterprise.division,
            division_path=uow.facts.division_path(enterprise.division),
            project=_project(uow, values),
        ),
        shared.pack,
        stage=values.stage,
        method=Method.IMPORTED,
        assessor=assessor_of(enterprise),
        assessed_on=values.assessed_on,
        city=uow.city,
        at=at,
    )
    taken = imported(draft, edition, values, by=shared.actor, at=at)
    uow.assessments.add(taken)
    uow.audit.record(shared.actor, "import", taken, edition=taken.edition, stage=taken.stage)
    return summary(taken)


def _project(uow: Unit, values: KnownValues) -> KnownProject | None:
    if values.project_id is None:
        return None
    project = uow.projects.around(values.project_id).project
    if project.applicant.credit_code != values.credit_code:
        raise Invalid(problems=[Problem(code="unknown_project", field="project_id")])
    return project
