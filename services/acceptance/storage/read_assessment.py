"""Reading one assessment or request: as it is, a trial, the comparison, files, history; and the needs of diagnoses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.cursors import page_size
from casework.desks import absent
from casework.history import read_history
from casework.uploads import download_of
from chassis.db.transaction import Reading
from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.wire import to_json
from policy.assessment import diagnosis_terms
from policy.assessment_answers import problems_of
from policy.assessment_gains import advise
from policy.assessment_scores import score
from policy.packs import Packs
from services.acceptance.domain.assessing_level import outcome_of, submission_problems
from services.acceptance.domain.assessment import Assessment
from services.acceptance.domain.assessment_comparison import comparison, counterpart, in_order
from services.acceptance.domain.assessment_rights import (
    KIND,
    REQUEST_KIND,
    must_read,
    must_read_request,
    sees_findings,
)
from services.acceptance.domain.assessment_rules import edition_of
from services.acceptance.domain.assessment_shown import (
    Shown,
    shown_advice,
    shown_assessment,
    shown_edition,
    shown_outcome,
    shown_request,
)
from services.acceptance.storage.assessment_requests import request_by_id, request_from_row
from services.acceptance.storage.assessments import all_of, by_id, from_row


def get_assessment(reading: Reading, packs: Packs, actor: Actor, assessment_id: UUID) -> Shown:
    """What this actor may know of it."""
    assessment = read_assessment(reading, actor, assessment_id)
    return shown_assessment(assessment, packs.get(assessment.pack), actor)


def form_of(reading: Reading, packs: Packs, actor: Actor, assessment_id: UUID) -> Shown:
    """The questionnaire of its pinned edition, and the words that a diagnosis is classified by."""
    assessment = read_assessment(reading, actor, assessment_id)
    pack = packs.get(assessment.pack)
    terms = {
        name: [{"code": code, "title": title} for code, title in options.items()]
        for name, options in diagnosis_terms(pack.compiled).items()
    }
    return {**shown_edition(edition_of(pack, assessment), assessment.stage), "terms": terms}


def check_assessment(reading: Reading, packs: Packs, actor: Actor, assessment_id: UUID) -> Shown:
    """What handing in would refuse, or what the answers are worth and what would raise the level fastest."""
    assessment = read_assessment(reading, actor, assessment_id)
    if not sees_findings(actor, assessment):
        raise absent(KIND, assessment_id)
    edition = edition_of(packs.get(assessment.pack), assessment)
    told: dict[str, Any] = {"problems": [], "outcome": None, "advice": None}
    if assessment.is_known_only:
        return told
    told["problems"] = [each.as_wire() for each in submission_problems(assessment, edition)]
    if not problems_of(edition, assessment.answers, stage=assessment.stage):
        scored = score(edition, assessment.answers, stage=assessment.stage)
        told["outcome"] = shown_outcome(outcome_of(scored))
        told["advice"] = shown_advice(advise(edition, assessment.answers, scored, stage=assessment.stage))
    return told


def compare_assessment(reading: Reading, packs: Packs, actor: Actor, assessment_id: UUID) -> Shown:
    """Before and after of the enterprise, as far as both are there."""
    assessment = read_assessment(reading, actor, assessment_id)
    edition = edition_of(packs.get(assessment.pack), assessment)
    return comparison(*sides_of(reading, assessment), edition)


def sides_of(reading: Reading, assessment: Assessment) -> tuple[Assessment | None, Assessment | None]:
    """(before, after); what is not handed in is not compared."""
    own = assessment if assessment.outcome is not None else None
    other = counterpart(assessment, all_of(reading, assessment.applicant.id))
    before, after = in_order(assessment, other)
    return (own if before is assessment else before, own if after is assessment else after)


def history_of(reading: Reading, actor: Actor, assessment_id: UUID, *, after: int, limit: int) -> Shown:
    """What was done with it and with its request (审计日志); what else was done in its case is not shown."""
    assessment = read_assessment(reading, actor, assessment_id)
    chain = assessment.case_id or assessment.id
    history = read_history(reading, chain, after=after, limit=page_size(limit))
    own = {str(assessment.id), str(assessment.request_id)}
    return {**history, "items": [each for each in history["items"] if each["aggregate_id"] in own]}


def file_of(reading: Reading, actor: Actor, assessment_id: UUID, attachment_id: UUID) -> Shown:
    """The permission to download evidence or the report."""
    assessment = read_assessment(reading, actor, assessment_id)
    if not sees_findings(actor, assessment):
        raise NotFound(kind="attachment", id=str(attachment_id))
    files = [file for held in assessment.evidence.values() for file in held]
    return dict(to_json(download_of(files, attachment_id)))


def get_request(reading: Reading, actor: Actor, request_id: UUID) -> Shown:
    """One request."""
    row = reading.first(request_by_id, id=request_id)
    if row is None:
        raise absent(REQUEST_KIND, request_id)
    request = request_from_row(row)
    must_read_request(actor, request)
    return shown_request(request, actor)


def read_assessment(reading: Reading, actor: Actor, assessment_id: UUID) -> Assessment:
    """The assessment, if this actor may see it; NotFound otherwise, the same as for none at all."""
    row = reading.first(by_id, id=assessment_id)
    if row is None:
        raise absent(KIND, assessment_id)
    assessment = from_row(row)
    must_read(actor, assessment)
    return assessment
