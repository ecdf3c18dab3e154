"""Reviewing a dossier along the route of its pack: one function for 初审, 复审, 复核 and whatever a pack adds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.days import local_date
from casework.dossier import CorrectionItem, Dossier, Ending, Finding, ItemKind, OpenStep, Review, Verdict
from casework.ports import Route
from casework.refusals import SelfReview, StepMovedOn, VerdictNotAllowed
from casework.routes import next_step, opened
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.working_days import WorkingDays

_ACTIONS = {
    Verdict.APPROVED: Action.APPROVE,
    Verdict.PASSED: Action.APPROVE,
    Verdict.RETURNED: Action.RETURN,
    Verdict.FAILED: Action.RETURN,
    Verdict.REJECTED: Action.REJECT,
}
_PATHS = {ItemKind.FIELD: "answers", ItemKind.ATTACHMENT: "attachments"}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a reviewer decided. `step` is the name of the step that was on the screen, if the screen said so.

    A return needs `items`; a rejection needs a `reason_code` and an `opinion`; an approval needs neither.
    """

    verdict: Verdict
    opinion: str = ""
    items: tuple[CorrectionItem, ...] = ()
    reason_code: str | None = None
    step: str | None = None


def review(
    dossier: Dossier,
    route: Route,
    calendar: WorkingDays,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
    targets: Collection[str] | None = None,
) -> Dossier:
    """The dossier after the verdict: at the next step, approved by the last one, returned, or rejected.

    `targets` are the paths that a correction may name (`answers.<page>.<field>`,
    `attachments.<slot>`); None lets any pass. Raises ActionNotAllowed, StepMovedOn, VerdictNotAllowed,
    SelfReview, or Invalid with everything that the judgement lacks. The role is the use case's business.
    """
    action = _action(dossier, route, judgement.verdict)
    state = next_state(dossier.state, action)
    step = opened(dossier, action)
    _must_be_possible(step, route, judgement)
    _must_not_be_the_applicant(dossier, by)
    problems = [*_judgement_problems(judgement), *_item_problems(judgement, targets)]
    if problems:
        raise Invalid(problems=problems)
    reviewed = replace(dossier, state=state, reviews=(*dossier.reviews, _entry(dossier, step, judgement, by=by, at=at)))
    if action is Action.PASS_STEP:
        return replace(reviewed, step=next_step(route, step, calendar, at=at))
    if action is Action.RETURN:
        return replace(reviewed, step=replace(step, clock=step.clock.paused(at=at)), items_to_correct=judgement.items)
    reason = judgement.reason_code if action is Action.REJECT else None
    ending = Ending(at=at, by=by.account_id, reason_code=reason, text=judgement.opinion)
    return replace(reviewed, step=None, ending=ending)


def record_finding(dossier: Dossier, *, by: Actor, at: datetime, found_on: date, place: str, text: str) -> Dossier:
    """Adds what a check on site found; the verdict stays the reviewer's (DL4).

    Invalid for an empty text or a day that has not come; ActionNotAllowed outside a review.
    """
    state = next_state(dossier.state, Action.RECORD_FINDING)
    step = opened(dossier, Action.RECORD_FINDING)
    _must_not_be_the_applicant(dossier, by)
    problems = []
    if not text.strip():
        problems.append(Problem(code="required", field="text"))
    if found_on > local_date(at):
        problems.append(Problem(code="in_the_future", field="found_on", inputs={"found_on": found_on.isoformat()}))
    if problems:
        raise Invalid(problems=problems)
    finding = Finding(step=step.name, by=by.account_id, at=at, found_on=found_on, place=place, text=text)
    return replace(dossier, state=state, findings=(*dossier.findings, finding))


def took_part_in_filing(dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor belongs to the applicant, or confirmed, uploaded or submitted something for it."""
    organisations = {dossier.applicant_id, *(filing.organisation_id for filing in dossier.filings)} - {None}
    accounts = {filing.by for filing in dossier.filings}
    accounts |= {each.uploaded_by for files in dossier.attachments.values() for each in files}
    if dossier.statement:
        accounts.add(dossier.statement.confirmed_by)
    return actor.organisation_id in organisations or actor.account_id in accounts


def _action(dossier: Dossier, route: Route, verdict: Verdict) -> Action:
    action = _ACTIONS[verdict]
    has_next = dossier.step is not None and route.next_index(dossier.step.index) is not None
    return Action.PASS_STEP if action is Action.APPROVE and has_next else action


def _must_be_possible(step: OpenStep, route: Route, judgement: Judgement) -> None:
    if judgement.step not in (None, step.name):
        raise StepMovedOn(judged=judgement.step, current=step.name)
    outcomes = route.steps[step.index].outcomes
    if judgement.verdict.value not in outcomes:
        raise VerdictNotAllowed(step=step.name, verdict=judgement.verdict.value, outcomes=sorted(outcomes))


def _must_not_be_the_applicant(dossier: Dossier, by: Actor) -> None:
    if took_part_in_filing(dossier, by):
        raise SelfReview(step=dossier.step.name if dossier.step else None)


def _judgement_problems(judgement: Judgement) -> Iterator[Problem]:
    if _ACTIONS[judgement.verdict] is Action.RETURN and not judgement.items:
        yield Problem(code="required", field="items")
    if _ACTIONS[judgement.verdict] is not Action.RETURN and judgement.items:
        yield Problem(code="not_applicable", field="items")
    if judgement.verdict is Verdict.REJECTED and not (judgement.reason_code or "").strip():
        yield Problem(code="required", field="reason_code")
    if judgement.verdict is Verdict.REJECTED and not judgement.opinion.strip():
        yield Problem(code="required", field="opinion")


def _item_problems(judgement: Judgement, targets: Collection[str] | None) -> Iterator[Problem]:
    for index, item in enumerate(judgement.items):
        for name in ("name", "reason_code", "text"):
            if not getattr(item, name).strip():
                yield Problem(code="required", field=f"items.{index}.{name}")
        path = f"{_PATHS[item.kind]}.{item.name}"
        if targets is not None and not any(each == path or each.startswith(f"{path}.") for each in targets):
            yield Problem(code="unknown_target", field=f"items.{index}.name", inputs={"name": item.name})


def _entry(dossier: Dossier, step: OpenStep, judgement: Judgement, *, by: Actor, at: datetime) -> Review:
    return Review(
        step_index=step.index,
        step=step.name,
        role=step.role,
        verdict=judgement.verdict,
        opinion=judgement.opinion,
        by=by.account_id,
        at=at,
        filing=len(dossier.filings),
        opened_at=step.clock.opened_at,
        due_on=step.clock.due_on,
        items=judgement.items,
        reason_code=judgement.reason_code,
    )
