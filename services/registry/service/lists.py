"""Exclusion lists, and the history of things."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command, query
from chassis.work import in_thread
from contracts.actor import Actor
from services.registry.adapters.list_files import must_be_readable, read_table
from services.registry.domain.exclusion import read_edition
from services.registry.domain.files import FileReference
from services.registry.service.uploads import kept_files
from services.registry.storage.queries import lists as list_queries
from services.registry.storage.queries import messages as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.import_exclusion_list import import_exclusion_list


class ListMethods:
    """Who may not, and what happened."""

    runtime: Runtime[RegistryUnit]

    @command("registry.import_exclusion_list")
    def import_exclusion_list(
        self, uow, actor: Actor, *, list_code: str, edition_on: date, file: FileReference
    ) -> dict[str, Any]:
        """Replace a list by an edition from an uploaded Excel or CSV file; read before anything is locked."""
        (kept,) = kept_files(self.runtime, actor, (file,))
        must_be_readable(kept.size, kept.media_type)
        content = b"".join(self.runtime.blobs.read(actor.city, kept.sha256))
        table = in_thread(read_table, content, kept.media_type)
        edition = in_thread(read_edition, table)
        clock = self.runtime.clock
        return import_exclusion_list(uow, clock, actor, edition, code=list_code, edition_on=edition_on, file=kept)

    @query("registry.read_exclusion_lists")
    def list_exclusion_lists(self, reading, actor: Actor) -> dict[str, Any]:
        """Every list in its newest edition."""
        return list_queries.exclusion_lists(reading)

    @query("registry.read_exclusion_lists")
    def list_exclusion_entries(
        self,
        reading,
        actor: Actor,
        *,
        list_code: str,
        credit_code: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any]:
        """Who is on a list."""
        return list_queries.exclusion_entries(
            reading, list_code=list_code, credit_code=credit_code, limit=limit, after=after
        )

    @query("registry.read_own")
    def own_history(
        self, reading, actor: Actor, aggregate_id: UUID, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """What happened to something of one's own organisation (DL13)."""
        queries.must_be_owned(reading, aggregate_id, actor.organisation_id)
        return queries.history(reading, aggregate_id, limit=limit, after=after)

    @query("registry.read_history")
    def history(
        self, reading, actor: Actor, aggregate_id: UUID, limit: int = 50, after: str | None = None
    ) -> dict[str, Any]:
        """What happened to anything that the registry keeps."""
        return queries.history(reading, aggregate_id, limit=limit, after=after)
