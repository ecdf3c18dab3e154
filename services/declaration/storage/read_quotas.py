"""Quotas of a round (名额): what there is, what is taken, and by how many, for the authorities that give it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.days import local_date
from casework.shown import shown_basis
from chassis.clock import Clock
from chassis.db.transaction import Reading
from contracts.refusal import NotFound
from policy.packs import Packs
from policy.quotas import Quota
from services.declaration.domain.quotas import QuotaAccount
from services.declaration.storage.calls import call_by_id, call_from_row
from services.declaration.storage.quotas import account_from_row, of_round

Shown = dict[str, Any]


def quotas_of_call(reading: Reading, packs: Packs, clock: Clock, call_id: UUID) -> Shown:
    """Each quota of the call's newest pack version, with the accounts in which something is taken."""
    row = reading.first(call_by_id, id=call_id)
    if row is None:
        raise NotFound(kind="call", id=str(call_id))
    call = call_from_row(row)
    rows = reading.read(of_round, programme_year=call.programme_year, batch=call.batch)
    accounts = [account_from_row(each) for each in rows]
    quotas = packs.get(call.pack).round.quotas
    return {"items": [_shown(quota, accounts, clock) for quota in quotas], "next": None}


def _shown(quota: Quota, accounts: list[QuotaAccount], clock: Clock) -> Shown:
    return {
        "quota": quota.key,
        "title": quota.title,
        "step": quota.step,
        "within": list(quota.within),
        "counts": quota.counts,
        "at_most": quota.limit_on(local_date(clock.now())),
        **shown_basis(quota.basis),
        "accounts": [
            {
                "scope": list(account.key.scope),
                "taken": len(quota.taken(account.holders)),
                "taken_by": [
                    {"item": item, "title": quota.titles.get(item, item)} for item in quota.taken(account.holders)
                ]
                if quota.counts
                else [],
                "holders": len(account.holders),
            }
            for account in accounts
            if account.key.quota == quota.key and account.holders
        ],
    }
