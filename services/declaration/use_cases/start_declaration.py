"""An enterprise starts its declaration under a call; from then on it is judged by the pack version of that day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from casework import drafting
from casework.common_facts import Organisation
from casework.ports import Answers
from casework.sealed_answers import sealed_page
from casework.states import State
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.declaration import Applicant, DeclarationRejected
from contracts.refusal import NotAllowed, Problem
from contracts.sealed import Sealer
from contracts.wire import to_json
from policy.lifecycle import first_stage, stage_problems
from policy.packs import Packs, UnknownPack
from services.declaration.domain.calls import Call
from services.declaration.domain.declaration import STAGE, draft
from services.declaration.domain.drafting import stood_for
from services.declaration.domain.eligibility import assessment_facts
from services.declaration.domain.errors import ApplicantNotAdmitted, CallNotOpen, RoundAlreadyDeclared, RoundBlocked
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.use_cases.ports import Unit

_FREE_AGAIN = frozenset({State.WITHDRAWN, State.VOIDED})


def start_declaration(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    sealer: Sealer,
    actor: Actor,
    *,
    call_id: UUID,
    prefill: Mapping[str, Any],
    statement_version: str | None = None,
) -> Shown:
    """A draft, filled with what the registry told; `prefill` is more of it, by the names that the form's fields know.

    `statement_version` is the wording of the truthfulness statement that was confirmed before (XA4): without it
    StatementNotConfirmed, where the pack wants it confirmed before the form opens.

    ApplicantNotAdmitted for another kind of applicant, CallNotOpen outside the call's window or once the policy is
    over, RoundAlreadyDeclared for the second one in a round, RoundBlocked after a rejection, NotKnownHere while the
    registry's news of the applicant has not arrived.
    """
    call = uow.calls.get(call_id)
    applicant = _applicant(uow, actor)
    rules = _rules_of_today(uow, packs, clock, call)
    _must_be_admitted(rules, applicant)
    _must_be_open(call, rules, clock)
    _must_be_free(uow, call, applicant, rules, clock)
    dossier = drafting.start(
        applicant_id=applicant.id,
        pack=rules.pack.ref,
        form=rules.form.key,
        at=clock.now(),
        answers=_prefilled(uow, rules, sealer, applicant, prefill),
    )
    declaration = draft(
        declaration_id=uuid4(),
        city=uow.city,
        call_id=call.id,
        batch=call.batch,
        applicant=Applicant(
            kind=applicant.kind, id=applicant.id, credit_code=applicant.credit_code, name=applicant.name
        ),
        division=applicant.division,
        dossier=stood_for(dossier, rules, by=actor, at=clock.now(), text_version=statement_version),
    )
    uow.declarations.add(declaration)
    pack = rules.pack.ref
    uow.audit.record(
        actor, "start", declaration, pack=pack.text, pack_sha256=pack.sha256, statement_version=statement_version
    )
    return shown_declaration(declaration, rules, actor)


def _applicant(uow: Unit, actor: Actor) -> Organisation:
    if actor.organisation_id is None:
        raise NotAllowed(permission="declaration.start")
    return uow.facts.organisation(actor.organisation_id)


def _rules_of_today(uow: Unit, packs: Packs, clock: Clock, call: Call) -> Rulebook:
    """The rules that are valid today. Another process may have released them, so the releases are read.

    CallNotOpen with the article of the validity once no version is valid any more: later policy prevails (XB25).
    """
    refs = uow.releases.of_programme(call.programme_year)
    for ref in refs:
        packs.release(ref)
    newest = packs.get(max(refs, key=lambda ref: ref.order)) if refs else None
    problem = newest.validity_problem(clock.today()) if newest else None
    try:
        pack = packs.current(uow.city, call.programme_year, on=clock.today())
        if first_stage(pack).name != STAGE:
            inputs = {"begins_with": first_stage(pack).title}
            raise CallNotOpen(problems=[Problem(code="no_declaration", inputs=inputs)])
        return Rulebook.of(pack)
    except UnknownPack:
        if problem is None:
            raise
        raise CallNotOpen(problems=[problem]) from None


def _must_be_admitted(rules: Rulebook, applicant: Organisation) -> None:
    problem = rules.stage.applicant_problem(applicant.kind)
    if problem is not None:
        raise ApplicantNotAdmitted(problems=[problem])


def _must_be_open(call: Call, rules: Rulebook, clock: Clock) -> None:
    problem = call.problem(rules.pack, at=clock.now())
    if problem is not None:
        raise CallNotOpen(problems=[problem])


def _must_be_free(uow: Unit, call: Call, applicant: Organisation, rules: Rulebook, clock: Clock) -> None:
    case_id = case_id_of(uow.city, call.programme_year, call.batch, applicant.credit_code)
    for earlier in uow.declarations.of_case(case_id):
        if earlier.state is State.REJECTED:
            raise RoundBlocked(problems=_over(rules, clock), declaration_id=str(earlier.id))
        if earlier.state not in _FREE_AGAIN:
            raise RoundAlreadyDeclared(declaration_id=str(earlier.id), state=earlier.state.value)


def _over(rules: Rulebook, clock: Clock) -> list[Problem]:
    """Why the stage is over after a rejection; the pack's lifecycle cites the article."""
    problems = stage_problems(rules.pack, STAGE, {DeclarationRejected.NAME}, clock.now())
    return problems or [Problem(code="stage_over", article=rules.stage.basis.article)]


def _prefilled(
    uow: Unit, rules: Rulebook, sealer: Sealer, applicant: Organisation, prefill: Mapping[str, Any]
) -> Answers:
    known = {
        **prefill,
        "organisation.name": applicant.name,
        "organisation.credit_code": applicant.credit_code,
        "organisation.division": applicant.division,
        "organisation.size_class": applicant.size_class,
        "city.name": uow.facts.division_name(rules.pack.division),
        **_assessed(uow, applicant),
    }
    filled = rules.form.prefilled(known)
    return {page: sealed_page(rules.form, page, answers, {}, sealer) for page, answers in filled.items()}


def _assessed(uow: Unit, applicant: Organisation) -> dict[str, Any]:
    """What the applicant found when it assessed itself (XA6); nothing where it has not."""
    facts = assessment_facts(uow.facts.assessment(applicant.id))
    return {name: value for name, value in to_json(facts).items() if value is not None}
