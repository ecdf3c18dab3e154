"""The third party's side: evaluation of the level, special audit, reports, and what must hold to pass (DL8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.dossier import Attachment
from casework.sealed_answers import sealed_page
from casework.states import State
from contracts.refusal import Invalid, NotFound, Problem
from contracts.sealed import Sealer
from policy.attachments import Slots
from policy.forms import Form
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.audit import audit_problems
from services.acceptance.domain.duplicates import flag_problems
from services.acceptance.domain.errors import NotWithAssessor
from services.acceptance.domain.facts import paper_answers, paper_page, reports_of, verdict_facts
from services.acceptance.domain.findings import NOTHING_FOUND, Findings
from services.acceptance.domain.known import Surroundings
from services.acceptance.domain.rulebook import EVALUATION, Rulebook


def save_page(
    acceptance: Acceptance, rules: Rulebook, sealer: Sealer, form_key: str, page: str, answers: Mapping[str, Any]
) -> Acceptance:
    """With one page of the assessor's papers, complete or not. Invalid for what the form does not know."""
    form = _paper_form(acceptance, rules, form_key)
    sealed = sealed_page(form, page, answers, paper_answers(acceptance, form_key), sealer)
    return acceptance.changed(papers=acceptance.papers.with_page(form_key, page, sealed))


def attach_report(acceptance: Acceptance, rules: Rulebook, slot: str, file: Attachment) -> Acceptance:
    """With one more report. Invalid where it does not fit its slot."""
    _must_be_with_assessor(acceptance, rules)
    attached = acceptance.changed(papers=acceptance.papers.with_file(slot, file))
    found = _report_problems(attached, rules.paper_slots(acceptance.dossier), complete=False)
    problems = [each for each in found if each.field == f"reports.{slot}"]
    if problems:
        raise Invalid(problems=problems)
    return attached


def remove_report(acceptance: Acceptance, rules: Rulebook, attachment_id: UUID) -> Acceptance:
    """Without this report. NotFound where there is none of that id."""
    _must_be_with_assessor(acceptance, rules)
    held = (file.id for files in acceptance.papers.attachments.values() for file in files)
    if attachment_id not in held:
        raise NotFound(kind="attachment", id=str(attachment_id))
    return acceptance.changed(papers=acceptance.papers.without_file(attachment_id))


def passing_problems(
    acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, at: datetime, found: Findings = NOTHING_FOUND
) -> list[Problem]:
    """Everything that keeps it from passing: an ended project, missing papers, sums that do not fit, conditions,

    and what of its evidence others use too.
    """
    facts = verdict_facts(acceptance, rules, around, at=at, found=found)
    return [
        *rules.stage_problems(around.project),
        *_paper_problems(acceptance, rules),
        *_report_problems(acceptance, rules.reports_so_far(acceptance.dossier), complete=True),
        *_level_problems(acceptance, rules, around),
        *audit_problems(acceptance, rules, around.project.contract, found),
        *flag_problems(found.flags),
        *(rules.verdict_gate.failed(facts) if rules.verdict_gate else ()),
    ]


def _level_problems(acceptance: Acceptance, rules: Rulebook, around: Surroundings) -> Iterator[Problem]:
    """The papers say no other level than the one that the enterprise confirmed, and no other edition (ZS6, ZS7)."""
    confirmed = around.level
    if confirmed is None or EVALUATION not in rules.pack.forms:
        return
    said = paper_page(acceptance, rules, EVALUATION, "evaluation")
    for name, found in (("level_after", confirmed.level), ("edition", confirmed.edition)):
        if said.get(name) not in (None, found):
            inputs = {"confirmed": found, "stated": said[name]}
            where = f"papers.{EVALUATION}.evaluation.{name}"
            yield Problem(code="level_differs_from_assessment", field=where, inputs=inputs)


def _paper_problems(acceptance: Acceptance, rules: Rulebook) -> Iterator[Problem]:
    for form in rules.papers_so_far(acceptance.dossier):
        for problem in form.problems(paper_answers(acceptance, form.key), complete=True):
            path = (problem.field or "").removeprefix("answers.")
            yield replace(problem, field=f"papers.{form.key}.{path}")


def _report_problems(acceptance: Acceptance, slots: Slots, *, complete: bool) -> Iterator[Problem]:
    for problem in slots.problems(reports_of(acceptance), complete):
        yield replace(problem, field=(problem.field or "").replace("attachments.", "reports.", 1))


def _paper_form(acceptance: Acceptance, rules: Rulebook, form_key: str) -> Form:
    _must_be_with_assessor(acceptance, rules)
    for form in rules.paper_forms(acceptance.dossier):
        if form.key == form_key:
            return form
    raise Invalid(problems=[Problem(code="not_an_option", field="form", inputs={"form": form_key})])


def _must_be_with_assessor(acceptance: Acceptance, rules: Rulebook) -> None:
    if acceptance.state is not State.IN_REVIEW or not rules.paper_forms(acceptance.dossier):
        raise NotWithAssessor(state=acceptance.state.value)
