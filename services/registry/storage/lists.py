"""Rows of exclusion lists, their entries, and standings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import ARRAY, Select, Text, bindparam, cast, delete, func, insert, literal_column, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.db.transaction import Transaction
from services.registry.domain.exclusion import ExclusionList, RowProblem, Standing
from services.registry.domain.files import FileReference
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import lists as tables

_list, _entry, _standing = tables.exclusion_list, tables.exclusion_entry, tables.standing

_by_code = select(_list).where(_list.c.code == bindparam("code"))
_hold = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("job"), 0)))
_codes_on = select(_entry.c.credit_code).where(_entry.c.list == bindparam("list"))
_clear = delete(_entry).where(_entry.c.list == bindparam("at_list"))
_unnested = (
    func.unnest(cast(bindparam("credit_codes"), ARRAY(Text)), cast(bindparam("names"), ARRAY(Text)))
    .table_valued("credit_code", "name")
    .render_derived()
)
_fill = insert(_entry).from_select(
    ["city", "list", "credit_code", "name"],
    select(cast(bindparam("city"), Text), cast(bindparam("list"), Text), _unnested.c.credit_code, _unnested.c.name),
)


def _read_problems(kept: Sequence[Any]) -> tuple[RowProblem, ...]:
    return tuple(RowProblem(**problem) for problem in kept)


class ListRepository(Repository[ExclusionList]):
    """Exclusion lists of the city."""

    mapped = Mapped(_list, ExclusionList, {"file": lambda kept: FileReference(**kept), "problems": _read_problems})
    kind = "exclusion_list"

    def __init__(self, transaction: Transaction, city: str) -> None:
        super().__init__(transaction)
        self._city = city

    def hold(self) -> None:
        """One import at a time in a city: two lists may name the same code, whose standing may not exist yet."""
        self._transaction.write(_hold, job=f"registry.import_exclusion_list.{self._city}")

    def by_code(self, code: str) -> ExclusionList | None:
        """The list, or None before its first edition."""
        return self._one(_by_code, code=code)

    def codes_on(self, code: str) -> Set[str]:
        """Who is on it now."""
        return {row.credit_code for row in self._transaction.read(_codes_on, list=code)}

    def replace_entries(self, code: str, entries: Mapping[str, str]) -> None:
        """Two statements, however many entries there are."""
        self._transaction.write(_clear, at_list=code)
        self._transaction.write(
            _fill, city=self._city, list=code, credit_codes=list(entries), names=list(entries.values())
        )


_nothing: Select[tuple[int]] = select(literal_column("1")).where(literal_column("false"))
_of_codes = select(_standing).where(_standing.c.credit_code == func.any(cast(bindparam("codes"), ARRAY(Text))))
_put = upsert(_standing).values({column.name: bindparam(column.name) for column in _standing.columns})
_put = _put.on_conflict_do_update(
    index_elements=["city", "id"], set_={"version": _put.excluded.version, "lists": _put.excluded.lists}
)


class StandingRepository(Repository[Standing]):
    """Standings of credit codes; only an import writes them."""

    mapped = Mapped(_standing, Standing, {"lists": tuple})
    kind = "standing"

    def of(self, codes: Iterable[str]) -> Mapping[str, Standing]:
        """Those of the codes that have a standing."""
        return {standing.credit_code: standing for standing in self._all(_of_codes, codes=sorted(codes))}

    def put(self, standing: Standing) -> None:
        """The next version."""
        self._transaction.write(_put, **self.mapped.values(standing))

    def send(self) -> None:
        """Send what waits now, instead of with the commit."""
        self._transaction.read(_nothing)
