"""Row-level security and grants, the same for every table of every service.

Roles of a service `x`: `x_owner` owns the tables and runs migrations; `x` is the application, sees
only the city it has set, and owns nothing; `x_relay` publishes and sweeps; `x_auditor` reads all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

ONE_CITY = "city = current_setting('app.city')"
# Without `missing_ok`: a query before a city is set fails. After a transaction the setting reads '', which is no city.


def protect(service: str, table: str) -> Iterator[str]:
    """The statements that put a table with a `city` column under row-level security."""
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield f"create policy one_city on {table} to {service} using ({ONE_CITY}) with check ({ONE_CITY})"
    yield f"create policy audited on {table} for select to {service}_auditor using (true)"
    yield f"grant select, insert, update, delete on {table} to {service}"
    yield f"grant select on {table} to {service}_auditor"


def across_cities(tables: Iterable[str], *statements: str) -> Iterator[str]:
    """Statements of a migration that read or change rows of every city: to the owner the tables show none otherwise."""
    names = list(tables)
    yield from (f"alter table {table} no force row level security" for table in names)
    yield from statements
    yield from (f"alter table {table} force row level security" for table in names)


def grow_only(table: str) -> Iterator[str]:
    """The statements that make update and delete of a table raise, for everybody."""
    yield (
        f"create trigger {table}_grows_only before update or delete on {table}"
        " for each statement execute function refuse_change()"
    )


def run(execute: object, statements: Iterable[str]) -> None:
    """Hand each statement to alembic's `op.execute`."""
    for statement in statements:
        execute(statement)  # type: ignore[operator]
