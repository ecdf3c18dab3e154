"""Supports granted elsewhere (XB11): recorded one by one or from a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Packs
from services.funding.adapters.support_files import read_supports
from services.funding.adapters.uploads import kept_with_content
from services.funding.domain.refusals import SupportFileUnreadable
from services.funding.domain.supports import GrantedSupport
from services.funding.storage import supports as kept_supports
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.import_supports import import_supports
from services.funding.use_cases.record_support import record_support
from services.funding.use_cases.return_support import return_support
from services.funding.use_cases.withdraw_support import withdraw_support

Shown = dict[str, Any]


class SupportMethods:
    """What other policies gave."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.record_support")
    def record_support(
        self,
        uow: FundingUnit,
        actor: Actor,
        *,
        credit_code: str,
        purpose: str,
        year: int,
        amount_fen: Money,
        policy: str,
        granted_by: str,
        enterprise_name: str = "",
        granted_on: date | None = None,
    ) -> Shown:
        """Record one."""
        asked = GrantedSupport(
            credit_code=credit_code,
            purpose=purpose,
            year=year,
            amount=amount_fen,
            policy=policy,
            granted_by=granted_by,
            enterprise_name=enterprise_name,
            granted_on=granted_on,
        )
        return record_support(uow, self.packs, self.runtime.clock, actor, asked)

    @command("funding.record_support")
    def import_supports(self, uow: FundingUnit, actor: Actor, file: UploadedFile) -> Shown:
        """Take a list of them; a result for each row that was not taken."""
        reference, content = kept_with_content(self.runtime.blobs, actor.city, file, SupportFileUnreadable)
        rows = in_thread(read_supports, content)
        return import_supports(uow, self.packs, self.runtime.clock, actor, file=reference, rows=rows)

    @command("funding.record_support")
    def withdraw_support(
        self, uow: FundingUnit, actor: Actor, support_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """It was entered by mistake."""
        return withdraw_support(uow, actor, support_id, reason=reason, expected_version=expected_version)

    @command("funding.record_support")
    def return_support(
        self, uow: FundingUnit, actor: Actor, support_id: UUID, reason: str, expected_version: int | None = None
    ) -> Shown:
        """The enterprise paid it back."""
        return return_support(uow, actor, support_id, reason=reason, expected_version=expected_version)

    @query("funding.read_supports")
    def list_supports(
        self,
        reading: Reading,
        actor: Actor,
        *,
        credit_code: str | None = None,
        purpose: str | None = None,
        year: int | None = None,
        state: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Newest first; an enterprise sees its own."""
        return kept_supports.list_supports(
            reading,
            actor,
            credit_code=credit_code,
            purpose=purpose,
            year=year,
            state=state,
            limit=limit,
            after=after,
        )

    @query("funding.record_support")
    def list_support_imports(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """The files that were taken, newest first."""
        return kept_supports.list_support_imports(reading, limit=limit, after=after)
