"""Assessments and requests as the API shows them: the same for the answer of a command and for a reading."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from casework.shown import shown_attachments, shown_basis
from contracts.actor import Actor
from contracts.wire import to_json
from policy.assessment import Edition, Item, score_text
from policy.assessment_gains import Advice, ItemRaise
from policy.pack import Pack
from services.acceptance.domain.assessment import (
    ASSESSMENT_TRANSITIONS,
    Assessment,
    AssessmentAction,
    AssessmentState,
    Dispute,
    Outcome,
)
from services.acceptance.domain.assessment_request import REQUEST_TRANSITIONS, AssessmentRequest, RequestAction
from services.acceptance.domain.assessment_rights import is_author, is_for_requester, sees_findings
from services.acceptance.domain.assessment_rules import edition_of

Shown = dict[str, Any]

_WRITING = ("save_answers", "save_diagnosis", "attach", "remove_attachment")


def shown_assessment(assessment: Assessment, pack: Pack, actor: Actor) -> Shown:
    """Everything that this actor may know."""
    is_open = sees_findings(actor, assessment)
    return {
        **summary(assessment),
        "pack_sha256": assessment.pack.sha256,
        "edition_title": edition_of(pack, assessment).title,
        "actions": list(_actions(assessment, actor)),
        "answers": to_json(assessment.answers) if is_open else {},
        "evidence": shown_attachments(assessment.evidence) if is_open else {},
        "diagnosis": to_json(assessment.diagnosis) if is_open else None,
        "outcome": shown_outcome(assessment.outcome) if is_open and assessment.outcome else None,
        "submissions": [
            {"at": to_json(each.at), "digest": each.digest, "level": each.level} for each in assessment.submissions
        ],
        "disputes": [shown_dispute(each) for each in assessment.disputes],
    }


def summary(assessment: Assessment) -> Shown:
    """An assessment in a list."""
    found = assessment.outcome if assessment.state is not AssessmentState.DRAFT else None
    return {
        "id": str(assessment.id),
        "version": assessment.version,
        "applicant": to_json(assessment.applicant),
        "division": assessment.division,
        "project_id": to_json(assessment.project_id),
        "case_id": to_json(assessment.case_id),
        "request_id": to_json(assessment.request_id),
        "pack": assessment.pack.text,
        "edition": assessment.edition,
        "stage": assessment.stage.value,
        "method": assessment.method.value,
        "assessor": to_json(assessment.assessor),
        "assessed_on": to_json(assessment.assessed_on),
        "state": assessment.state.value,
        "level": found.level if found else None,
        "total": score_text(found.total) if found else None,
        "started_at": to_json(assessment.started_at),
        "submitted_at": to_json(assessment.submissions[-1].at) if assessment.submissions else None,
        "settled_at": to_json(assessment.settled_at),
    }


def shown_outcome(outcome: Outcome) -> Shown:
    """Scores as text in three decimals."""
    return {
        "level": outcome.level,
        "total": score_text(outcome.total),
        "dimensions": _texts(outcome.dimensions),
        "items": _texts(outcome.items),
        "reached": to_json(outcome.reached),
        "binding": outcome.binding,
        "guiding": outcome.guiding,
    }


def shown_dispute(dispute: Dispute) -> Shown:
    return {
        "at": to_json(dispute.at),
        "reasons": to_json(dispute.reasons),
        "is_upheld": dispute.is_upheld,
        "opinion": dispute.opinion,
        "decided_at": to_json(dispute.decided_at),
    }


def shown_advice(advice: Advice | None) -> Shown | None:
    """What would raise the level fastest; None at the highest level."""
    if advice is None:
        return None
    rule, reached = advice.check.rule, advice.check.reached
    return {
        "level": rule.level,
        "conditions": [
            _condition("score", advice.check.has_score, score_text(rule.score), score_text(reached.score)),
            _condition("scenarios", advice.check.has_scenarios, str(rule.scenarios), str(reached.scenarios)),
            _condition("binding", advice.check.has_binding, str(rule.binding), str(reached.binding)),
        ],
        "items": [_raise(each) for each in advice.items],
        "scenarios": [
            {
                "code": each.scenario.code,
                "title": each.scenario.title,
                "is_binding": each.scenario.is_binding,
                "level": each.level,
                "target": each.target,
                "how": each.how,
            }
            for each in advice.scenarios
        ],
        "room": [_raise(each) for each in advice.room],
    }


def shown_edition(edition: Edition, stage: str) -> Shown:
    """The questionnaire: what is asked, what each answer is worth, and the rule of the levels."""
    return {
        "edition": edition.edition,
        "title": edition.title,
        "method": edition.method,
        "full": score_text(edition.full),
        "dimensions": _named(edition.dimensions),
        "raw": [
            {"code": each.code, "title": each.title, "unit": each.unit, "places": each.places}
            for each in edition.raw.values()
        ],
        "items": [_item(each, stage) for each in edition.items],
        "domains": _named(edition.domains),
        "scenarios": [
            {
                "code": each.code,
                "domain": each.domain,
                "title": each.title,
                "is_binding": each.is_binding,
                "levels": list(each.levels),
                **shown_basis(each.basis),
            }
            for each in edition.scenarios
        ],
        "levels": [
            {
                "level": each.level,
                "score": score_text(each.score),
                "scenarios": each.scenarios,
                "binding": each.binding,
                **shown_basis(each.basis),
            }
            for each in edition.levels
        ],
    }


def shown_request(request: AssessmentRequest, actor: Actor) -> Shown:
    """A request, with what this actor may do about it."""
    return {
        "id": str(request.id),
        "version": request.version,
        "applicant": to_json(request.applicant),
        "division": request.division,
        "project_id": str(request.project_id),
        "case_id": str(request.case_id),
        "pack": request.pack.text,
        "purpose": request.purpose.value,
        "wish": request.wish,
        "state": request.state.value,
        "round": request.round,
        "institution_id": to_json(request.institution_id),
        "level": request.level,
        "requested_at": to_json(request.requested_at),
        "actions": list(_request_actions(request, actor)),
    }


def _actions(assessment: Assessment, actor: Actor) -> Iterator[str]:
    """What may be done now by this actor, so that a client shows only buttons that work."""
    allowed = {action for state, action in ASSESSMENT_TRANSITIONS if state is assessment.state}
    if is_author(actor, assessment) and AssessmentAction.SAVE in allowed:
        yield from (*_WRITING, "submit", "discard")
    if actor.organisation_id == assessment.applicant.id and AssessmentAction.CONFIRM in allowed:
        yield from ("confirm", "dispute")
    if AssessmentAction.UPHOLD in allowed and actor.may("acceptance.decide_dispute"):
        yield "decide_dispute"


def _request_actions(request: AssessmentRequest, actor: Actor) -> Iterator[str]:
    allowed = {action for state, action in REQUEST_TRANSITIONS if state is request.state}
    is_own = actor.organisation_id == request.applicant.id
    if RequestAction.ASSIGN in allowed and actor.may("acceptance.assign"):
        yield "assign"
    if is_for_requester(actor, request) and RequestAction.REQUEST in allowed:
        yield "submit"
    if is_own and RequestAction.WITHDRAW in allowed:
        yield "withdraw"
    is_assigned = actor.organisation_id is not None and actor.organisation_id == request.institution_id
    if is_assigned and RequestAction.SETTLE in allowed:
        yield "assess"


def _item(item: Item, stage: str) -> Shown:
    return {
        "code": item.code,
        "number": item.number,
        "dimension": item.dimension,
        "group": item.group,
        "title": item.title,
        "kind": item.kind,
        "full": score_text(item.full),
        "options": [
            {"code": each.code, "title": each.title, "score": score_text(each.score), "stands_alone": each.is_none}
            for each in item.options
        ],
        "raw": list(item.raw),
        "may_not_apply": stage in item.skipped_in,
        "evidence": list(item.evidence),
        **shown_basis(item.basis),
    }


def _raise(each: ItemRaise) -> Shown:
    return {
        "code": each.item.code,
        "number": each.item.number,
        "title": each.item.title,
        "score": score_text(each.score),
        "target": score_text(each.target),
        "gain": score_text(each.gain),
        "how": list(each.how),
    }


def _condition(name: str, holds: bool, needed: str, found: str) -> Shown:
    return {"condition": name, "holds": holds, "needed": needed, "found": found}


def _named(titles: Any) -> list[Shown]:
    return [{"code": code, "title": title} for code, title in titles.items()]


def _texts(scores: Any) -> dict[str, str]:
    return {name: score_text(Decimal(value)) for name, value in scores.items()}
