"""What is done with an assessment: saved, handed in, confirmed or disputed, decided. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from casework.days import local_date
from casework.dossier import Attachment
from casework.states import move
from contracts.actor import Actor
from contracts.events.acceptance import (
    AssessmentReturned,
    AssessmentSubmitted,
    DiagnosisConfirmed,
    DiagnosisDisputed,
    LevelConfirmed,
    LevelDisputed,
    SelfAssessmentCompleted,
)
from contracts.events.base import Event
from contracts.refusal import Invalid, NotFound, Problem
from contracts.wire import to_json
from policy.assessment import Edition, diagnosis_terms
from policy.assessment_answers import Answers, problems_of
from policy.assessment_scores import Scored, score
from policy.canonical import canonical_json
from policy.pack import Pack
from services.acceptance.domain.assessment import (
    ASSESSMENT_TRANSITIONS,
    NEEDS_CONFIRMATION,
    REPORT_SLOT,
    Assessment,
    AssessmentAction,
    AssessmentDecision,
    AssessmentState,
    Diagnosis,
    Dispute,
    Method,
    Outcome,
    Reached,
    Reason,
    Submission,
    head,
)
from services.acceptance.domain.errors import AssessmentIncomplete

MOST_FILES = 20
_SCOPES = ("common", "own")


def save_answers(assessment: Assessment, edition: Edition, answers: Answers) -> Assessment:
    """With these answers, complete or not; Invalid with everything that is wrong with them."""
    state = _moved(assessment, AssessmentAction.SAVE)
    problems = problems_of(edition, answers, stage=assessment.stage, complete=False)
    if problems:
        raise Invalid(problems=problems)
    return assessment.changed(state=state, answers=answers)


def save_diagnosis(assessment: Assessment, pack: Pack, diagnosis: Diagnosis) -> Assessment:
    """With the words of the diagnosis; Invalid for a link, an aim or a benchmark that there is not (XB4)."""
    state = _moved(assessment, AssessmentAction.SAVE)
    problems = list(_diagnosis_problems(pack, diagnosis))
    if problems:
        raise Invalid(problems=problems)
    return assessment.changed(state=state, diagnosis=diagnosis)


def attach_evidence(assessment: Assessment, edition: Edition, slot: str, file: Attachment) -> Assessment:
    """With one more file: evidence of an item or a scenario, or the institution's own report."""
    state = _moved(assessment, AssessmentAction.SAVE)
    slots = {*edition.item_by_code, *edition.scenario_by_code, REPORT_SLOT}
    held = assessment.evidence.get(slot, ())
    if slot not in slots:
        raise Invalid(problems=[Problem(code="unknown_slot", field="slot", inputs={"known": sorted(slots)})])
    if len(held) >= MOST_FILES:
        raise Invalid(problems=[Problem(code="too_many_files", field="slot", inputs={"at_most": MOST_FILES})])
    return assessment.changed(state=state, evidence={**assessment.evidence, slot: (*held, file)})


def remove_evidence(assessment: Assessment, attachment_id: UUID) -> Assessment:
    """Without this file; NotFound where there is none of that id."""
    state = _moved(assessment, AssessmentAction.SAVE)
    kept = {
        slot: tuple(each for each in held if each.id != attachment_id) for slot, held in assessment.evidence.items()
    }
    if kept == dict(assessment.evidence):
        raise NotFound(kind="attachment", id=str(attachment_id))
    return assessment.changed(state=state, evidence={slot: held for slot, held in kept.items() if held})


def submit(assessment: Assessment, edition: Edition, *, by: Actor, at: datetime) -> AssessmentDecision:
    """Scored, and complete or waiting for the enterprise. AssessmentIncomplete with every problem at once."""
    needs_confirmation = assessment.method in NEEDS_CONFIRMATION
    state = _moved(assessment, AssessmentAction.SUBMIT if needs_confirmation else AssessmentAction.COMPLETE)
    problems = submission_problems(assessment, edition)
    if problems:
        raise AssessmentIncomplete(problems=problems)
    found = outcome_of(score(edition, assessment.answers, stage=assessment.stage))
    scored = replace(assessment, outcome=found)
    handed_in = Submission(at=at, by=by.account_id, digest=digest_of(scored), level=found.level)
    submitted = scored.changed(
        state=state,
        submissions=(*assessment.submissions, handed_in),
        settled_at=None if needs_confirmation else at,
    )
    if needs_confirmation:
        return AssessmentDecision(assessment=submitted, events=(_told(AssessmentSubmitted, submitted, at=at, by=by),))
    return AssessmentDecision(assessment=submitted, events=tuple(_completed(submitted, at=at, by=by)))


def submission_problems(assessment: Assessment, edition: Edition) -> list[Problem]:
    """Everything that keeps it from being handed in."""
    problems = problems_of(edition, assessment.answers, stage=assessment.stage)
    is_institution = assessment.method in NEEDS_CONFIRMATION
    if is_institution and not assessment.evidence.get(REPORT_SLOT):
        problems.append(
            Problem(code="report_missing", field=f"evidence.{REPORT_SLOT}", requirement="须上传机构出具的报告")
        )
    return problems


def confirm(assessment: Assessment, *, by: Actor, at: datetime) -> AssessmentDecision:
    """The enterprise says that the report is right: it counts from now on."""
    return _settled(assessment, AssessmentAction.CONFIRM, by=by, at=at)


def dispute(assessment: Assessment, reasons: tuple[Reason, ...], *, by: Actor, at: datetime) -> AssessmentDecision:
    """The enterprise says what is wrong; the officer decides."""
    state = _moved(assessment, AssessmentAction.DISPUTE)
    if not reasons:
        raise Invalid(problems=[Problem(code="required", field="reasons")])
    raised = Dispute(at=at, by=by.account_id, reasons=reasons)
    disputed = assessment.changed(state=state, disputes=(*assessment.disputes, raised))
    event: Event = (
        _diagnosis(DiagnosisDisputed, disputed, at=at, by=by)
        if disputed.is_diagnosis
        else _told(LevelDisputed, disputed, at=at, by=by)
    )
    return AssessmentDecision(assessment=disputed, events=(event,))


def decide_dispute(
    assessment: Assessment, *, is_upheld: bool, opinion: str, by: Actor, at: datetime
) -> AssessmentDecision:
    """Upheld: back to the assessor, who hands in anew. Dismissed: the report counts as it is."""
    action = AssessmentAction.UPHOLD if is_upheld else AssessmentAction.DISMISS
    _moved(assessment, action)
    decided = replace(
        assessment.disputes[-1], is_upheld=is_upheld, opinion=opinion, decided_at=at, decided_by=by.account_id
    )
    judged = replace(assessment, disputes=(*assessment.disputes[:-1], decided))
    if not is_upheld:
        return _settled(judged, action, by=by, at=at)
    returned = judged.changed(state=_moved(assessment, action))
    return AssessmentDecision(assessment=returned, events=(_told(AssessmentReturned, returned, at=at, by=by),))


def discard(assessment: Assessment, *, at: datetime) -> Assessment:
    """A draft that nobody needs any more."""
    return assessment.changed(state=_moved(assessment, AssessmentAction.DISCARD), settled_at=at)


def outcome_of(scored: Scored) -> Outcome:
    """What was found, as it is kept."""
    reached = tuple(
        Reached(level=each.rule.level, scenarios=each.reached.scenarios, binding=each.reached.binding)
        for each in scored.checks
    )
    counting = reached[max(scored.level, 1) - 1]
    return Outcome(
        level=scored.level,
        total=_thousandths(scored.total),
        dimensions={name: _thousandths(value) for name, value in scored.dimensions.items()},
        items={name: _thousandths(value) for name, value in scored.items.items()},
        reached=reached,
        binding=counting.binding,
        guiding=counting.scenarios - counting.binding,
    )


def digest_of(assessment: Assessment) -> str:
    """sha256 in hex over everything that its report says of itself; the comparison with another one is not of it."""
    said = {
        "applicant": to_json(assessment.applicant),
        "assessor": to_json(assessment.assessor),
        "assessed_on": to_json(assessment.assessed_on),
        "pack": assessment.pack.text,
        "edition": assessment.edition,
        "stage": assessment.stage.value,
        "method": assessment.method.value,
        "answers": to_json(assessment.answers),
        "diagnosis": to_json(assessment.diagnosis),
        "outcome": to_json(assessment.outcome),
        "evidence": {slot: [each.sha256 for each in held] for slot, held in assessment.evidence.items()},
    }
    return hashlib.sha256(canonical_json(said)).hexdigest()


def _settled(assessment: Assessment, action: AssessmentAction, *, by: Actor, at: datetime) -> AssessmentDecision:
    confirmed = assessment.changed(state=_moved(assessment, action), settled_at=at)
    return AssessmentDecision(assessment=confirmed, events=tuple(_confirmed(confirmed, at=at, by=by)))


def _completed(assessment: Assessment, *, at: datetime, by: Actor) -> Iterator[Event]:
    """A self-assessment that is the diagnosis of a project is told as both; a provider's pre-check is nobody's news."""
    if assessment.method is Method.SELF:
        assert assessment.outcome is not None
        yield SelfAssessmentCompleted(
            **head(assessment, at=at, by=by),
            assessment_id=assessment.id,
            project_id=assessment.project_id,
            level=assessment.outcome.level,
            edition=assessment.edition,
            completed_on=local_date(at),
        )
        if assessment.is_diagnosis:
            yield _diagnosis(DiagnosisConfirmed, assessment, at=at, by=by)


def _confirmed(assessment: Assessment, *, at: datetime, by: Actor) -> Iterator[Event]:
    if assessment.is_diagnosis:
        yield _diagnosis(DiagnosisConfirmed, assessment, at=at, by=by)
    elif assessment.method is Method.THIRD_PARTY and assessment.project_id is not None:
        assert assessment.outcome is not None
        yield LevelConfirmed(
            **head(assessment, at=at, by=by),
            project_id=assessment.project_id,
            level=assessment.outcome.level,
            edition=assessment.edition,
            assessment_id=assessment.id,
            assessor_id=assessment.assessor.id,
            confirmed_on=local_date(at),
            recommended_for=assessment.diagnosis.recommended_for,
            pack=assessment.pack.text,
            pack_sha256=assessment.pack.sha256,
        )


def _diagnosis(
    kind: type[DiagnosisConfirmed] | type[DiagnosisDisputed], assessment: Assessment, *, at: datetime, by: Actor
) -> Event:
    assert assessment.outcome is not None
    return kind(
        **head(assessment, at=at, by=by),
        project_id=assessment.project_id,
        institution_id=assessment.assessor.id if assessment.method is Method.INSTITUTION else None,
        method=assessment.method.value,
        level=assessment.outcome.level,
        edition=assessment.edition,
        confirmed_on=local_date(at) if kind is DiagnosisConfirmed else None,
    )


def _told(
    kind: type[AssessmentSubmitted] | type[AssessmentReturned] | type[LevelDisputed],
    assessment: Assessment,
    *,
    at: datetime,
    by: Actor,
) -> Event:
    return kind(
        **head(assessment, at=at, by=by),
        project_id=assessment.project_id,
        assessor_id=assessment.assessor.id,
        method=assessment.method.value,
    )


def _diagnosis_problems(pack: Pack, diagnosis: Diagnosis) -> Iterator[Problem]:
    terms = diagnosis_terms(pack.compiled)
    for number, need in enumerate(diagnosis.needs):
        known = {"scope": _SCOPES, "link": terms["diagnosis_link"], "aim": terms["diagnosis_aim"]}
        for name, options in known.items():
            if getattr(need, name) not in options:
                where = f"diagnosis.needs.{number}.{name}"
                yield Problem(code="not_an_option", field=where, inputs={"options": sorted(options)})
    kinds = terms["workshop_benchmark"]
    if diagnosis.recommended_for is not None and diagnosis.recommended_for not in kinds:
        inputs = {"options": sorted(kinds)}
        yield Problem(code="not_an_option", field="diagnosis.recommended_for", inputs=inputs)


def _moved(assessment: Assessment, action: AssessmentAction) -> AssessmentState:
    return move(ASSESSMENT_TRANSITIONS, assessment.state, action)


def _thousandths(value: Decimal) -> Decimal:
    """Three decimals exactly, so that the same score is always the same text."""
    return value.quantize(Decimal("0.001"))
