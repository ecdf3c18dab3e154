"""Payments: made by one person, checked by another, answered by the bank."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from policy.packs import Packs
from services.funding.adapters.batch_files import batch_file
from services.funding.adapters.result_files import read_results
from services.funding.adapters.uploads import kept_with_content
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.domain.refusals import ResultFileUnreadable
from services.funding.storage import read_payments
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.check_payment_batch import check_payment_batch
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.export_payment_batch import export_payment_batch
from services.funding.use_cases.import_bank_results import import_bank_results
from services.funding.use_cases.make_payment_batch import make_payment_batch

Shown = dict[str, Any]
CONTENT_PURPOSE = "payment_export.content"


class PaymentMethods:
    """Never twice, never to another account than was approved."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.make_payment")
    def make_batch(self, uow: FundingUnit, actor: Actor, tranche_ids: tuple[UUID, ...]) -> Shown:
        """Instruct payments, all of them or none."""
        return make_payment_batch(uow, self.packs, self.runtime.clock, actor, tranche_ids=tranche_ids)

    @command("funding.check_payment")
    def check_batch(
        self,
        uow: FundingUnit,
        actor: Actor,
        batch_id: UUID,
        *,
        is_approved: bool,
        opinion: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """Check a batch, or send it back."""
        return check_payment_batch(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            batch_id,
            is_approved=is_approved,
            opinion=opinion,
            expected_version=expected_version,
        )

    @command("funding.export_payment")
    def export_batch(self, uow: FundingUnit, actor: Actor, batch_id: UUID, file_format: ExportFormat) -> Shown:
        """Ask to download a batch with whole account numbers."""
        return export_payment_batch(uow, self.packs, self.runtime.clock, actor, batch_id, file_format=file_format)

    @query("funding.export_payment")
    def exported_file(self, reading: Reading, actor: Actor, batch_id: UUID, export_id: UUID) -> Shown:
        """The file, sealed: it is opened where it leaves the platform, and stored nowhere."""
        at, sealer = self.runtime.clock.now(), self.runtime.sealer
        batch, file_format = read_payments.batch_to_download(reading, actor, batch_id, export_id, at=at)
        file = batch_file(batch, file_format, partial(sealer.open, purpose=NUMBER_PURPOSE))
        return {
            "name": file.name,
            "media_type": file.media_type,
            "size": len(file.content),
            "sha256": file.sha256,
            "sealed": sealer.seal(b64encode(file.content).decode(), purpose=CONTENT_PURPOSE),
            "purpose": CONTENT_PURPOSE,
        }

    @query("funding.read_payments")
    def list_batches(
        self, reading: Reading, actor: Actor, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """Batches, newest first."""
        return read_payments.list_batches(reading, state=state, limit=limit, after=after)

    @query("funding.read_payments")
    def get_batch(self, reading: Reading, actor: Actor, batch_id: UUID) -> Shown:
        """One batch with its instructions."""
        return read_payments.get_batch(reading, batch_id)

    @command("funding.import_results")
    def import_results(self, uow: FundingUnit, actor: Actor, file: UploadedFile) -> Shown:
        """Take the bank's answers from a CSV or Excel file."""
        reference, content = kept_with_content(self.runtime.blobs, actor.city, file, ResultFileUnreadable)
        results = in_thread(read_results, content)
        return import_bank_results(uow, self.packs, self.runtime.clock, actor, file=reference, results=results)

    @query("funding.read_payments")
    def list_result_files(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """What the bank answered, newest first."""
        return read_payments.list_result_files(reading, limit=limit, after=after)

    @command("funding.correct_payment")
    def correct_payment(
        self,
        uow: FundingUnit,
        actor: Actor,
        tranche_id: UUID,
        *,
        reason: str,
        adopt_account: bool = False,
        expected_version: int | None = None,
    ) -> Shown:
        """After a return: the same obligation can be paid again."""
        return correct_payment(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            tranche_id,
            adopt_account=adopt_account,
            reason=reason,
            expected_version=expected_version,
        )
