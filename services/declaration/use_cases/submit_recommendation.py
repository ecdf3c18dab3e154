"""The recommendation is submitted with its letter and sealed summary: every declaration on it passes, or none (NM2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from casework.desks import must_take
from casework.dossier import Attachment, Verdict
from casework.reviews import Judgement
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.declaration.domain import recommendation as rules_of_it
from services.declaration.domain.declaration import SERVICE, Declaration
from services.declaration.domain.passing import must_be_in_time
from services.declaration.domain.recommendation import JointDocument, Recommendation
from services.declaration.domain.reviewing import review
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_recommendation import Shown, shown_recommendation
from services.declaration.domain.summary import must_be_its_summary
from services.declaration.use_cases.load import all_of, recommendation_of
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.take_quotas import take_quotas


def submit_recommendation(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    sealer: Sealer,
    actor: Actor,
    recommendation_id: UUID,
    *,
    document: JointDocument,
    files: Mapping[str, Sequence[Attachment]],
    print_code: str | None,
    expected_version: int | None,
) -> Shown:
    """The quotas decide under their locks; OutsideWindow after the last day, NotRecommendable for what has changed."""
    drafted = recommendation_of(uow, actor, recommendation_id)
    must_be_version(drafted, expected_version)
    declarations = all_of(uow, drafted.declaration_ids)
    rules = Rulebook.of(packs.get(drafted.pack))
    step = rules_of_it.must_be_as_drafted(drafted, declarations, rules)
    for declaration in declarations:
        must_take(actor, declaration, step, service=SERVICE)
    must_be_in_time(step, uow.calls.get(declarations[0].call_id), rules, at=clock.now())
    if step.document is not None and step.document.summary is not None:
        must_be_its_summary(drafted, sealer, print_code)
    submitted = rules_of_it.submitted(drafted, rules, step, document, files, by=actor, at=clock.now())
    take_quotas(uow, rules, declarations, step.step)
    uow.recommendations.save(submitted)
    uow.audit.record(actor, "submit", submitted, document_number=document.number, cases=len(submitted.cases))
    _pass_on(uow, clock, actor, declarations, rules, submitted)
    return shown_recommendation(submitted)


def _pass_on(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    declarations: Sequence[Declaration],
    rules: Rulebook,
    submitted: Recommendation,
) -> None:
    calendar = uow.facts.calendar()
    judgement = Judgement(verdict=Verdict.APPROVED, opinion=submitted.opinion, step=submitted.step)
    for declaration in declarations:
        decision = review(declaration, rules, calendar, judgement, by=actor, at=clock.now())
        uow.declarations.save(decision.declaration)
        uow.outbox.add(decision.events)
        number = submitted.document.number if submitted.document else None
        uow.audit.record(actor, "recommend", decision.declaration, step=submitted.step, document_number=number)
