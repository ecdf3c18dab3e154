"""The enterprise asks for acceptance: it fills in the pack's form, attaches, and hands in (DL8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework import attachments as files
from casework import drafting, filing
from casework.dossier import Attachment
from casework.endings import withdraw as withdraw_dossier
from casework.pack_rules import attached, filing_problems, seal_of, slots_asked_for, stamps_of
from casework.sealed_answers import sealed_page
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceRequested
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from contracts.working_days import WorkingDays
from services.acceptance.domain.acceptance import Acceptance, Decision, announced
from services.acceptance.domain.errors import AcceptanceNotOpen
from services.acceptance.domain.facts import request_facts
from services.acceptance.domain.known import Surroundings
from services.acceptance.domain.rulebook import Rulebook


def start(acceptance_id: UUID, around: Surroundings, rules: Rulebook, *, city: str, at: datetime) -> Acceptance:
    """A draft under the pack of the project's case. AcceptanceNotOpen before its time, or for an ended project."""
    project = around.project
    problems = rules.stage_problems(project, at)
    if problems:
        raise AcceptanceNotOpen(problems=problems)
    return Acceptance(
        id=acceptance_id,
        city=city,
        version=1,
        case_id=project.case_id,
        project_id=project.id,
        applicant=project.applicant,
        division=around.organisation.division,
        dossier=drafting.start(applicant_id=project.applicant.id, pack=rules.pack.ref, form=rules.form.key, at=at),
    )


def save_answers(
    acceptance: Acceptance, rules: Rulebook, sealer: Sealer, page: str, answers: Mapping[str, Any]
) -> Acceptance:
    """With this page as it is now, complete or not. After a return only what it unlocked.

    `Invalid` for what no draft may hold, and for a sealed answer that is wrong.
    """
    dossier = acceptance.dossier
    sealed = sealed_page(rules.form, page, answers, dossier.answers, sealer)
    return acceptance.changed(dossier=drafting.save_answers(dossier, page, sealed, form=rules.form))


def attach(
    acceptance: Acceptance, rules: Rulebook, slot: str, file: Attachment, *, replaces: Collection[UUID] = ()
) -> Acceptance:
    """With one more file. `Invalid` where it does not fit its slot; a stamped scan remembers what the form says now."""
    before = acceptance.dossier
    asked_for = slots_asked_for(before, rules.slots, rules.form.facts(dict(before.answers)))
    file = replace(file, stamps=stamps_of(before, rules.form, rules.slots, slot))
    dossier = files.attach(before, slot, file, replaces=replaces, also_unlocked=asked_for)
    found = rules.slots.problems(attached(dossier), complete=False)
    problems = [problem for problem in found if problem.field == f"attachments.{slot}"]
    if problems:
        raise Invalid(problems=problems)
    return acceptance.changed(dossier=dossier)


def remove_attachment(acceptance: Acceptance, attachment_id: UUID) -> Acceptance:
    """Without this file, whichever slot it is in."""
    present = acceptance.dossier.attachments.items()
    slot = next((slot for slot, held in present if any(each.id == attachment_id for each in held)), "")
    return acceptance.changed(dossier=files.remove_attachment(acceptance.dossier, slot, attachment_id))


def submit(acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, by: Actor, at: datetime) -> Decision:
    """With the district, or DossierIncomplete with everything at once. A correction goes on with what came in time."""
    next_state(acceptance.state, Action.SUBMIT)
    dossier = filing.submit(
        acceptance.dossier,
        rules.route,
        around.calendar,
        by=by,
        at=at,
        problems=request_problems(acceptance, rules, around, at=at),
        statement_version=None,
        seal=seal_of(acceptance.dossier, rules.form, rules.slots),
    )
    requested = acceptance.changed(
        dossier=dossier, division_path=around.division_path, assigner=rules.assigner(dossier)
    )
    return Decision(acceptance=requested, events=(announced(AcceptanceRequested, requested, at=at, by=by),))


def request_problems(acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, at: datetime) -> list[Problem]:
    """Everything for which the request would be refused now: the window, the form, the files, the pack's conditions."""
    facts = request_facts(acceptance, rules, around, at=at)
    return [
        *rules.stage_problems(around.project, None if acceptance.dossier.filings else at),
        *filing_problems(acceptance.dossier, rules.form, rules.slots, facts),
        *(rules.request_gate.failed(facts) if rules.request_gate else ()),
    ]


def withdraw(acceptance: Acceptance, *, by: Actor, at: datetime, text: str) -> Acceptance:
    """Taken back by the enterprise: it can ask again later."""
    return acceptance.changed(dossier=withdraw_dossier(acceptance.dossier, by=by, at=at, text=text), assigner=None)


def moved_to_pack(acceptance: Acceptance, rules: Rulebook, calendar: WorkingDays) -> Acceptance | None:
    """Judged by another version of its pack from now on (`rules` are the new ones); None where it is already."""
    if acceptance.dossier.pack == rules.pack.ref:
        return None
    dossier = drafting.move_to_pack(acceptance.dossier, rules.route, calendar, pack=rules.pack.ref)
    return acceptance.changed(dossier=dossier, assigner=rules.assigner(dossier))
