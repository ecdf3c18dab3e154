"""A project in its two kinds of rows: one of its own, and one for every time that a stage was gone through."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Label, func, select

from casework.desk_lists import desk_to_columns
from casework.desks import next_actor
from casework.divisions import DivisionPath
from casework.tables import dossier_from_columns, dossier_to_columns
from chassis.db.json_rows import row_of
from chassis.db.transaction import Row
from contracts.events.declaration import Applicant
from contracts.wire import from_json, to_json
from services.project.domain.contract import Contract
from services.project.domain.project import CheckFinding, Named, Progress, Project, Termination
from services.project.domain.stage import StageDossier
from services.project.storage.tables import projects, stages


def stages_column() -> Label[Any]:
    """All rows of a project's stages, as a column beside it."""
    found = select(func.jsonb_agg(func.to_jsonb(stages.table_valued()))).where(stages.c.project_id == projects.c.id)
    return found.correlate(projects).scalar_subquery().label("stages")


def to_row(project: Project) -> dict[str, Any]:
    """All columns. Some repeat what the stages say, for the indexes and lists that ask by them."""
    return {
        "id": project.id,
        "city": project.city,
        "version": project.version,
        "case_id": project.case_id,
        "pilot_id": project.pilot_id,
        "call_id": project.call_id,
        "programme_year": project.programme_year,
        "batch": project.batch,
        "applicant_kind": project.applicant.kind,
        "applicant_id": project.applicant.id,
        "credit_code": project.applicant.credit_code,
        "applicant_name": project.applicant.name,
        "division": project.division,
        "division_path": to_json(project.division_path),
        "pack": project.pack.text,
        "pack_hash": project.pack.sha256,
        "status": project.state.value,
        "title": project.title,
        "provider_id": project.provider_id,
        "payee_account_id": project.payee_account_id,
        "provider_ids": list(project.named.provider_ids),
        "payee_ids": list(project.named.payee_ids),
        "product_ids": list(project.named.product_ids),
        "yielded": sorted(project.yielded),
        "filing_number": project.filing_number,
        "published_on": project.published_on,
        "completed_on": project.completed_on,
        "percent": project.progress.percent,
        "reports": project.progress.reports,
        "reported_until": project.progress.reported_until,
        "check_findings": to_json(project.findings),
        "termination": to_json(project.termination),
        **_contract_to_columns(project.contract),
        **_desk_to_columns(project),
    }


def stage_to_row(project: Project, stage: StageDossier) -> dict[str, Any]:
    """All columns of one time that a stage is gone through."""
    return {
        "id": stage.id,
        "city": project.city,
        "project_id": project.id,
        "name": stage.name,
        "number": stage.number,
        "begun_in": stage.begun_in,
        "version": stage.version,
        "reason": stage.reason,
        "contract": to_json(stage.contract),
        **desk_to_columns(project.on_desk(stage)),
        **dossier_to_columns(stage.dossier),
    }


def from_row(row: Row) -> Project:
    """The opposite of `to_row` and `stage_to_row`, from a row with `stages_column`."""
    times = sorted((_stage_of(each) for each in row.stages), key=lambda time: time.begun_in)
    now = {time.name: time for time in times}
    return Project(
        id=row.id,
        city=row.city,
        version=row.version,
        case_id=row.case_id,
        pilot_id=row.pilot_id,
        call_id=row.call_id,
        programme_year=row.programme_year,
        batch=row.batch,
        applicant=Applicant(
            kind=row.applicant_kind, id=row.applicant_id, credit_code=row.credit_code, name=row.applicant_name
        ),
        division=row.division,
        division_path=from_json(DivisionPath, row.division_path),
        stages=now,
        earlier=tuple(time for time in times if now[time.name] is not time),
        title=row.title,
        named=Named(
            provider_ids=tuple(row.provider_ids), payee_ids=tuple(row.payee_ids), product_ids=tuple(row.product_ids)
        ),
        yielded=frozenset(row.yielded),
        filing_number=row.filing_number,
        published_on=row.published_on,
        completed_on=row.completed_on,
        progress=Progress(percent=row.percent, reports=row.reports, reported_until=row.reported_until),
        findings=from_json(tuple[CheckFinding, ...], row.check_findings),
        termination=from_json(Termination | None, row.termination),
    )


def _stage_of(members: dict[str, Any]) -> StageDossier:
    row = row_of(stages, members)
    return StageDossier(
        id=row.id,
        name=row.name,
        number=row.number,
        begun_in=row.begun_in,
        version=row.version,
        dossier=dossier_from_columns(row),
        reason=row.reason,
        assigner=row.assigner,
        assignee_id=row.assignee_id,
        contract=from_json(Contract | None, row.contract),
    )


def _contract_to_columns(contract: Contract | None) -> dict[str, Any]:
    return {
        "contract_number": contract.number if contract else None,
        "contract_provider_id": contract.provider_id if contract else None,
        "contract_amount_fen": contract.amount.fen if contract else None,
        "down_payment_fen": contract.down_payment.fen if contract else None,
    }


def _desk_to_columns(project: Project) -> dict[str, Any]:
    """Where it stands, by the stage that somebody has to act on."""
    stage, submitted = project.current, [time.dossier.submitted_at for time in project.times]
    begun = min(project.times, key=lambda time: time.begun_in).dossier
    who = next_actor(project.on_desk(stage))
    return {
        "started_at": begun.started_at,
        "filed_at": begun.filings[0].at if begun.filings else None,
        "submitted_at": max(filter(None, submitted), default=None),
        "stage": stage.name,
        "step_name": stage.dossier.step.name if stage.dossier.step else None,
        "waits_for": who.role,
        "waits_since": who.since,
        "due_on": who.due_on,
        "is_provisional": who.is_provisional,
        "assignee_id": stage.assignee_id,
    }
