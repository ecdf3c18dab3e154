"""Netting (抵扣) of what is claimed back against later payments, and the instruments that money leaves by (XB12)."""

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
from services.funding.domain.instrument import AskedInstrument
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.storage import read_back, read_feeds
from services.funding.storage.read_feeds import DocumentOf
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.choose_instrument import choose_instrument
from services.funding.use_cases.confirm_netting import confirm_netting
from services.funding.use_cases.propose_netting import propose_netting
from services.funding.use_cases.withdraw_netting import withdraw_netting

Shown = dict[str, Any]


class NettingMethods:
    """Proposed by one person, confirmed by another."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.propose_netting")
    def propose_netting(
        self,
        uow: FundingUnit,
        actor: Actor,
        recovery_id: UUID,
        *,
        tranche_id: UUID,
        reason: str,
        document_number: str,
        document_on: date,
        amount_fen: Money | None = None,
        file: UploadedFile | None = None,
    ) -> Shown:
        """Keep what is claimed back from a tranche that is released."""
        return propose_netting(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            recovery_id,
            tranche_id=tranche_id,
            amount=amount_fen,
            reason=reason,
            document_number=document_number,
            document_on=document_on,
            file=kept(self.runtime.blobs, actor.city, file),
        )

    @command("funding.confirm_netting")
    def confirm_netting(
        self, uow: FundingUnit, actor: Actor, netting_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Confirm somebody else's netting."""
        return confirm_netting(
            uow, self.packs, self.runtime.clock, actor, netting_id, expected_version=expected_version
        )

    @command("funding.propose_netting")
    def withdraw_netting(
        self, uow: FundingUnit, actor: Actor, netting_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Give a netting up before it is confirmed."""
        return withdraw_netting(uow, self.packs, actor, netting_id, expected_version=expected_version)

    @query("funding.read_payments")
    def list_nettings(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        recovery_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Nettings, newest first."""
        return read_back.list_nettings(reading, state=state, recovery_id=recovery_id, limit=limit, after=after)

    @query("funding.read_documents")
    def file_of_netting(self, reading: Reading, actor: Actor, netting_id: UUID) -> Download:
        """The scan of the document that a netting rests on."""
        return read_feeds.document_file(reading, DocumentOf.NETTING, netting_id)

    @command("funding.choose_instrument")
    def choose_instrument(
        self,
        uow: FundingUnit,
        actor: Actor,
        award_id: UUID,
        *,
        instrument: str,
        holder_name: str = "",
        institution: str = "",
        wallet_id: str = "",
    ) -> Shown:
        """How an award is paid; the number of a wallet is sealed before anything is stored."""
        asked = AskedInstrument(
            instrument=instrument, holder_name=holder_name, institution=institution, wallet_id=wallet_id
        )
        wallet = self.runtime.sealer.seal(wallet_id, purpose=NUMBER_PURPOSE) if wallet_id else None
        return choose_instrument(uow, self.packs, self.runtime.clock, actor, award_id, asked=asked, wallet=wallet)

    @query("funding.read")
    def get_instrument(self, reading: Reading, actor: Actor, award_id: UUID) -> Shown:
        """How an award is paid, and what its subsidy line offers."""
        return read_back.get_instrument(reading, self.packs, actor, award_id)
