"""A trial of the next act: what submitting would refuse, or for the assessor what keeps it from passing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.filing import Check
from contracts.actor import Actor
from contracts.refusal import Problem
from policy.gates import Gate
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.assessing import passing_problems
from services.acceptance.domain.duplicates import flag_problems
from services.acceptance.domain.facts import Facts, request_facts, verdict_facts
from services.acceptance.domain.findings import NOTHING_FOUND, Findings
from services.acceptance.domain.known import Surroundings
from services.acceptance.domain.requesting import request_problems
from services.acceptance.domain.rights import sees_papers
from services.acceptance.domain.rulebook import Rulebook


def check(
    acceptance: Acceptance,
    rules: Rulebook,
    around: Surroundings,
    *,
    by: Actor,
    at: datetime,
    found: Findings = NOTHING_FOUND,
) -> Check:
    """Of the request while the applicant has it, of the verdict while the assessor has it. Nothing is changed."""
    if acceptance.dossier.is_open_for_changes:
        facts = request_facts(acceptance, rules, around, at=at)
        own = _check(request_problems(acceptance, rules, around, at=at), rules.request_gate, facts)
        return replace(own, warnings=(*own.warnings, *flag_problems(found.flags)))
    if rules.paper_forms(acceptance.dossier) and sees_papers(by, acceptance, rules):
        facts = verdict_facts(acceptance, rules, around, at=at, found=found)
        return _check(passing_problems(acceptance, rules, around, at=at, found=found), rules.verdict_gate, facts)
    return Check()


def _check(problems: list[Problem], gate: Gate | None, facts: Facts) -> Check:
    return Check(
        problems=tuple(problems),
        warnings=tuple(gate.warnings(facts)) if gate else (),
        needs=tuple(gate.needs(facts)) if gate else (),
    )
