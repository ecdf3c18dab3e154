"""The events of funding, made from what changed. The sequence is the new version of the aggregate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from casework.desks import next_actor
from casework.public_notice import PublicNotice
from contracts.actor import Actor
from contracts.events.funding import (
    AllocationPlanApproved,
    AllocationPlanPublished,
    AwardApplicationChanged,
    AwardComputed,
    HonourGranted,
    RecoveryOpened,
    RecoverySettled,
    TranchePaid,
    TrancheReleased,
    TrancheReturned,
)
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.award import Award
from services.funding.domain.award_application import AwardApplication
from services.funding.domain.honour import Honour
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import as_fen
from services.funding.domain.tranche import Tranche

Told = TypeVar("Told", bound=AwardApplicationChanged)


def award_computed(award: Award, actor: Actor, at: datetime) -> AwardComputed:
    return AwardComputed(
        **_head(award, actor, at),
        project_id=award.project_id,
        applicant=award.applicant,
        award_fen=award.amount.fen,
        shares=as_fen(award.shares),
        line=award.line,
        subject_kind=award.subject_kind,
    )


def application_told(
    kind: type[Told], application: AwardApplication, rules: ApplicationRules, *, by: Actor, at: datetime, **more: Any
) -> Told:
    """The event that says how an application is now; `more` are the members that its kind adds."""
    dossier, who = application.dossier, next_actor(application)
    return kind(
        **_head(application, by, at),
        applicant=application.applicant,
        division=application.division,
        pack=dossier.pack.text,
        pack_sha256=dossier.pack.sha256,
        stage=application.stage,
        lines=rules.stage.awards,
        state=dossier.state.value,
        project_id=application.project_id,
        step=dossier.step.index if dossier.step else None,
        acting_division=who.division,
        acting_role=who.role,
        due_on=dossier.due_on,
        **more,
    )


def plan_approved(plan: AllocationPlan, actor: Actor, at: datetime) -> AllocationPlanApproved:
    return AllocationPlanApproved(**_plan(plan, actor, at))


def plan_published(plan: AllocationPlan, notice: PublicNotice, actor: Actor, at: datetime) -> AllocationPlanPublished:
    assert notice.closes_at is not None
    return AllocationPlanPublished(**_plan(plan, actor, at), closes_at=notice.closes_at)


def tranche_released(tranche: Tranche, actor: Actor, at: datetime) -> TrancheReleased:
    return TrancheReleased(**_tranche(tranche, actor, at))


def tranche_paid(tranche: Tranche, actor: Actor, at: datetime, *, paid_on: date) -> TranchePaid:
    return TranchePaid(**_tranche(tranche, actor, at), paid_on=paid_on)


def tranche_returned(tranche: Tranche, actor: Actor, at: datetime) -> TrancheReturned:
    return TrancheReturned(**_tranche(tranche, actor, at), reason=tranche.reason)


def recovery_opened(recovery: Recovery, tranche: Tranche, actor: Actor, at: datetime) -> RecoveryOpened:
    return RecoveryOpened(**_recovery(recovery, tranche, actor, at))


def recovery_settled(recovery: Recovery, tranche: Tranche, actor: Actor, at: datetime) -> RecoverySettled:
    return RecoverySettled(**_recovery(recovery, tranche, actor, at))


def honour_granted(honour: Honour, actor: Actor, at: datetime) -> HonourGranted:
    return HonourGranted(
        **_head(honour, actor, at),
        applicant=honour.applicant,
        project_id=honour.project_id,
        reason=honour.reason,
    )


def _recovery(recovery: Recovery, tranche: Tranche, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        **_head(recovery, actor, at),
        "award_id": recovery.award_id,
        "tranche_id": recovery.tranche_id,
        "applicant": tranche.applicant,
        "amount_fen": recovery.amount.fen,
        "shares": as_fen(recovery.shares),
    }


def _head(aggregate: Any, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "city": aggregate.city,
        "aggregate_id": aggregate.id,
        "sequence": aggregate.version,
        "at": at,
        "actor": actor.account_id,
        "case_id": getattr(aggregate, "case_id", None),
    }


def _plan(plan: AllocationPlan, actor: Actor, at: datetime) -> dict[str, Any]:
    return {**_head(plan, actor, at), "title": plan.title, "total_fen": plan.total.fen}


def _tranche(tranche: Tranche, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        **_head(tranche, actor, at),
        "award_id": tranche.award_id,
        "project_id": tranche.project_id,
        "applicant": tranche.applicant,
        "amount_fen": tranche.amount.fen,
        "shares": as_fen(tranche.shares),
    }
