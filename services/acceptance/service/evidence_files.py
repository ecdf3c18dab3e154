"""Evidence in files: the template, the Excel import, electronic invoices, and a match as Excel."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.adapters.evidence_sheets import LARGEST, read_evidence_file
from services.acceptance.adapters.evidence_template import evidence_template
from services.acceptance.adapters.invoice_files import LARGEST_INVOICE, read_invoice
from services.acceptance.adapters.match_file import match_file
from services.acceptance.adapters.workbooks import WrittenFile
from services.acceptance.domain.errors import EvidenceFileUnreadable, InvoiceFileUnreadable
from services.acceptance.domain.evidence_checks import GivenItem
from services.acceptance.storage import read_evidence
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.import_evidence import import_evidence
from services.acceptance.use_cases.import_invoice_files import import_invoice_files

Shown = dict[str, Any]
CONTENT_PURPOSE = "evidence.content"


class EvidenceFileMethods:
    """Read in a thread, before anything is locked; what is written is handed over sealed and kept nowhere."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @command("acceptance.enter_evidence")
    def import_evidence(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        file: UploadedFile,
        expected_version: int | None = None,
    ) -> Shown:
        """Take evidence from an Excel file, all of it or nothing."""
        held = kept(self.runtime.blobs, actor.city, file)
        if held.size > LARGEST:
            raise EvidenceFileUnreadable(reason="too_large")
        reading = in_thread(read_evidence_file, self._content(actor, held))
        return import_evidence(
            uow,
            self.runtime.clock,
            actor,
            acceptance_id,
            reading=reading,
            sha256=held.sha256,
            expected_version=expected_version,
        )

    @command("acceptance.enter_evidence")
    def import_invoice_files(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        files: tuple[UploadedFile, ...],
        expected_version: int | None = None,
    ) -> Shown:
        """Take electronic invoices as what they say."""
        held = [kept(self.runtime.blobs, actor.city, file) for file in files]
        return import_invoice_files(
            uow,
            self.runtime.clock,
            actor,
            acceptance_id,
            invoices=[(self._invoice(actor, file), file) for file in held],
            expected_version=expected_version,
        )

    @query("acceptance.read")
    def evidence_template(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The Excel file to fill in."""
        contracted = read_evidence.contracted_of(reading, actor, acceptance_id)
        return self._handed_over(in_thread(evidence_template, contracted))

    @query("acceptance.read")
    def match_file(self, reading: Reading, actor: Actor, acceptance_id: UUID) -> Shown:
        """The match as Excel."""
        evidence, found = read_evidence.match_of(reading, self.packs, actor, acceptance_id)
        return self._handed_over(in_thread(match_file, evidence, found.match))

    def _invoice(self, actor: Actor, file: UploadedFile) -> GivenItem:
        try:
            if file.size > LARGEST_INVOICE:
                raise InvoiceFileUnreadable(reason="too_large")
            read: GivenItem = in_thread(read_invoice, self._content(actor, file))
        except InvoiceFileUnreadable as unreadable:
            raise InvoiceFileUnreadable(**{**unreadable.facts, "name": file.name}) from None
        return read

    def _content(self, actor: Actor, file: UploadedFile) -> bytes:
        return b"".join(self.runtime.blobs.read(actor.city, file.sha256))

    def _handed_over(self, file: WrittenFile) -> Shown:
        return {
            "name": file.name,
            "media_type": file.media_type,
            "size": len(file.content),
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "sealed": self.runtime.sealer.seal(b64encode(file.content).decode(), purpose=CONTENT_PURPOSE),
            "purpose": CONTENT_PURPOSE,
        }
