"""The finance bureau passes the money of plan lines on (下达, DL10). Where money leaves, all is checked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.common_facts import NotKnownHere
from casework.public_notice import must_be_clear
from contracts.actor import Actor
from contracts.money import Money
from policy.pack import Pack
from services.funding.domain.acting import RELEASE, must_be_documented, must_take
from services.funding.domain.acts import PlanNotice, Release
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.announcements import tranche_released
from services.funding.domain.bulk import sort_out
from services.funding.domain.documents import Document, FileReference, document
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.known import Standing
from services.funding.domain.ledger import EntryKind
from services.funding.domain.payee import PayeeSnapshot
from services.funding.domain.rechecking import must_still_be_payable
from services.funding.domain.refusals import PlanNotPublished
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.domain.views_payment import release_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def release_tranches(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    plan_id: UUID,
    *,
    document_number: str,
    document_on: date,
    file: FileReference | None,
    line_ids: tuple[UUID, ...],
) -> dict[str, Any]:
    """The release with a result per line.

    NoticeStillOpen until the last second of the notice, LineUnderObjection for the line that one holds, NotPayable
    for a lost standing, a delisted enterprise, an ended project or a payee that is not the registered name any more.
    The notice is locked first: an objection of the last second is seen.
    """
    notice = uow.notices.of_plans([plan_id], for_update=True).get(plan_id)
    plan = uow.plans.get(plan_id)
    pack = packs.get(plan.pack)
    must_be_documented(pack, must_take(actor, pack, RELEASE), file)
    issued = document(document_number, document_on, file, today=clock.today())
    release_id = uuid4()
    checks = _Checks(uow, packs, clock, plan, notice)

    def release(line_id: UUID) -> Tranche:
        return checks.cleared(line_id).after(TrancheAction.RELEASE, release_id=release_id)

    items = sort_out(line_ids, release)
    release_act = _release(clock, actor, plan, release_id, issued, items.done)
    uow.releases.add(release_act)
    uow.audit.record(actor, "release", release_act, document_number=issued.number, total_fen=release_act.total.fen)
    for tranche in items.done:
        uow.tranches.save(tranche)
        before = checks.tranches[tranche.id]
        uow.ledger.post(entry_for_tranche(EntryKind.TRANCHE_RELEASED, before, on=clock.today(), at=clock.now()))
        uow.outbox.add([tranche_released(tranche, actor, clock.now())])
        uow.audit.record(actor, "release", tranche, release_id=release_id)
    return release_view(release_act, items.refused)


class _Checks:
    """What is known of all lines of the plan, loaded once."""

    tranches: Mapping[UUID, Tranche]

    def __init__(self, uow: Unit, packs: Packs, clock: Clock, plan: AllocationPlan, notice: PlanNotice | None) -> None:
        ids = [line.tranche_id for line in plan.included]
        self._packs, self._clock, self._plan, self._notice = packs, clock, plan, notice
        self.tranches = uow.tranches.many(ids)
        self._standings: Mapping[UUID, Standing] = uow.known.standings(ids)
        self._snapshots: Mapping[UUID, PayeeSnapshot] = uow.snapshots.latest(ids)

    def cleared(self, line_id: UUID) -> Tranche:
        """The tranche of a line that nothing speaks against."""
        line = self._plan.line(line_id)
        if self._notice is None:
            raise PlanNotPublished(plan_id=str(self._plan.id), state=self._plan.state.value)
        must_be_clear(self._notice.notice, line_id, at=self._clock.now())
        tranche = self.tranches[line.tranche_id]
        standing, snapshot = self._standings.get(tranche.id), self._snapshots.get(tranche.id)
        if standing is None or snapshot is None:
            raise NotKnownHere(kind="organisation")
        pack: Pack = self._packs.get(tranche.pack)
        must_still_be_payable(pack, tranche, standing, snapshot, on=self._clock.today())
        return tranche


def _release(
    clock: Clock, actor: Actor, plan: AllocationPlan, release_id: UUID, issued: Document, done: tuple[Tranche, ...]
) -> Release:
    return Release(
        id=release_id,
        city=plan.city,
        plan_id=plan.id,
        document=issued,
        tranche_ids=tuple(tranche.id for tranche in done),
        total=Money(sum(tranche.amount.fen for tranche in done)),
        released_by=actor.account_id,
        released_at=clock.now(),
    )
