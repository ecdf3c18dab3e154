"""The copies of foreign facts that only this service keeps, beside those that all of them keep."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.common_facts import CommonFacts, known_division
from chassis.db.latest import keep_latest
from contracts.events.acceptance import SelfAssessmentCompleted
from contracts.events.project import WarningIssued, WarningLifted
from services.declaration.domain.surroundings import KnownAssessment
from services.declaration.domain.warnings import OpenWarning, WarningEffect
from services.declaration.storage.tables import known_self_assessments, known_warnings

_division = select(known_division.c.name).where(known_division.c.code == bindparam("code"))

_assessment = select(known_self_assessments).where(known_self_assessments.c.applicant_id == bindparam("applicant_id"))
_warnings = (
    select(known_warnings)
    .where(known_warnings.c.subject_id == bindparam("subject_id"), known_warnings.c.is_open)
    .order_by(known_warnings.c.id)
)
_keep_warning = keep_latest(known_warnings, ["city", "id"])
_keep_assessment = keep_latest(known_self_assessments, ["city", "applicant_id"], order="completed_at")


class Facts(CommonFacts):
    """The copies that all services keep, and what only this one asks of them."""

    def division_name(self, code: str) -> str | None:
        """What a division is called; None while the registry's news has not arrived."""
        row = self._transaction.first(_division, code=code)
        return None if row is None else str(row.name)

    def assessment(self, applicant_id: UUID) -> KnownAssessment | None:
        """The newest self-assessment of an applicant, where it made one."""
        row = self._transaction.first(_assessment, applicant_id=applicant_id)
        if row is None:
            return None
        return KnownAssessment(level=row.level, edition=row.edition, completed_on=row.completed_on)

    def open_warnings(self, applicant_id: UUID) -> Sequence[OpenWarning]:
        """Warnings about an applicant that were not lifted, in the order of their ids."""
        rows = self._transaction.read(_warnings, subject_id=applicant_id)
        return [OpenWarning(effect=WarningEffect(row.effect), reason=row.reason) for row in rows]

    def keep_warning(self, event: WarningIssued | WarningLifted, *, is_open: bool) -> None:
        """Remember a warning as it is now: issued, or lifted."""
        self._write(
            _keep_warning,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            subject_id=event.subject_id,
            effect=event.effect,
            reason=event.reason,
            is_open=is_open,
        )

    def keep_self_assessment(self, event: SelfAssessmentCompleted) -> None:
        """Remember the newest; an enterprise makes several, each with an id of its own."""
        self._write(
            _keep_assessment,
            city=event.city,
            applicant_id=event.applicant.id,
            completed_at=event.at,
            level=event.level,
            edition=event.edition,
            completed_on=event.completed_on,
        )
