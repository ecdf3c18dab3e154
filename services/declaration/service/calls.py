"""Released packs, and the calls that they open."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from casework.shelf import content_of, put_on_shelf
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.calls import APPLICANT
from policy.packs import Packs
from services.declaration.adapters.uploads import kept
from services.declaration.domain.uploads import UploadedFile
from services.declaration.storage import read_public
from services.declaration.storage.read_eligibility import eligibility_under
from services.declaration.storage.read_public import WantedCalls
from services.declaration.storage.read_quotas import quotas_of_call
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.close_call import close_call
from services.declaration.use_cases.extend_call import extend_call
from services.declaration.use_cases.open_call import open_call
from services.declaration.use_cases.release_pack import readable_pack, release_pack
from services.declaration.use_cases.turn_due_calls import turn_due_calls


class CallMethods:
    """Nothing is declared without a call, and no call is there without a released pack."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @command("declaration.release_pack")
    def release_pack(self, uow: DeclarationUnit, actor: Actor, file: UploadedFile) -> dict[str, Any]:
        """Release a compiled pack that was uploaded; it is copied to the shelf that all cities share."""
        blobs = self.runtime.blobs
        content = content_of(blobs, actor.city, kept(blobs, actor.city, file).sha256)
        pack = readable_pack(content)
        put_on_shelf(blobs, content)
        return release_pack(uow, self.packs, self.runtime.clock, actor, pack)

    @query(PUBLIC)
    def list_packs(self, reading: Reading, actor: Actor) -> dict[str, Any]:
        """The released versions."""
        return read_public.list_releases(reading)

    @command("declaration.open_call")
    def open_call(
        self, uow: DeclarationUnit, actor: Actor, call_id: UUID, expected_version: int | None = None
    ) -> dict[str, Any]:
        """Open a call by hand."""
        return open_call(uow, self.packs, self.runtime.clock, actor, call_id, expected_version=expected_version)

    @command("declaration.close_call")
    def close_call(
        self, uow: DeclarationUnit, actor: Actor, call_id: UUID, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        """Close a call by hand, with a reason."""
        return close_call(
            uow, self.packs, self.runtime.clock, actor, call_id, reason=reason, expected_version=expected_version
        )

    @command("declaration.extend_call")
    def extend_call(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        call_id: UUID,
        *,
        closes_at: datetime,
        reason: str,
        drafts_before: datetime | None = None,
        window_of: str = APPLICANT,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """Make a window longer, with a reason."""
        return extend_call(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            call_id,
            window_of=window_of,
            closes_at=closes_at,
            reason=reason,
            drafts_before=drafts_before,
            expected_version=expected_version,
        )

    @query("declaration.start")
    def eligibility(self, reading: Reading, actor: Actor, call_id: UUID) -> dict[str, Any]:
        """What would keep this applicant from declaring, and what it would need (资格自查)."""
        return eligibility_under(reading, self.packs, self.runtime.clock, actor, call_id)

    @timer(seconds=5)
    def turn_due_calls(self, uow: DeclarationUnit) -> None:
        """Open and close calls by their windows."""
        turn_due_calls(uow, self.packs, self.runtime.clock)

    @query(PUBLIC)
    def list_calls(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        batch: str | None = None,
        is_open: bool | None = None,
        level: str | None = None,
        region: str | None = None,
        department: str | None = None,
        declaration_type: str | None = None,
        applicant: str | None = None,
        industry: str | None = None,
        size: str | None = None,
        support_method: str | None = None,
        text: str | None = None,
    ) -> dict[str, Any]:
        """The calls of the city (政策公告、申报通知), by what a notice tells of itself."""
        wanted = WantedCalls(
            programme_year=programme_year,
            batch=batch,
            is_open=is_open,
            level=level,
            region=region,
            department=department,
            declaration_type=declaration_type,
            applicant=applicant,
            industry=industry,
            size=size,
            support_method=support_method,
            text=text,
        )
        return read_public.list_calls(reading, self.packs, wanted, at=self.runtime.clock.now())

    @query(PUBLIC)
    def get_call(self, reading: Reading, actor: Actor, call_id: UUID) -> dict[str, Any]:
        """One call with its conditions, materials and windows."""
        return read_public.get_call(reading, self.packs, call_id, at=self.runtime.clock.now())

    @query("declaration.read_quotas")
    def quotas_of_call(self, reading: Reading, actor: Actor, call_id: UUID) -> dict[str, Any]:
        """The quotas of a round, with what is taken (名额)."""
        return quotas_of_call(reading, self.packs, self.runtime.clock, call_id)

    @query(PUBLIC)
    def form_of_call(self, reading: Reading, actor: Actor, call_id: UUID) -> dict[str, Any]:
        """The form that a call asks for."""
        return read_public.form_of_call(reading, self.packs, call_id)
