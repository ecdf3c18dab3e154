"""The verdicts: complete or returned, passed or to be improved, and void at last."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from casework import reviews
from casework.days import local_date
from casework.deadlines import recompute
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.endings import void as void_dossier
from casework.pack_rules import correctable
from casework.reviews import Judgement
from casework.states import Action, State
from contracts.actor import Actor
from contracts.events.acceptance import (
    AcceptanceFailed,
    AcceptancePassed,
    AcceptanceRequested,
    AcceptanceReturned,
    LevelConfirmed,
    RectificationOrdered,
)
from contracts.events.base import Event
from contracts.refusal import ActionNotAllowed
from contracts.working_days import WorkingDays
from services.acceptance.domain.acceptance import Acceptance, Decision, Result, announced, head
from services.acceptance.domain.assessing import passing_problems
from services.acceptance.domain.audit import audited_total, eligible_lines
from services.acceptance.domain.errors import NotPassable
from services.acceptance.domain.facts import completed_on, paper_page, verdict_facts
from services.acceptance.domain.findings import NOTHING_FOUND, Findings
from services.acceptance.domain.known import KnownContract, Surroundings
from services.acceptance.domain.rulebook import EVALUATION, Rulebook


def review(
    acceptance: Acceptance,
    rules: Rulebook,
    around: Surroundings,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
    found: Findings = NOTHING_FOUND,
) -> Decision:
    """At the next step, returned, to be improved, or passed.

    Whoever writes the papers lets it pass, or the last step does: NotPassable with everything that is missing.
    """
    dossier = reviews.review(
        acceptance.dossier,
        rules.route,
        around.calendar,
        judgement,
        by=by,
        at=at,
        targets=correctable(rules.form, rules.slots),
    )
    goes_on = dossier.state is State.IN_REVIEW and bool(rules.paper_forms(acceptance.dossier))
    if goes_on or dossier.state is State.APPROVED:
        problems = passing_problems(acceptance, rules, around, at=at, found=found)
        if problems:
            raise NotPassable(problems=problems)
    reviewed = acceptance.changed(dossier=dossier, assigner=rules.assigner(dossier))
    if dossier.state is State.APPROVED:
        passed = replace(reviewed, result=_result(acceptance, rules, around, at=at))
        return Decision(acceptance=passed, events=_passed(passed, rules, around.project.contract, by=by, at=at))
    return Decision(acceptance=reviewed, events=(_announcement(reviewed, judgement, by=by, at=at),))


def void(acceptance: Acceptance, rules: Rulebook, *, by: Actor, at: datetime, reason_code: str, text: str) -> Decision:
    """Ended by the authority: it failed for good. ActionNotAllowed once it passed: the award rests on it.

    What level the assessor had found is told, because what was paid before may hang on it (XB18).
    """
    if acceptance.state is State.APPROVED:
        raise ActionNotAllowed(state=acceptance.state.value, action=Action.VOID.value)
    dossier = void_dossier(acceptance.dossier, by=by, at=at, reason_code=reason_code, text=text)
    ended = acceptance.changed(dossier=dossier, assigner=None)
    said = paper_page(acceptance, rules, EVALUATION, "evaluation") if EVALUATION in rules.pack.forms else {}
    found: dict[str, Any] = {"level": said.get("level_after"), "edition": said.get("edition")}
    if said:
        found["assessor_id"] = acceptance.assignee_id
    failed = announced(AcceptanceFailed, ended, at=at, by=by, reason=reason_code, **found)
    return Decision(acceptance=ended, events=(failed,))


def recomputed(acceptance: Acceptance, calendar: WorkingDays) -> Acceptance | None:
    """With its deadline by a changed calendar; None when it stays as it is."""
    dossier = recompute(acceptance.dossier, calendar)
    return acceptance.changed(dossier=dossier) if dossier != acceptance.dossier else None


def _result(acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, at: datetime) -> Result:
    facts = verdict_facts(acceptance, rules, around, at=at)
    return Result(
        level=facts["acceptance.level"],
        edition=facts["acceptance.edition"],
        accepted_on=local_date(at),
        completed_on=completed_on(acceptance, rules),
        audited_fen=audited_total(acceptance, rules).fen,
    )


def _announcement(reviewed: Acceptance, judgement: Judgement, *, by: Actor, at: datetime) -> Event:
    if reviewed.state is State.IN_REVIEW:
        return announced(AcceptanceRequested, reviewed, at=at, by=by)
    if judgement.verdict is Verdict.FAILED:
        reason = judgement.reason_code or judgement.opinion
        return announced(RectificationOrdered, reviewed, at=at, by=by, reason=reason)
    items = tuple(_path(item) for item in judgement.items)
    return announced(AcceptanceReturned, reviewed, at=at, by=by, items_to_correct=items)


def _passed(
    passed: Acceptance, rules: Rulebook, contract: KnownContract | None, *, by: Actor, at: datetime
) -> tuple[Event, ...]:
    """One change, two announcements: both carry its version."""
    result = passed.result
    assert result is not None
    found: dict[str, Any] = {"level": result.level, "edition": result.edition}
    about: dict[str, Any] = {"project_id": passed.project_id, "applicant": passed.applicant}
    pack = passed.dossier.pack
    judged_by: dict[str, Any] = {"pack": pack.text, "pack_sha256": pack.sha256}
    confirmed = LevelConfirmed(**head(passed, at=at, by=by), **about, **found, **judged_by)
    verdict = announced(
        AcceptancePassed,
        passed,
        at=at,
        by=by,
        **found,
        completed_on=result.completed_on,
        accepted_on=result.accepted_on,
        audited_fen=result.audited_fen,
        lines=eligible_lines(passed, rules, contract),
        assessor_id=passed.assignee_id,
    )
    return (confirmed, verdict)


def _path(item: CorrectionItem) -> str:
    return f"{'attachments' if item.kind is ItemKind.ATTACHMENT else 'answers'}.{item.name}"
