"""The public notice of an approved plan opens (公示, DL10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework.public_notice import NoticeLine, NoticePeriod, PeriodUnit, PublicNotice, open_notice
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.notices import NoticeRule
from services.funding.domain.acting import PUBLIC_NOTICE, must_take
from services.funding.domain.acts import NoticeBasis, PlanNotice
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.announcements import plan_published
from services.funding.domain.views import plan_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def publish_plan(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, plan_id: UUID, *, expected_version: int | None = None
) -> dict[str, Any]:
    """The plan with its notice; how long it runs is the pack's, with the article or the assumption it rests on."""
    plan = uow.plans.get(plan_id)
    must_be_version(plan, expected_version)
    pack = packs.get(plan.pack)
    must_take(actor, pack, PUBLIC_NOTICE)
    published = plan.published(at=clock.now())
    notice = _notice(uow, clock, plan, pack.notice("allocation_plan"))
    uow.plans.save(published, plan)
    uow.outbox.add([plan_published(published, notice.notice, actor, clock.now())])
    uow.audit.record(actor, "publish", published, notice_id=notice.id)
    uow.notices.add(notice)
    uow.audit.record(actor, "open", notice, closes_at=notice.notice.closes_at)
    return plan_view(published, notice)


def _notice(uow: Unit, clock: Clock, plan: AllocationPlan, rule: NoticeRule) -> PlanNotice:
    length = rule.length_on(clock.today())
    planned = PublicNotice(
        title=f"{plan.title}：{rule.title}",
        period=NoticePeriod(days=length.days, unit=PeriodUnit(length.unit)),
        lines=tuple(
            NoticeLine(
                id=line.id,
                title=line.applicant_name,
                case_id=line.case_id,
                project_id=line.project_id,
                amount_fen=line.amount,
            )
            for line in plan.included
        ),
    )
    return PlanNotice(
        id=uuid4(),
        city=plan.city,
        version=1,
        plan_id=plan.id,
        notice=open_notice(planned, uow.facts.calendar(), at=clock.now()),
        basis=NoticeBasis(article=length.basis.article, assumed=length.basis.assumed),
    )
