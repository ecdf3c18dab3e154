"""What a declaration is judged by: its answers, and what the platform knows of the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from casework.days import local_date
from casework.divisions import division_facts
from casework.dossier import Attachments, Dossier
from contracts.refusal import Problem
from policy.attachments import Attached
from services.declaration.domain.rulebook import STATEMENT, Rulebook
from services.declaration.domain.surroundings import KnownAssessment, Surroundings


def facts_of(rules: Rulebook, dossier: Dossier, known: Surroundings, *, at: datetime) -> dict[str, Any]:
    """The facts of the gate, by the names of `policy.facts`."""
    is_confirmed = dossier.statement is not None and dossier.statement.text_version == rules.statement_version
    return {
        **rules.form.facts(dossier.answers),
        **applicant_facts(known),
        "statements.confirmed": frozenset({STATEMENT} if is_confirmed else ()),
        "attachments.filled": rules.slots.filled(attached(dossier.attachments)),
        "declared_on": local_date(at),
    }


def applicant_facts(known: Surroundings) -> dict[str, Any]:
    """What the platform knows of the applicant itself, before anything is filled in."""
    applicant = known.applicant
    return {
        "applicant.kind": applicant.kind,
        "applicant.credit_code": applicant.credit_code,
        "applicant.division": applicant.division,
        "applicant.size_class": applicant.size_class,
        "standing.lists": frozenset(applicant.lists),
        **division_facts(applicant.division, known.division_path),
        **assessment_facts(known.assessment),
    }


def assessment_facts(assessment: KnownAssessment | None) -> dict[str, Any]:
    """What the applicant found when it assessed itself; unknown facts where it has not (XA6)."""
    return {
        "self_assessment.level": assessment.level if assessment else None,
        "self_assessment.edition": assessment.edition if assessment else None,
        "self_assessment.completed_on": assessment.completed_on if assessment else None,
    }


def attached(attachments: Attachments) -> Iterator[Attached]:
    """The files as the pack's slots judge them."""
    for slot, files in attachments.items():
        for file in files:
            yield Attached(slot, file.name, file.media_type, file.size)


def problems_of(rules: Rulebook, dossier: Dossier, known: Surroundings, *, at: datetime) -> list[Problem]:
    """What the pack finds wrong: the form, the attachments, the conditions of eligibility, each with its article."""
    facts = facts_of(rules, dossier, known, at=at)
    return [
        *rules.form.problems(dossier.answers, complete=True),
        *rules.slots.problems(attached(dossier.attachments), True, facts),
        *(rules.gate.failed(facts) if rules.gate else ()),
    ]
