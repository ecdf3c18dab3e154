"""Public notices of allocation plans (公示) and the objections to their lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.money import Money
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.funding.storage import read_plans
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.close_due_notices import close_due_notices
from services.funding.use_cases.decide_objection import decide_objection
from services.funding.use_cases.raise_objection import raise_objection

Shown = dict[str, Any]
CONTACT = "objection.contact"


class NoticeMethods:
    """An objection holds only its own line."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query(PUBLIC)
    def list_notices(
        self, reading: Reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What is or was published."""
        return read_plans.list_notices(reading, state=state, limit=limit, after=after)

    @query(PUBLIC)
    def get_notice(self, reading: Reading, actor: Actor, notice_id: UUID) -> Shown:
        """One notice."""
        return read_plans.get_notice(reading, notice_id)

    @query("funding.raise_objection")
    def list_objections(self, reading: Reading, actor: Actor, notice_id: UUID) -> Shown:
        """All objections for who decides them; one's own otherwise."""
        return read_plans.list_objections(reading, actor, notice_id)

    @command("funding.raise_objection")
    def raise_objection(
        self,
        uow: FundingUnit,
        actor: Actor,
        notice_id: UUID,
        line_id: UUID,
        *,
        raised_by: str,
        text: str,
        contact: str,
    ) -> Shown:
        """Object to one line, with a name and a way to be reached."""
        return raise_objection(
            uow,
            self.runtime.clock,
            actor,
            notice_id,
            line_id,
            raised_by=raised_by,
            text=text,
            contact=self.runtime.sealer.seal(contact, purpose=CONTACT),
        )

    @command("funding.decide_objection")
    def decide_objection(
        self,
        uow: FundingUnit,
        actor: Actor,
        notice_id: UUID,
        objection_id: UUID,
        *,
        is_upheld: bool,
        findings: str,
        corrected_award_fen: Money | None = None,
    ) -> Shown:
        """异议成立 or 异议不成立, with the findings."""
        return decide_objection(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            notice_id,
            objection_id,
            is_upheld=is_upheld,
            findings=findings,
            corrected_award=corrected_award_fen,
        )

    @timer(seconds=5)
    def close_due_notices(self, uow: FundingUnit) -> None:
        """Note that notices are over."""
        close_due_notices(uow, self.runtime.clock)
