"""What the pack's gates judge an acceptance by, under the names of `policy.facts`; what is unknown is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from casework.days import local_date
from casework.pack_rules import attached
from contracts.money import Money
from policy.attachments import Attached
from policy.routes import AUDIT_REPORT, SPECIAL_AUDIT
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.findings import NOTHING_FOUND, Findings
from services.acceptance.domain.known import Surroundings
from services.acceptance.domain.rulebook import EVALUATION, Rulebook

Facts = Mapping[str, Any]

COMPLETED_ON = "request.completed_on"


def request_facts(acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, at: datetime) -> Facts:
    """Of the request: its answers, the applicant, the project and its contract, and the day on which it is judged.

    A correction keeps its first date of request.
    """
    dossier, project, applicant = acceptance.dossier, around.project, around.organisation
    answers = rules.form.facts(dict(dossier.answers))
    contract, level = project.contract, around.level
    return _known(
        {
            **answers,
            "applicant.kind": applicant.kind,
            "applicant.credit_code": applicant.credit_code,
            "applicant.division": acceptance.division,
            "applicant.size_class": applicant.size_class,
            "standing.lists": frozenset(applicant.lists),
            "attachments.filled": rules.slots.filled(attached(dossier)),
            "project.is_enrolled": not project.is_terminated,
            "contract.amount": Money(contract.amount_fen) if contract else None,
            "contract_on": contract.signed_on if contract else None,
            "completed_on": answers.get(f"{rules.form.key}.{COMPLETED_ON}"),
            "acceptance.level": level.level if level else None,
            "acceptance.edition": level.edition if level else None,
            "assessed_on": level.assessed_on if level else None,
            "requested_on": local_date(dossier.filings[0].at if dossier.filings else at),
            "accepted_on": local_date(at),
        }
    )


def verdict_facts(
    acceptance: Acceptance, rules: Rulebook, around: Surroundings, *, at: datetime, found: Findings = NOTHING_FOUND
) -> Facts:
    """Of the verdict: the request's, and what papers and evidence say; it would pass on the day of judging."""
    said = paper_page(acceptance, rules, EVALUATION, "evaluation")
    audit = paper_page(acceptance, rules, SPECIAL_AUDIT, "report")
    forms = rules.papers_so_far(acceptance.dossier)
    papers = {name: fact for form in forms for name, fact in form.facts(paper_answers(acceptance, form.key)).items()}
    request = request_facts(acceptance, rules, around, at=at)
    reports = frozenset(acceptance.papers.attachments)
    return _known(
        {
            **request,
            **papers,
            "attachments.filled": request["attachments.filled"] | reports,
            **_said_of_level(said),
            "acceptance.level_before": said.get("level_before"),
            "evidence.kinds": found.kinds,
            "evidence.eligible": Money(found.eligible_fen) if found.eligible_fen is not None else None,
            "audit.is_filed": audit.get("report_number") is not None and AUDIT_REPORT in reports,
        }
    )


def _said_of_level(said: Mapping[str, Any]) -> Facts:
    """What the assessor's papers say; where they say nothing the confirmed assessment of the project counts."""
    names = {"acceptance.level": "level_after", "acceptance.edition": "edition", "assessed_on": "assessed_on"}
    return {fact: said[name] for fact, name in names.items() if said.get(name) is not None}


def completed_on(acceptance: Acceptance, rules: Rulebook) -> date:
    """When the transformation was finished, as the request says."""
    found: date = rules.form.facts(dict(acceptance.dossier.answers))[f"{rules.form.key}.{COMPLETED_ON}"]
    return found


def paper_page(acceptance: Acceptance, rules: Rulebook, form_key: str, page: str) -> dict[str, Any]:
    """The typed answers of one page of the assessor's papers, by field."""
    prefix = f"{form_key}.{page}."
    facts = rules.pack.form(form_key).facts(paper_answers(acceptance, form_key))
    return {name.removeprefix(prefix): value for name, value in facts.items() if name.startswith(prefix)}


def paper_answers(acceptance: Acceptance, form_key: str) -> dict[str, dict[str, Any]]:
    """What was written into one of the papers."""
    return {page: dict(said) for page, said in acceptance.papers.answers.get(form_key, {}).items()}


def reports_of(acceptance: Acceptance) -> list[Attached]:
    """The assessor's reports, as slots judge them."""
    return [
        Attached(slot=slot, name=each.name, media_type=each.media_type, size=each.size)
        for slot, files in acceptance.papers.attachments.items()
        for each in files
    ]


def _known(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}
