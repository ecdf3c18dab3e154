"""On the way to an award that is asked for: a draft under the pinned pack, handed in, judged step by step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import attachments as files
from casework import deadlines, drafting, filing, reviews
from casework.divisions import DivisionPath, division_facts
from casework.dossier import Attachment, CorrectionItem, ItemKind
from casework.endings import withdraw as withdraw_dossier
from casework.filing import Check
from casework.pack_rules import attached, correctable, filing_problems, seal_of, slots_asked_for, stamps_of
from casework.registered_answers import with_registered
from casework.reviews import Judgement
from casework.sealed_answers import sealed_page
from casework.states import Action, State, next_state
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant
from contracts.events.funding import (
    AwardApplicationApproved,
    AwardApplicationRejected,
    AwardApplicationReturned,
    AwardApplicationSubmitted,
    AwardApplicationWithdrawn,
)
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from services.funding.domain.announcements import application_told
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.award_application import PAYEE, AwardApplication
from services.funding.domain.refusals import ApplicationNotOpen


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """What is known of the applicant when it hands in. `facts` are those that the award will be computed by, too;

    `own_accounts` are the accounts for payment that are registered for it.
    """

    applicant: Applicant
    division: str
    division_path: DivisionPath
    milestones: frozenset[str]
    own_accounts: frozenset[UUID]
    facts: Mapping[str, Any]
    calendar: WorkingDays


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule decided: the application as it is from now on, and what to tell the others."""

    application: AwardApplication
    event: Event


def start(
    application_id: UUID,
    rules: ApplicationRules,
    applicant: Applicant,
    *,
    city: str,
    division: str,
    milestones: Collection[str],
    at: datetime,
    answers: Mapping[str, Any],
    project_id: UUID | None = None,
    case_id: UUID | None = None,
) -> AwardApplication:
    """A draft. ApplicationNotOpen outside its time, and for a kind of applicant that the stage is not for."""
    not_admitted = rules.stage.applicant_problem(applicant.kind)
    problems = [*([not_admitted] if not_admitted else []), *rules.closed(milestones, at)]
    if problems:
        raise ApplicationNotOpen(problems=problems, stage=rules.stage.name)
    return AwardApplication(
        id=application_id,
        city=city,
        version=1,
        case_id=case_id or application_id,
        project_id=project_id,
        stage=rules.stage.name,
        applicant=applicant,
        division=division,
        dossier=drafting.start(
            applicant_id=applicant.id, pack=rules.pack.ref, form=rules.form.key, at=at, answers=answers
        ),
    )


def save_answers(
    application: AwardApplication, rules: ApplicationRules, sealer: Sealer, page: str, answers: Mapping[str, Any]
) -> AwardApplication:
    """With this page as it is now, complete or not. After a return only what it unlocked."""
    before = application.dossier.answers
    registered = with_registered(rules.form, page, answers, before)
    sealed = sealed_page(rules.form, page, registered, before, sealer)
    return application.changed(dossier=drafting.save_answers(application.dossier, page, sealed, form=rules.form))


def attach(
    application: AwardApplication,
    rules: ApplicationRules,
    slot: str,
    file: Attachment,
    *,
    replaces: Collection[UUID] = (),
) -> AwardApplication:
    """With one more file; `Invalid` where it does not fit its slot."""
    before = application.dossier
    asked_for = slots_asked_for(before, rules.slots, rules.form.facts(dict(before.answers)))
    file = replace(file, stamps=stamps_of(before, rules.form, rules.slots, slot))
    dossier = files.attach(before, slot, file, replaces=replaces, also_unlocked=asked_for)
    found = rules.slots.problems(attached(dossier), complete=False)
    problems = [problem for problem in found if problem.field == f"attachments.{slot}"]
    if problems:
        raise Invalid(problems=problems)
    return application.changed(dossier=dossier)


def remove_attachment(application: AwardApplication, attachment_id: UUID) -> AwardApplication:
    """Without this file, whichever slot it is in."""
    present = application.dossier.attachments.items()
    slot = next((slot for slot, held in present if any(each.id == attachment_id for each in held)), "")
    return application.changed(dossier=files.remove_attachment(application.dossier, slot, attachment_id))


def submit(
    application: AwardApplication, rules: ApplicationRules, standpoint: Standpoint, *, by: Actor, at: datetime
) -> Decision:
    """In review, or DossierIncomplete with everything at once. A correction goes on with what came in time."""
    next_state(application.state, Action.SUBMIT)
    dossier = filing.submit(
        application.dossier,
        rules.route,
        standpoint.calendar,
        by=by,
        at=at,
        problems=check(application, rules, standpoint, at=at).problems,
        statement_version=None,
        seal=seal_of(application.dossier, rules.form, rules.slots),
    )
    submitted = application.changed(
        dossier=dossier,
        applicant=standpoint.applicant,
        division=standpoint.division,
        division_path=standpoint.division_path,
    )
    return Decision(
        application=submitted, event=application_told(AwardApplicationSubmitted, submitted, rules, by=by, at=at)
    )


def check(application: AwardApplication, rules: ApplicationRules, standpoint: Standpoint, *, at: datetime) -> Check:
    """What handing in would say now: the time, the form, the account, the files, the pack's conditions."""
    facts = facts_of(application, rules, standpoint)
    problems = (
        *rules.closed(standpoint.milestones, at),
        *filing_problems(application.dossier, rules.form, rules.slots, facts),
        *_account_problems(application, standpoint),
        *(rules.gate.failed(facts) if rules.gate else ()),
    )
    if application.dossier.filings:
        problems = tuple(each for each in problems if each.code not in _OF_WINDOWS)
    warnings = tuple(rules.gate.warnings(facts)) if rules.gate else ()
    return Check(problems=problems, warnings=warnings, needs=tuple(rules.gate.needs(facts)) if rules.gate else ())


def facts_of(application: AwardApplication, rules: ApplicationRules, standpoint: Standpoint) -> dict[str, Any]:
    """What the stage's gate judges by: the form, and what is known of the applicant and its project."""
    return {
        **rules.form.facts(dict(application.dossier.answers)),
        **division_facts(standpoint.division, standpoint.division_path),
        **standpoint.facts,
        "attachments.filled": rules.slots.filled(attached(application.dossier)),
    }


def review(
    application: AwardApplication,
    rules: ApplicationRules,
    calendar: WorkingDays,
    judgement: Judgement,
    *,
    by: Actor,
    at: datetime,
) -> Decision:
    """At the next step, approved by the last one, returned, or rejected."""
    targets = correctable(rules.form, rules.slots)
    dossier = reviews.review(application.dossier, rules.route, calendar, judgement, by=by, at=at, targets=targets)
    reviewed = application.changed(dossier=dossier)
    if reviewed.state is State.RETURNED:
        items = tuple(_path(item) for item in judgement.items)
        event: Event = application_told(AwardApplicationReturned, reviewed, rules, by=by, at=at, items_to_correct=items)
    elif reviewed.state is State.REJECTED:
        reason = judgement.reason_code or ""
        event = application_told(AwardApplicationRejected, reviewed, rules, by=by, at=at, reason=reason)
    elif reviewed.state is State.APPROVED:
        payee_id = reviewed.payee_account_id
        event = application_told(AwardApplicationApproved, reviewed, rules, by=by, at=at, payee_account_id=payee_id)
    else:
        event = application_told(AwardApplicationSubmitted, reviewed, rules, by=by, at=at)
    return Decision(application=reviewed, event=event)


def withdraw(application: AwardApplication, rules: ApplicationRules, *, by: Actor, at: datetime, text: str) -> Decision:
    """Taken back by whoever asked; the same can be asked again."""
    withdrawn = application.changed(dossier=withdraw_dossier(application.dossier, by=by, at=at, text=text))
    return Decision(
        application=withdrawn, event=application_told(AwardApplicationWithdrawn, withdrawn, rules, by=by, at=at)
    )


def moved(
    application: AwardApplication,
    rules: ApplicationRules,
    division: str,
    path: DivisionPath,
    *,
    by: Actor,
    at: datetime,
) -> Decision:
    """In another division from now on; the deadline goes on."""
    elsewhere = application.changed(division=division, division_path=path)
    return Decision(
        application=elsewhere, event=application_told(AwardApplicationSubmitted, elsewhere, rules, by=by, at=at)
    )


def recomputed(application: AwardApplication, calendar: WorkingDays) -> AwardApplication | None:
    """With its deadline by a changed calendar; None when it stays as it is."""
    dossier = deadlines.recompute(application.dossier, calendar)
    return application.changed(dossier=dossier) if dossier != application.dossier else None


_OF_WINDOWS = frozenset({"window_not_open", "window_over"})
"""A correction may come later than the window."""


def _account_problems(application: AwardApplication, standpoint: Standpoint) -> list[Problem]:
    account_id = application.payee_account_id
    if account_id is None or account_id in standpoint.own_accounts:
        return []
    return [Problem(code="payee_account_not_yours", field=f"answers.{'.'.join(PAYEE)}")]


def _path(item: CorrectionItem) -> str:
    return f"{'attachments' if item.kind is ItemKind.ATTACHMENT else 'answers'}.{item.name}"
