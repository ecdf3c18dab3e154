"""Handing in a filing (提交), for the first time and after a return; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from casework import filing
from casework.days import local_date
from casework.filing import Check
from casework.pack_rules import attached
from casework.refusals import DossierIncomplete
from casework.states import Action, next_state
from contracts.actor import Actor
from contracts.events.project import ProjectFiled
from contracts.refusal import Problem
from services.project.domain.contract import (
    DraftContract,
    contract_facts,
    contract_of,
    contract_problems,
    draft_contract,
)
from services.project.domain.filing_forms import NUMBER, PAYEE
from services.project.domain.known import Known, ProviderState
from services.project.domain.project import Decision, Project, announced
from services.project.domain.rulebook import COMMITMENT, STAGE, Rulebook


def submit(project: Project, rules: Rulebook, known: Known, *, by: Actor, at: datetime) -> Decision:
    """In review at a step of the pack's route, or DossierIncomplete with everything at once.

    Products, prices and ceilings are snapshotted here; a correction keeps those of the first filing.
    """
    next_state(project.dossier.state, Action.SUBMIT)
    draft = draft_contract(rules.forms, project.dossier.answers, known, project.contract)
    dossier = filing.submit(
        project.dossier,
        rules.route,
        known.calendar,
        by=by,
        at=at,
        problems=list(_problems(project, rules, known, draft, at=at)),
        statement_version=rules.commitment_version,
        seal=rules.seal(project.dossier),
    )
    filed = project.changed(
        dossier=dossier,
        division_path=known.division_path,
        assigner=rules.assigner(dossier),
        contract=contract_of(draft, known),
    )
    return Decision(project=filed, events=(announced(ProjectFiled, filed, at=at, by=by),))


def check(project: Project, rules: Rulebook, known: Known, *, by: Actor, at: datetime) -> Check:
    """A trial: what would be refused now, and what is needed. Nothing is changed."""
    draft = draft_contract(rules.forms, project.dossier.answers, known, project.contract)
    facts = facts_of(project, rules, known, draft, at=at)
    return Check(
        problems=_refused(project, rules, known, by=by, at=at),
        warnings=tuple(problem for gate in rules.gates for problem in gate.warnings(facts)),
        needs=tuple(need for gate in rules.gates for need in gate.needs(facts)),
    )


def facts_of(project: Project, rules: Rulebook, known: Known, draft: DraftContract, *, at: datetime) -> dict[str, Any]:
    """The facts of the gates, by the names of `policy.facts`."""
    dossier, applicant = project.dossier, known.organisation
    is_confirmed = dossier.statement is not None and dossier.statement.text_version == rules.commitment_version
    return {
        **rules.forms.facts(dossier.answers),
        **contract_facts(draft),
        "provider.is_enrolled": is_provider_accepted(project, known),
        "applicant.kind": applicant.kind,
        "applicant.credit_code": applicant.credit_code,
        "applicant.division": applicant.division,
        "applicant.size_class": applicant.size_class,
        "standing.lists": frozenset(applicant.lists),
        "statements.confirmed": frozenset({COMMITMENT} if is_confirmed else ()),
        "attachments.filled": rules.slots.filled(attached(dossier)),
        "filed_on": local_date(at),
    }


def is_provider_accepted(project: Project, known: Known) -> bool:
    """Whether the provider is in the pool. One that was suspended after the filing still is for its correction."""
    provider = known.provider
    if provider is None:
        return False
    was_filed = project.contract is not None and project.contract.provider_id == provider.id
    return provider.state is ProviderState.ENROLLED or (provider.state is ProviderState.SUSPENDED and was_filed)


def _refused(project: Project, rules: Rulebook, known: Known, *, by: Actor, at: datetime) -> tuple[Problem, ...]:
    try:
        submit(project, rules, known, by=by, at=at)
    except DossierIncomplete as refusal:
        return refusal.problems
    return ()


def _problems(
    project: Project, rules: Rulebook, known: Known, draft: DraftContract, *, at: datetime
) -> Iterator[Problem]:
    dossier = project.dossier
    facts = facts_of(project, rules, known, draft, at=at)
    yield from rules.stage_problems(STAGE, known.milestones, at)
    yield from rules.forms.problems(dossier.answers, complete=True)
    yield from rules.slots.problems(attached(dossier), True, facts)
    yield from contract_problems(draft, known)
    for gate in rules.gates:
        yield from gate.failed(facts)
    if draft.payee_account_id is not None and (
        known.payee is None or known.payee.organisation_id != project.applicant.id
    ):
        yield Problem(code="payee_account_not_yours", field=f"answers.{PAYEE}")
    if (draft.provider_id, draft.number) in known.contracts:
        yield Problem(code="contract_already_filed", field=f"answers.{NUMBER}", inputs={"number": draft.number})
