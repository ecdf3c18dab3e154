"""Handing in a stage (提交), for the first time and after a return; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
from policy.lifecycle import COMPLETION, ENROLMENT
from policy.providers import LEAD_GROUP_PURCHASE, SELL
from services.project.domain.contract import (
    DraftContract,
    contract_facts,
    contract_of,
    contract_problems,
    draft_contract,
    missing_of,
)
from services.project.domain.known import Known, KnownProvider, ProviderState
from services.project.domain.project import Decision, Project, announced
from services.project.domain.rulebook import StageRules
from services.project.domain.stage import StageDossier
from services.project.domain.stage_forms import GROUP_LEAD, NUMBER, PAYEE
from services.project.domain.starting import opening_problems

COMMITMENT = "commitment_letter"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A stage that is to be handed in, and what it is judged by. `draft` is the contract as all answers say it now."""

    project: Project
    stage: StageDossier
    rules: StageRules
    known: Known
    at: datetime

    @property
    def draft(self) -> DraftContract:
        said = self.rules.book.said(self.project, self.stage)
        return draft_contract(said, self.known, self.stage.contract or self.project.contract)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the gates, by the names of `policy.facts`; the answers of the other stages are among them."""
        dossier, applicant, draft = self.stage.dossier, self.known.organisation, self.draft
        statement, version = dossier.statement, self.rules.commitment_version
        provider = self.known.provider(draft.provider_id)
        is_confirmed = statement is not None and statement.text_version == version
        return {
            **self.rules.book.said(self.project, self.stage).facts,
            **contract_facts(draft),
            "provider.is_enrolled": is_provider_accepted(self, draft),
            "provider.kinds": frozenset(provider.kinds if provider else ()),
            "pilot.is_listed": self.known.pilot is not None and self.known.pilot.is_listed,
            "project.is_enrolled": ENROLMENT in self.project.yielded,
            "applicant.kind": applicant.kind,
            "applicant.credit_code": applicant.credit_code,
            "applicant.division": applicant.division,
            "applicant.size_class": applicant.size_class,
            "standing.lists": frozenset(applicant.lists),
            "statements.confirmed": frozenset({COMMITMENT} if is_confirmed else ()),
            "attachments.filled": self.rules.slots.filled(attached(dossier)),
            "diagnosis.methods": self.known.diagnosed_by,
            "training.person_days": self.known.trained.person_days,
            "filed_on": local_date(self.at),
        }


def submit(situation: Situation, *, by: Actor) -> Decision:
    """In review at a step of the pack's route, or DossierIncomplete with everything at once.

    Products, prices and ceilings are snapshotted here; a correction keeps those of the first filing.
    """
    project, stage, rules, known = situation.project, situation.stage, situation.rules, situation.known
    next_state(stage.dossier.state, Action.SUBMIT)
    dossier = filing.submit(
        stage.dossier,
        rules.route,
        known.calendar,
        by=by,
        at=situation.at,
        problems=list(_problems(situation)),
        statement_version=rules.commitment_version,
        seal=rules.seal(stage.dossier),
    )
    contract = contract_of(situation.draft, known) if rules.has_contract else None
    filed = stage.but(dossier=dossier, assigner=rules.assigner(dossier), contract=contract)
    changed = project.changed(filed, division_path=known.division_path)
    event = announced(ProjectFiled, changed, filed, at=situation.at, by=by, stage=stage.name)
    return Decision(project=changed, events=(event,))


def check(situation: Situation, *, by: Actor) -> Check:
    """A trial: what would be refused now, and what is needed. Nothing is changed."""
    facts, gates = situation.facts, situation.rules.gates
    return Check(
        problems=_refused(situation, by=by),
        warnings=tuple(problem for gate in gates for problem in gate.warnings(facts)),
        needs=tuple(need for gate in gates for need in gate.needs(facts)),
    )


def is_provider_accepted(situation: Situation, draft: DraftContract) -> bool:
    """Whether the provider is in the pool, as one that sells. One suspended after the filing is for its correction."""
    provider = situation.known.provider(draft.provider_id)
    if provider is None or not _may(situation, provider, SELL):
        return False
    was_filed = any(time.contract and time.contract.provider_id == provider.id for time in situation.project.times)
    return provider.state is ProviderState.ENROLLED or (provider.state is ProviderState.SUSPENDED and was_filed)


def _may(situation: Situation, provider: KnownProvider, act: str) -> bool:
    """By the pack's kinds; what is not told yet is not held against a provider."""
    return not provider.kinds or situation.rules.book.pack.providers.may(provider.kinds, act)


def _refused(situation: Situation, *, by: Actor) -> tuple[Problem, ...]:
    try:
        submit(situation, by=by)
    except DossierIncomplete as refusal:
        return refusal.problems
    return ()


def _problems(situation: Situation) -> Iterator[Problem]:
    stage, rules = situation.stage, situation.rules
    facts = situation.facts
    yield from opening_problems(situation.project, rules, situation.known, at=situation.at, stage=stage)
    answers = rules.forms.problems(stage.dossier.answers, complete=True)
    yield from answers
    yield from rules.slots.problems(attached(stage.dossier), True, facts)
    if rules.has_contract:
        yield from missing_of(situation.draft, answers)
        today, article = local_date(situation.at), rules.stage.basis.article
        yield from contract_problems(situation.draft, situation.known, today=today, article=article)
        yield from _lead_problems(situation)
        yield from _held_elsewhere(situation)
    for gate in rules.gates:
        yield from gate.failed(facts)
    yield from _payee_problems(situation)
    if COMPLETION in rules.yields:
        yield from _completion_problems(situation)


def _payee_problems(situation: Situation) -> Iterator[Problem]:
    payee_id = situation.draft.payee_account_id
    if payee_id is None or not situation.rules.forms.asks_for(PAYEE):
        return
    payee = situation.known.payee(payee_id)
    if payee is None or payee.organisation_id != situation.project.applicant.id:
        yield Problem(code="payee_account_not_yours", field=f"answers.{PAYEE}")


def _lead_problems(situation: Situation) -> Iterator[Problem]:
    """A group purchase is led by a kind of provider that the pack lets lead one (XB7)."""
    lead_id = situation.draft.group_lead_id
    if lead_id is None:
        return
    lead = situation.known.provider(lead_id)
    is_enrolled = lead is not None and lead.state is ProviderState.ENROLLED
    if lead is None or not (is_enrolled and _may(situation, lead, LEAD_GROUP_PURCHASE)):
        yield Problem(code="not_a_group_lead", field=f"answers.{GROUP_LEAD}")


def _completion_problems(situation: Situation) -> Iterator[Problem]:
    day, today = situation.rules.forms.completed_on(situation.stage.dossier.answers), local_date(situation.at)
    if day is not None and day > today:
        yield Problem(code="in_the_future", field="answers", inputs={"found_on": day.isoformat()})


def _held_elsewhere(situation: Situation) -> Iterator[Problem]:
    draft = situation.draft
    if (draft.provider_id, draft.number) in situation.known.contracts:
        yield Problem(code="contract_already_filed", field=f"answers.{NUMBER}", inputs={"number": draft.number})
