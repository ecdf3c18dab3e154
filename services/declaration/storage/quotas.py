"""Rows of quota accounts: each is locked before it is decided by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, Text, bindparam, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Row, Transaction
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.quotas import AccountKey, QuotaAccount
from services.declaration.storage.tables import quota_accounts

_of_round = (quota_accounts.c.programme_year == bindparam("programme_year")) & (
    quota_accounts.c.batch == bindparam("batch")
)
_open = (
    insert(quota_accounts)
    .values({column.name: bindparam(column.name) for column in quota_accounts.columns})
    .on_conflict_do_nothing()
)
_locked = (
    select(quota_accounts)
    .where(
        _of_round,
        or_(
            quota_accounts.c.key == func.any(cast(bindparam("keys"), ARRAY(Text()))),
            quota_accounts.c.holders.has_any(cast(bindparam("holders"), ARRAY(Text()))),
        ),
    )
    .order_by(quota_accounts.c.key)
    .with_for_update()
)
_save = (
    update(quota_accounts)
    .where(_of_round, quota_accounts.c.key == bindparam("key"))
    .values(holders=bindparam("holders"))
)
of_round = select(quota_accounts).where(_of_round).order_by(quota_accounts.c.key)


class QuotaRepository:
    """Within one transaction. An account is opened by the first who asks for it; a second one waits for the first."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def locked(self, cases: Sequence[Declaration], keys: Collection[AccountKey]) -> Sequence[QuotaAccount]:
        """The accounts of these keys, and those in which one of the cases holds a place; always in the same order.

        The cases are of one round.
        """
        declaration = cases[0]
        where = {"programme_year": declaration.programme_year, "batch": declaration.batch}
        for key in sorted(set(keys), key=_text):
            opened = {"city": declaration.city, **where, "quota": key.quota, "scope": list(key.scope), "holders": {}}
            self._transaction.write(_open, key=_text(key), **opened)
        rows = self._transaction.read(
            _locked, **where, keys=[_text(key) for key in keys], holders=[str(case.id) for case in cases]
        )
        return [account_from_row(row) for row in rows]

    def save(self, declaration: Declaration, account: QuotaAccount) -> None:
        """The account as it is from now on; it is locked."""
        self._transaction.write(
            _save,
            programme_year=declaration.programme_year,
            batch=declaration.batch,
            key=_text(account.key),
            holders=dict(account.holders),
        )


def account_from_row(row: Row) -> QuotaAccount:
    """What a row holds."""
    return QuotaAccount(key=AccountKey(quota=row.quota, scope=tuple(row.scope)), holders=dict(row.holders))


def _text(key: AccountKey) -> str:
    """One text per account: what the primary key and the order of locks go by."""
    content: list[Any] = [key.quota, *key.scope]
    return orjson.dumps(content).decode()
