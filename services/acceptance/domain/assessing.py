"""The third party's side: evaluation of the level, special audit line by line, and what must hold to pass (DL8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from casework.dossier import Attachment
from casework.states import State
from contracts.events.acceptance import EligibleLine
from contracts.events.project import ContractLine
from contracts.money import Money
from contracts.refusal import Invalid, Problem
from policy.attachments import Attached
from policy.forms import Form
from services.acceptance.domain.acceptance import Acceptance, Papers
from services.acceptance.domain.errors import NotWithAssessor
from services.acceptance.domain.known import KnownProject
from services.acceptance.domain.rulebook import EVALUATION, SPECIAL_AUDIT, Rulebook

_REFUSED_IN_DRAFT = frozenset({"wrong_type", "unknown_page", "unknown_field"})
Facts = Mapping[str, Any]


def save_page(
    acceptance: Acceptance, rules: Rulebook, form_key: str, page: str, answers: Mapping[str, Any]
) -> Acceptance:
    """With one page of the assessor's papers, complete or not. Invalid for what the form does not know."""
    form = _paper_form(acceptance, rules, form_key)
    problems = [
        problem for problem in form.problems({page: dict(answers)}, complete=False) if problem.code in _REFUSED_IN_DRAFT
    ]
    if problems:
        raise Invalid(problems=problems)
    return acceptance.changed(papers=acceptance.papers.with_page(form_key, page, answers))


def attach_report(acceptance: Acceptance, rules: Rulebook, slot: str, file: Attachment) -> Acceptance:
    """With one more report. Invalid where it does not fit its slot."""
    _must_be_with_assessor(acceptance, rules)
    papers = acceptance.papers.with_file(slot, file)
    found = rules.paper_slots(acceptance.dossier).problems(_attached(papers), complete=False)
    problems = [problem for problem in found if problem.field == f"attachments.{slot}"]
    if problems:
        raise Invalid(problems=problems)
    return acceptance.changed(papers=papers)


def remove_report(acceptance: Acceptance, rules: Rulebook, attachment_id: UUID) -> Acceptance:
    """Without this report."""
    _must_be_with_assessor(acceptance, rules)
    return acceptance.changed(papers=acceptance.papers.without_file(attachment_id))


def passing_problems(acceptance: Acceptance, project: KnownProject, rules: Rulebook, on: date) -> list[Problem]:
    """Everything that keeps it from passing: missing papers, sums that do not fit, conditions with their article."""
    return [
        *_paper_problems(acceptance, rules),
        *_audit_problems(acceptance, project, rules),
        *(rules.verdict_gate.failed(verdict_facts(acceptance, rules, on)) if rules.verdict_gate else ()),
    ]


def verdict_facts(acceptance: Acceptance, rules: Rulebook, on: date) -> Facts:
    """What the pack's gate judges, by the names of `policy.facts`; what is not written yet is not there."""
    said = _facts(acceptance, rules, EVALUATION, "evaluation")
    audit = _facts(acceptance, rules, SPECIAL_AUDIT, "report")
    facts = {
        "acceptance.level": said.get("level_after"),
        "acceptance.level_before": said.get("level_before"),
        "acceptance.edition": _only(said.get("edition")),
        "assessed_on": said.get("assessed_on"),
        "accepted_on": on,
        "audit.is_filed": audit.get("report_number") is not None
        and bool(acceptance.papers.attachments.get("special_audit_report")),
    }
    return {name: value for name, value in facts.items() if value is not None}


def eligible_lines(acceptance: Acceptance, project: KnownProject, rules: Rulebook) -> tuple[EligibleLine, ...]:
    """The audited lines, each with the price ceiling that was filed for its product."""
    contract = project.contract
    return tuple(
        EligibleLine(
            line=number,
            product_id=_id(row.get("product")),
            cost_category=_only(row["cost_category"]),
            link=_only(row["link"]),
            claimed_fen=row["claimed"].fen,
            audited_fen=row["audited"].fen,
            ceiling_fen=_ceiling(contract.line_of(_id(row.get("product"))) if contract else None),
            invoiced_on=row["invoice_on"],
            reason=row.get("reason") or "",
        )
        for number, row in enumerate(_rows(acceptance, rules), start=1)
    )


def audited_total(acceptance: Acceptance, rules: Rulebook) -> Money:
    """The sum of the audited lines."""
    return Money(sum(row["audited"].fen for row in _rows(acceptance, rules)))


def _paper_problems(acceptance: Acceptance, rules: Rulebook) -> Iterator[Problem]:
    for form in rules.paper_forms(acceptance.dossier):
        answers = {page: dict(said) for page, said in acceptance.papers.answers.get(form.key, {}).items()}
        for problem in form.problems(answers, complete=True):
            where = f"papers.{form.key}.{(problem.field or '').removeprefix('answers.')}"
            yield Problem(code=problem.code, field=where, requirement=problem.requirement, inputs=problem.inputs)
    yield from rules.paper_slots(acceptance.dossier).problems(_attached(acceptance.papers), complete=True)


def _audit_problems(acceptance: Acceptance, project: KnownProject, rules: Rulebook) -> Iterator[Problem]:
    where = f"papers.{SPECIAL_AUDIT}.lines.spend"
    seen: dict[str, int] = {}
    for index, row in enumerate(_rows(acceptance, rules)):
        claimed, audited = row.get("claimed"), row.get("audited")
        if claimed is not None and audited is not None and audited > claimed:
            inputs = {"claimed_fen": claimed.fen, "audited_fen": audited.fen}
            yield Problem(code="audited_above_claimed", field=f"{where}.{index}.audited", inputs=inputs)
        if claimed is not None and audited is not None and audited < claimed and not (row.get("reason") or "").strip():
            yield Problem(code="cut_without_reason", field=f"{where}.{index}.reason")
        invoice = row.get("invoice_number")
        if invoice is not None and seen.setdefault(invoice, index) != index:
            inputs = {"invoice_number": invoice, "first_line": seen[invoice] + 1}
            yield Problem(code="invoice_twice", field=f"{where}.{index}.invoice_number", inputs=inputs)
        product = _id(row.get("product"))
        if product is not None and (project.contract is None or project.contract.line_of(product) is None):
            yield Problem(code="product_not_contracted", field=f"{where}.{index}.product")
    total = _facts(acceptance, rules, SPECIAL_AUDIT, "report").get("audited_total")
    if total is not None and total != audited_total(acceptance, rules):
        inputs = {"stated_fen": total.fen, "lines_fen": audited_total(acceptance, rules).fen}
        yield Problem(code="audit_total_differs", field=f"papers.{SPECIAL_AUDIT}.report.audited_total", inputs=inputs)


def _rows(acceptance: Acceptance, rules: Rulebook) -> tuple[dict[str, Any], ...]:
    rows = _facts(acceptance, rules, SPECIAL_AUDIT, "lines").get("spend") or ()
    return tuple(row for row in rows if row.get("audited") is not None)


def _facts(acceptance: Acceptance, rules: Rulebook, form_key: str, page: str) -> dict[str, Any]:
    """The typed answers of one page, by field."""
    answers = {name: dict(said) for name, said in acceptance.papers.answers.get(form_key, {}).items()}
    prefix = f"{form_key}.{page}."
    facts = rules.pack.form(form_key).facts(answers)
    return {name.removeprefix(prefix): value for name, value in facts.items() if name.startswith(prefix)}


def _paper_form(acceptance: Acceptance, rules: Rulebook, form_key: str) -> Form:
    _must_be_with_assessor(acceptance, rules)
    for form in rules.paper_forms(acceptance.dossier):
        if form.key == form_key:
            return form
    raise Invalid(problems=[Problem(code="not_an_option", field="form", inputs={"form": form_key})])


def _must_be_with_assessor(acceptance: Acceptance, rules: Rulebook) -> None:
    if acceptance.state is not State.IN_REVIEW or not rules.paper_forms(acceptance.dossier):
        raise NotWithAssessor(state=acceptance.state.value)


def _attached(papers: Papers) -> list[Attached]:
    return [
        Attached(slot=slot, name=each.name, media_type=each.media_type, size=each.size)
        for slot, files in papers.attachments.items()
        for each in files
    ]


def _only(value: Any) -> Any:
    """A choice comes as a set of one."""
    return next(iter(value)) if isinstance(value, frozenset) and len(value) == 1 else value


def _ceiling(line: ContractLine | None) -> int | None:
    """The highest price of the whole line; None where the catalogue has no ceiling."""
    if line is None or not line.ceiling_fen:
        return None
    return Money(line.ceiling_fen).at_rate(Decimal(line.quantity)).fen


def _id(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) and value else value
