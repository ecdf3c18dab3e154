"""Supports granted elsewhere: where they are kept, and how they are listed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, any_, bindparam, cast, select

from chassis.db.transaction import Reading, Transaction
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.supports import Support, SupportImport, SupportKey, SupportState
from services.funding.domain.views_supports import support_import_view, support_view
from services.funding.storage.mapped import Mapped
from services.funding.storage.paging import equal_or_any, newest_first, read_page
from services.funding.storage.tables import support_imports, supports

Shown = dict[str, Any]

SUPPORT = Mapped(supports, Support)
IMPORT = Mapped(support_imports, SupportImport)

_by_id = select(supports).where(supports.c.id == bindparam("id")).with_for_update()
_save = SUPPORT.update("id")
_recorded = select(supports).where(
    supports.c.credit_code == any_(cast(bindparam("codes"), ARRAY(Text))),
    supports.c.state != SupportState.WITHDRAWN.value,
)
_import_by_sha256 = select(support_imports).where(support_imports.c.sha256 == bindparam("sha256"))
_list = newest_first(
    select(supports).where(
        equal_or_any(supports.c.credit_code, "credit_code"),
        equal_or_any(supports.c.purpose, "purpose"),
        equal_or_any(supports.c.year, "year", Integer),
        equal_or_any(supports.c.state, "state"),
    ),
    supports.c.recorded_at,
    supports.c.id,
)
_imports = newest_first(select(support_imports), support_imports.c.imported_at, support_imports.c.id)


class SupportRepository:
    """Supports, and the files that were taken."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, support_id: UUID) -> Support:
        """Locked. NotFound where there is none in this city."""
        row = self._transaction.first(_by_id, id=support_id)
        if row is None:
            raise NotFound(kind="support", id=str(support_id))
        return SUPPORT.of(row)

    def of(self, credit_code: str) -> tuple[Support, ...]:
        """What an enterprise was granted elsewhere and nobody withdrew: what a claim is held against (XB11)."""
        return tuple(self.recorded([credit_code]).values())

    def recorded(self, credit_codes: Collection[str]) -> dict[SupportKey, Support]:
        """The supports of several enterprises, those that were paid back among them."""
        found = (SUPPORT.of(row) for row in self._transaction.read(_recorded, codes=list(credit_codes)))
        return {support.key: support for support in found}

    def add(self, support: Support) -> None:
        """SupportExists (from the unique index) for a second one of the same."""
        self._transaction.write(SUPPORT.insert, **SUPPORT.values(support))

    def save(self, support: Support) -> None:
        """The next version."""
        values = SUPPORT.values(support)
        self._transaction.change_one(_save, at_id=support.id, at_version=support.version - 1, **values)

    def import_of_content(self, sha256: str) -> SupportImport | None:
        """The file with this content, if it was taken before."""
        row = self._transaction.first(_import_by_sha256, sha256=sha256)
        return None if row is None else IMPORT.of(row)

    def add_import(self, record: SupportImport) -> None:
        self._transaction.write(IMPORT.insert, **IMPORT.values(record))


def list_supports(
    reading: Reading,
    actor: Actor,
    *,
    credit_code: str | None,
    purpose: str | None,
    year: int | None,
    state: str | None,
    limit: int,
    after: str | None,
) -> Shown:
    """Newest first; an enterprise sees its own and no others."""
    whose = credit_code if actor.may("funding.read_city") else actor.credit_code or ""
    return read_page(
        reading,
        _list,
        lambda row: support_view(SUPPORT.of(row)),
        limit=limit,
        after=after,
        by="recorded_at",
        credit_code=whose,
        purpose=purpose,
        year=year,
        state=state,
    )


def list_support_imports(reading: Reading, *, limit: int, after: str | None) -> Shown:
    """The files that were taken, newest first."""
    return read_page(
        reading,
        _imports,
        lambda row: support_import_view(IMPORT.of(row), is_repeated=False),
        limit=limit,
        after=after,
        by="imported_at",
    )
