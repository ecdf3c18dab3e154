"""Rows of measures and of answers, and the copies of contracts and verdicts that a rating is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, cast, exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.db.latest import keep_latest
from chassis.db.transaction import Reading, Row, Transaction
from contracts.events.acceptance import AcceptanceChanged, AcceptancePassed
from contracts.events.project import ContractFiled, FindingRecorded
from contracts.wire import from_json
from services.registry.domain.measures import Appeal, Measure, MeasureKind, MeasureState
from services.registry.domain.rating import against_ceilings
from services.registry.domain.satisfaction import FindingBehind, JudgedProject, ProjectBehind, Satisfaction
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.performance import (
    known_contract,
    known_finding,
    known_verdict,
    measure,
    satisfaction,
)

_appealed = (
    select(measure)
    .where(measure.c.provider_id == bindparam("provider_id"), measure.c.state == MeasureState.APPEALED)
    .order_by(measure.c.taken_at, measure.c.id)
)


def _read_appeal(kept: Any) -> Appeal:
    read: Appeal = from_json(Appeal, kept)
    return read


class MeasureRepository(Repository[Measure]):
    """Measures against providers."""

    mapped = Mapped(
        measure,
        Measure,
        {"kind": MeasureKind, "state": MeasureState, "finding_ids": tuple, "appeal": _read_appeal},
    )
    kind = "measure"

    def appealed_of(self, provider_id: UUID) -> Sequence[Measure]:
        """Those of a provider whose appeal waits."""
        return self._all(_appealed, provider_id=provider_id)


_latest = (
    select(known_verdict)
    .ext(distinct_on(known_verdict.c.project_id))
    .order_by(known_verdict.c.project_id, known_verdict.c.decided_at.desc(), known_verdict.c.acceptance_id)
    .subquery("latest")
)
_judged = (
    select(known_contract.c.applicant_id, known_contract.c.provider_id, _latest)
    .join(_latest, _latest.c.project_id == known_contract.c.project_id)
    .where(known_contract.c.project_id == bindparam("project_id"))
)
_behind = (
    select(
        known_contract,
        _latest.c.is_passed,
        _latest.c.level,
        _latest.c.completed_on,
        satisfaction.c.score,
        satisfaction.c.comment,
    )
    .outerjoin(_latest, _latest.c.project_id == known_contract.c.project_id)
    .outerjoin(
        satisfaction,
        (satisfaction.c.city == known_contract.c.city) & (satisfaction.c.project_id == known_contract.c.project_id),
    )
)
_of_providers = _behind.where(
    known_contract.c.provider_id == func.any(cast(bindparam("provider_ids"), ARRAY(Uuid)))
).order_by(known_contract.c.provider_id, known_contract.c.project_id)
_of_applicant = _behind.where(known_contract.c.applicant_id == bindparam("applicant_id")).order_by(
    known_contract.c.project_id
)


_overturned = exists().where(
    measure.c.city == known_finding.c.city,
    measure.c.provider_id == known_finding.c.provider_id,
    measure.c.state == MeasureState.OVERTURNED,
    known_finding.c.finding_id == any_(measure.c.finding_ids),
)
_findings = (
    select(known_finding)
    .where(known_finding.c.provider_id == func.any(cast(bindparam("provider_ids"), ARRAY(Uuid))), ~_overturned)
    .order_by(known_finding.c.provider_id, known_finding.c.project_id, known_finding.c.sequence)
)


class KnownProjects:
    """What the projects of providers came to, as far as the news has arrived."""

    def __init__(self, transaction: Transaction | Reading) -> None:
        self._transaction = transaction

    def of_providers(self, provider_ids: Sequence[UUID]) -> Sequence[ProjectBehind]:
        """Every project with a contract, provider by provider."""
        rows = self._transaction.read(_of_providers, provider_ids=list(provider_ids))
        return [_behind_of(row) for row in rows]

    def of_applicant(self, applicant_id: UUID) -> Sequence[ProjectBehind]:
        """Every project of an enterprise that has a contract."""
        return [_behind_of(row) for row in self._transaction.read(_of_applicant, applicant_id=applicant_id)]

    def findings_about(self, provider_ids: Sequence[UUID]) -> Sequence[FindingBehind]:
        """What checks found about them, provider by provider, but for the grounds of a measure that fell on appeal."""
        rows = self._transaction.read(_findings, provider_ids=list(provider_ids))
        return [
            FindingBehind(
                project_id=row.project_id,
                provider_id=row.provider_id,
                finding_id=row.finding_id,
                severity=row.severity,
                found_on=row.found_on,
            )
            for row in rows
        ]

    def judged(self, project_id: UUID) -> JudgedProject | None:
        """The project, once its acceptance has ended."""
        row = self._transaction.first(_judged, project_id=project_id)
        if row is None:
            return None
        return JudgedProject(
            project_id=project_id,
            applicant_id=row.applicant_id,
            provider_id=row.provider_id,
            is_passed=row.is_passed,
            pack=row.pack,
            pack_sha256=row.pack_sha256,
        )


_keep_contract = keep_latest(known_contract, ["city", "project_id"])
_keep_verdict = keep_latest(known_verdict, ["city", "acceptance_id"])


_keep_finding = keep_latest(known_finding, ["city", "project_id", "sequence"])


class KeptProjects(KnownProjects):
    """The same within a transaction, where they are also kept."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._writing = transaction

    def keep_contract(self, event: ContractFiled) -> None:
        """The contract in force of a project."""
        price, ceiling = against_ceilings(event.lines)
        self._writing.write(
            _keep_contract,
            project_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            provider_id=event.provider_id,
            applicant_id=event.applicant.id,
            applicant_name=event.applicant.name,
            signed_on=event.signed_on,
            due_on=event.complete_by,
            price_fen=price.fen,
            ceiling_fen=ceiling.fen,
        )

    def keep_finding(self, event: FindingRecorded) -> None:
        """What a check found about a provider; what it found about the enterprise is none of the rating's business."""
        if event.subject_kind != "provider":
            return
        self._writing.write(
            _keep_finding,
            project_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            provider_id=event.subject_id,
            finding_id=event.finding_id,
            severity=event.severity,
            found_on=event.found_on,
        )

    def keep_verdict(self, event: AcceptanceChanged) -> None:
        """How an acceptance ended."""
        passed = event if isinstance(event, AcceptancePassed) else None
        self._writing.write(
            _keep_verdict,
            acceptance_id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            project_id=event.project_id,
            applicant_id=event.applicant.id,
            is_passed=passed is not None,
            level=passed.level if passed else None,
            completed_on=passed.completed_on if passed else None,
            pack=event.pack,
            pack_sha256=event.pack_sha256,
            decided_at=event.at,
        )


class SatisfactionRepository(Repository[Satisfaction]):
    """Answers of enterprises: one per project, held by the database."""

    mapped = Mapped(satisfaction, Satisfaction)
    kind = "satisfaction"


def _behind_of(row: Row) -> ProjectBehind:
    return ProjectBehind(
        project_id=row.project_id,
        provider_id=row.provider_id,
        applicant_name=row.applicant_name,
        signed_on=row.signed_on,
        due_on=row.due_on,
        price_fen=row.price_fen,
        ceiling_fen=row.ceiling_fen,
        is_passed=row.is_passed,
        level=row.level,
        completed_on=row.completed_on,
        satisfaction=row.score,
        comment=row.comment,
    )
