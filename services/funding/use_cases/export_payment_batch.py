"""The checker takes a batch to the bank: a permission to download it once the account numbers may be seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from services.funding.domain.acting import PAYMENT_CHECK, must_take
from services.funding.domain.bank_files import ExportFormat, payment_export
from services.funding.domain.views_payment import export_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def export_payment_batch(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, batch_id: UUID, *, file_format: ExportFormat
) -> dict[str, Any]:
    """The export. Only what was checked leaves, every time is counted and in the audit trail, and no file is kept."""
    batch = uow.batches.get(batch_id)
    for tranche in uow.tranches.many([each.tranche_id for each in batch.instructions]).values():
        must_take(actor, packs.get(tranche.pack), PAYMENT_CHECK)
    exported = batch.exported()
    export = payment_export(
        uuid4(), city=uow.city, batch_id=batch.id, file_format=file_format, by=actor.account_id, at=clock.now()
    )
    uow.batches.save(exported, batch)
    uow.exports.add(export)
    uow.audit.record(actor, "export", exported, export_id=export.id, file_format=file_format, digest=batch.digest)
    return export_view(export, exported)
