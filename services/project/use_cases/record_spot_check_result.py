"""An officer records what the check of a drawn project came to (XB8)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from services.project.domain import findings
from services.project.domain.findings import Found
from services.project.domain.rights import must_see
from services.project.domain.shown_spot_check import Shown, shown_spot_check
from services.project.domain.spot_check import Outcome, Result, with_result
from services.project.use_cases.ports import CheckingUnit


def record_spot_check_result(
    uow: CheckingUnit, clock: Clock, actor: Actor, check_id: UUID, project_id: UUID, *, outcome: Outcome, found: Found
) -> Shown:
    """A finding stands with the project from then on and is announced; what is in order stays with the spot check.

    NotFound for a project of another division.
    """
    check, at = uow.spot_checks.get(check_id), clock.now()
    project = uow.projects.get(project_id)
    must_see(actor, project)
    result = Result(
        at=at, by=actor.account_id, checked_on=found.found_on, place=found.place, outcome=outcome, text=found.text
    )
    changed = with_result(check, project_id, result)
    if outcome is Outcome.FINDING:
        decision = findings.record_finding(project, found, by=actor, at=at)
        finding_id = decision.project.findings[-1].id
        changed = with_result(check, project_id, replace(result, finding_id=finding_id))
        uow.projects.save(decision.project)
        uow.outbox.add(decision.events)
        uow.audit.record(actor, "record_finding", decision.project, spot_check_id=check_id, severity=found.severity)
    uow.spot_checks.save(changed)
    uow.audit.record(actor, "record_spot_check_result", changed, project_id=project_id, outcome=outcome)
    return shown_spot_check(changed, uow.spot_checks.lines_shown_to(actor, changed))
