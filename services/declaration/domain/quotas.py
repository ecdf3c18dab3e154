"""Places of quotas (名额): who holds which in a round, and whether one more may be taken. Decided under a lock.

An account is one quota in one scope: the sub-industries of a league, the platforms of a league in a sub-industry.
A place is taken when the quota's step passes the case. It is kept while the case is corrected, and given back
when the case is rejected, taken back or declared void.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from casework.days import local_date
from casework.divisions import division_facts
from policy.quotas import Quota
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.errors import QuotaExhausted
from services.declaration.domain.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True, order=True)
class AccountKey:
    """Sorted, so that two who lock several accounts never wait for each other in a circle."""

    quota: str
    scope: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuotaAccount:
    """`holders` maps the id of a declaration to what it takes: a sub-industry, or nothing where cases are counted."""

    key: AccountKey
    holders: Mapping[str, str] = field(default_factory=dict)

    def without(self, declaration_id: UUID) -> QuotaAccount:
        """The place is free again."""
        held = {holder: item for holder, item in self.holders.items() if holder != str(declaration_id)}
        return replace(self, holders=held)


@dataclass(frozen=True, kw_only=True)
class PlaceAsked:
    """A place that a case needs."""

    quota: Quota
    key: AccountKey
    item: str


def places_asked(declaration: Declaration, rules: Rulebook, step: str) -> tuple[PlaceAsked, ...]:
    """What passing this step would take."""
    facts = quota_facts(declaration, rules)
    return tuple(
        PlaceAsked(quota=quota, key=AccountKey(quota=quota.key, scope=quota.scope(facts)), item=quota.item(facts))
        for quota in rules.pack.round.quotas_of(step)
    )


def quota_facts(declaration: Declaration, rules: Rulebook) -> dict[str, Any]:
    """The facts that accounts are told apart by."""
    return {
        **rules.form.facts(declaration.dossier.answers),
        "applicant.kind": declaration.applicant.kind,
        "applicant.credit_code": declaration.applicant.credit_code,
        "applicant.division": declaration.division,
        **division_facts(declaration.division, declaration.division_path),
    }


def take_places(
    cases: Sequence[Declaration], rules: Rulebook, step: str, accounts: Iterable[QuotaAccount]
) -> tuple[QuotaAccount, ...]:
    """The accounts that change when the step passes these cases, one after the other, all or none.

    QuotaExhausted names every quota that has nothing left, and for which case. `accounts` are those that are asked
    for, and those in which a case holds a place: what it asks for no more is given back, so that a corrected case
    does not hold two.
    """
    before = {account.key: account for account in accounts}
    after = dict(before)
    for case in cases:
        after = {key: account.without(case.id) for key, account in after.items()}
    problems = []
    for number, case in enumerate(cases):
        for place in places_asked(case, rules, step):
            account = after.get(place.key, QuotaAccount(key=place.key))
            holder, on = str(case.id), declared_on(case)
            problem = place.quota.problem(account.holders, holder=holder, item=place.item, on=on)
            if problem is not None:
                problems.append(replace(problem, field=f"declaration_ids.{number}") if len(cases) > 1 else problem)
            after[place.key] = replace(account, holders={**account.holders, holder: place.item})
    if problems:
        raise QuotaExhausted(problems=problems)
    return tuple(account for key, account in sorted(after.items()) if account != before.get(key))


def declared_on(declaration: Declaration) -> date:
    """The day by which the pack's values are looked up: that of the first submission."""
    filings = declaration.dossier.filings
    return local_date(filings[0].at if filings else declaration.dossier.started_at)
