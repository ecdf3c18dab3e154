"""Evidence: entered by the enterprise, matched by rule, looked at by districts, institutions and the city."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.evidence import Allocation
from services.acceptance.domain.evidence_checks import GivenItem
from services.acceptance.storage import read_evidence
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.add_evidence_item import add_evidence_item
from services.acceptance.use_cases.change_evidence_item import change_evidence_item
from services.acceptance.use_cases.remove_evidence_item import remove_evidence_item
from services.acceptance.use_cases.save_evidence_allocations import save_evidence_allocations

Shown = dict[str, Any]


class EvidenceMethods:
    """Quotations, invoices and payment proofs of a project."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @query("acceptance.read")
    def evidence_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The documents, what was allocated, and what of it is used elsewhere."""
        return read_evidence.get_evidence(reading, actor, acceptance_id)

    @command("acceptance.enter_evidence")
    def add_evidence_item(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        item: GivenItem,
        file: UploadedFile | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Enter a document."""
        return add_evidence_item(
            uow,
            self.runtime.clock,
            actor,
            acceptance_id,
            item=item,
            file=self._kept(actor, file),
            expected_version=expected_version,
        )

    @command("acceptance.enter_evidence")
    def change_evidence_item(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        item_id: UUID,
        *,
        item: GivenItem,
        file: UploadedFile | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Correct a document, the whole of it."""
        return change_evidence_item(
            uow,
            self.runtime.clock,
            actor,
            acceptance_id,
            item_id,
            item=item,
            file=self._kept(actor, file),
            expected_version=expected_version,
        )

    @command("acceptance.enter_evidence")
    def remove_evidence_item(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        item_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a document out."""
        return remove_evidence_item(uow, actor, acceptance_id, item_id, expected_version=expected_version)

    @query("acceptance.read")
    def file_of_item(self, reading: Reading, actor: Actor, acceptance_id: UUID, item_id: UUID) -> Shown:
        """The permission to download the file of a document."""
        return read_evidence.file_of_item(reading, actor, acceptance_id, item_id)

    @query("acceptance.read")
    def match_of(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """What is eligible, line by line, and why the rest is not."""
        return read_evidence.get_match(reading, self.packs, actor, acceptance_id)

    @command("acceptance.allocate_evidence")
    def save_allocations(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        allocations: tuple[Allocation, ...],
        expected_version: int | None = None,
    ) -> Shown:
        """Say what belongs to what."""
        return save_evidence_allocations(
            uow, self.packs, actor, acceptance_id, allocations=allocations, expected_version=expected_version
        )

    def _kept(self, actor: Actor, file: UploadedFile | None) -> UploadedFile | None:
        return kept(self.runtime.blobs, actor.city, file) if file is not None else None
