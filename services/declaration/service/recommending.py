"""What a league does to recommend several declarations by one letter (推荐上报), and what is read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.dossier import Attachment
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.adapters.uploads import kept
from services.declaration.domain.recommendation import JointDocument
from services.declaration.domain.uploads import UploadedFile
from services.declaration.storage import read_recommendations as reads
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.draw_up_recommendation import draw_up_recommendation
from services.declaration.use_cases.submit_recommendation import submit_recommendation
from services.declaration.use_cases.withdraw_recommendation import withdraw_recommendation

Shown = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ScannedFile:
    """An uploaded scan, and the slot of the step that it goes into."""

    slot: str
    file: UploadedFile


class RecommendationMethods:
    """NM2: the step of the league; the letter, the sealed summary, and the cases that pass by them."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @command("declaration.recommend")
    def draw_up_recommendation(
        self, uow: DeclarationUnit, actor: Actor, declaration_ids: tuple[UUID, ...], opinion: str
    ) -> Shown:
        """Draw one up, so that its summary can be printed."""
        return draw_up_recommendation(
            uow, self.packs, self.runtime.clock, actor, declaration_ids=declaration_ids, opinion=opinion
        )

    @command("declaration.recommend")
    def submit_recommendation(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        recommendation_id: UUID,
        *,
        document_number: str,
        document_on: date,
        departments: tuple[str, ...],
        files: tuple[ScannedFile, ...],
        print_code: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Submit it with its letter: every declaration on it passes the step."""
        return submit_recommendation(
            uow,
            self.packs,
            self.runtime.clock,
            self.runtime.sealer,
            actor,
            recommendation_id,
            document=JointDocument(number=document_number, issued_on=document_on, departments=departments),
            files=self._scans(actor, files),
            print_code=print_code,
            expected_version=expected_version,
        )

    @command("declaration.recommend")
    def withdraw_recommendation(
        self, uow: DeclarationUnit, actor: Actor, recommendation_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Call off one that was not submitted."""
        return withdraw_recommendation(uow, actor, recommendation_id, expected_version=expected_version)

    @query("declaration.read_recommendations")
    def list_recommendations(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        batch: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own; for the top of the tenant all that were submitted."""
        return reads.list_recommendations(
            reading, actor, programme_year=programme_year, batch=batch, limit=limit, after=after
        )

    @query("declaration.read_recommendations")
    def get_recommendation(self, reading: Reading, actor: Actor, recommendation_id: UUID) -> Shown:
        """One of them."""
        return reads.get_recommendation(reading, actor, recommendation_id)

    @query("declaration.read_recommendations")
    def print_of_summary(self, reading: Reading, actor: Actor, recommendation_id: UUID) -> Shown:
        """The summary as it is printed (汇总表)."""
        return reads.print_of_summary(reading, self.packs, self.runtime.sealer, actor, recommendation_id)

    @query("declaration.read_recommendations")
    def file_of_recommendation(self, reading: Reading, actor: Actor, recommendation_id: UUID, scan_id: UUID) -> Shown:
        """The permission to download one of its scans."""
        return reads.file_of_recommendation(reading, actor, recommendation_id, scan_id)

    def _scans(self, actor: Actor, files: tuple[ScannedFile, ...]) -> dict[str, list[Attachment]]:
        scans: dict[str, list[Attachment]] = {}
        for given in files:
            file = kept(self.runtime.blobs, actor.city, given.file)
            scan = Attachment(
                id=uuid4(),
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
                name=file.name,
                uploaded_at=self.runtime.clock.now(),
                uploaded_by=actor.account_id,
            )
            scans.setdefault(given.slot, []).append(scan)
        return scans
