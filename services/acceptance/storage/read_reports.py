"""The printed report of an assessment, and the check of its code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from casework.print_codes import PrintCode
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from services.acceptance.domain.assessment_report import checked_report, shown_report
from services.acceptance.domain.assessment_rights import KIND, sees_findings
from services.acceptance.domain.assessment_shown import Shown
from services.acceptance.storage.assessment_tables import assessments
from services.acceptance.storage.assessments import from_row
from services.acceptance.storage.read_assessment import read_assessment, sides_of

_between = select(assessments).where(assessments.c.id.between(bindparam("first"), bindparam("last")))


def report_of(reading: Reading, packs: Packs, sealer: Sealer, actor: Actor, assessment_id: UUID) -> Shown:
    """The document, for who may read what was found."""
    assessment = read_assessment(reading, actor, assessment_id)
    if not sees_findings(actor, assessment):
        raise NotFound(kind=KIND, id=str(assessment_id))
    return shown_report(assessment, packs.get(assessment.pack), sides_of(reading, assessment), sealer)


def check_report(reading: Reading, sealer: Sealer, text: str) -> Shown:
    """What the code says; NotFound, the same for whatever is no code of a report of this city."""
    code = PrintCode.read(text)
    if code is None:
        raise NotFound(kind="print")
    first, last = code.ids
    for row in reading.read(_between, first=first, last=last):
        told = checked_report(from_row(row), sealer, code)
        if told is not None:
            return told
    raise NotFound(kind="print")
