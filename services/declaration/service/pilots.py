"""The public lists (试点企业、试点平台名单) and their public notices (公示)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.subscriptions import timer
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from policy.public_lists import PILOTS
from services.declaration.storage import read_public
from services.declaration.storage.read_lists import Listed, lists_of_city, read_list
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.close_due_notices import close_due_notices
from services.declaration.use_cases.decide_objection import decide_objection
from services.declaration.use_cases.delist_level_pilot import delist_level_pilot
from services.declaration.use_cases.delist_pilot import delist_pilot
from services.declaration.use_cases.open_notice import open_notice
from services.declaration.use_cases.put_on_pilot_list import put_on_pilot_list
from services.declaration.use_cases.raise_objection import raise_objection

Shown = dict[str, Any]
CONTACT = "objection.contact"


class PilotMethods:
    """From the approved declaration to the list, where the pack asks for it by way of a public notice."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @command("declaration.list_pilots")
    def list_pilots(self, uow: DeclarationUnit, actor: Actor, declaration_ids: tuple[UUID, ...]) -> Shown:
        """Put approved declarations on the list; a result for each."""
        return put_on_pilot_list(uow, self.packs, self.runtime.clock, actor, declaration_ids=declaration_ids)

    @command("declaration.delist_pilot")
    def delist_pilot(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        reason: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Take an enterprise off the list."""
        return delist_pilot(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            reason=reason,
            expected_version=expected_version,
        )

    @command("declaration.delist_pilot")
    def delist_level_pilot(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        pilot_id: UUID,
        reason: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Take an enterprise off the list that a confirmed level put on it."""
        return delist_level_pilot(
            uow, self.runtime.clock, actor, pilot_id, reason=reason, expected_version=expected_version
        )

    @query(PUBLIC)
    def pilot_list(
        self,
        reading: Reading,
        actor: Actor,
        *,
        programme_year: str | None = None,
        division: str | None = None,
        batch: str | None = None,
        scale: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Who is on the list of pilot enterprises."""
        wanted = Listed(programme_year=programme_year, division=division, batch=batch, scale=scale)
        return read_list(reading, PILOTS, wanted, limit=limit, after=after)

    @query(PUBLIC)
    def public_list(
        self,
        reading: Reading,
        actor: Actor,
        list_key: str,
        *,
        programme_year: str | None = None,
        division: str | None = None,
        batch: str | None = None,
        scale: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Who is on a list that a pack names."""
        wanted = Listed(programme_year=programme_year, division=division, batch=batch, scale=scale)
        return read_list(reading, list_key, wanted, limit=limit, after=after)

    @query(PUBLIC)
    def lists(self, reading: Reading, actor: Actor) -> Shown:
        """Which public lists there are."""
        return lists_of_city(reading, self.packs)

    @command("declaration.open_notice")
    def open_notice(
        self, uow: DeclarationUnit, actor: Actor, declaration_ids: tuple[UUID, ...], title: str = ""
    ) -> Shown:
        """Publish proposed enterprises."""
        return open_notice(uow, self.packs, self.runtime.clock, actor, title=title, declaration_ids=declaration_ids)

    @command("declaration.raise_objection")
    def raise_objection(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        notice_id: UUID,
        line_id: UUID,
        *,
        raised_by: str,
        text: str,
        contact: str,
    ) -> Shown:
        """Object to one line of a notice; the contact is sealed before anything else happens."""
        sealed = self.runtime.sealer.seal(contact, purpose=CONTACT)
        return raise_objection(
            uow, self.runtime.clock, actor, notice_id, line_id, raised_by=raised_by, text=text, contact=sealed
        )

    @command("declaration.decide_objection")
    def decide_objection(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        notice_id: UUID,
        objection_id: UUID,
        *,
        is_upheld: bool,
        findings: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide an objection after the investigation."""
        return decide_objection(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            notice_id,
            objection_id,
            is_upheld=is_upheld,
            findings=findings,
            expected_version=expected_version,
        )

    @query("declaration.read_objections")
    def list_objections(self, reading: Reading, actor: Actor, notice_id: UUID) -> Shown:
        """The objections to a notice."""
        return read_public.list_objections(reading, notice_id)

    @query(PUBLIC)
    def list_notices(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """Public notices, newest first."""
        return read_public.list_notices(reading, limit=limit, after=after)

    @query(PUBLIC)
    def get_notice(self, reading: Reading, actor: Actor, notice_id: UUID) -> Shown:
        """One public notice."""
        return read_public.get_notice(reading, notice_id)

    @timer(seconds=5)
    def close_due_notices(self, uow: DeclarationUnit) -> None:
        """Close notices whose period is over."""
        close_due_notices(uow, self.packs, self.runtime.clock)
