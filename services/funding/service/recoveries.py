"""Recoveries (追回): paid money is claimed back, and comes back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import Download, UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Packs
from services.funding.adapters.uploads import kept
from services.funding.storage import read_back, read_feeds
from services.funding.storage.read_feeds import DocumentOf
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.open_recovery import open_recovery
from services.funding.use_cases.settle_recovery import settle_recovery

Shown = dict[str, Any]


class RecoveryMethods:
    """To the sources that it came from."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.open_recovery")
    def open_recovery(
        self,
        uow: FundingUnit,
        actor: Actor,
        tranche_id: UUID,
        *,
        reason: str,
        document_number: str,
        document_on: date,
        article: str | None = None,
        amount_fen: Money | None = None,
        file: UploadedFile | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Claim a part or the whole of a paid tranche back."""
        return open_recovery(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            tranche_id,
            reason=reason,
            article=article,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
            amount=amount_fen,
            expected_version=expected_version,
        )

    @command("funding.settle_recovery")
    def settle_recovery(
        self,
        uow: FundingUnit,
        actor: Actor,
        recovery_id: UUID,
        *,
        settled_on: date,
        bank_reference: str,
        expected_version: int | None = None,
    ) -> Shown:
        """It was paid back."""
        return settle_recovery(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            recovery_id,
            settled_on=settled_on,
            bank_reference=bank_reference,
            expected_version=expected_version,
        )

    @query("funding.read_payments")
    def list_recoveries(
        self, reading: Reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """Recoveries, newest first."""
        return read_back.list_recoveries(reading, state=state, limit=limit, after=after)

    @query("funding.read")
    def get_recovery(self, reading: Reading, actor: Actor, recovery_id: UUID) -> Shown:
        """One recovery, for whom it concerns."""
        return read_back.get_recovery(reading, actor, recovery_id)

    @query("funding.read_documents")
    def file_of_recovery(self, reading: Reading, actor: Actor, recovery_id: UUID) -> Download:
        """The scan of the document that claims money back."""
        return read_feeds.document_file(reading, DocumentOf.RECOVERY, recovery_id)
