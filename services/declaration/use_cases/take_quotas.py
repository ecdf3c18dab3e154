"""Cases that pass a step take their places in the quotas of the step, or are refused with what is taken (NM2)."""

from __future__ import annotations

from collections.abc import Sequence

from services.declaration.domain import quotas
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.ports import Unit


def take_quotas(uow: Unit, rules: Rulebook, cases: Sequence[Declaration], step: str, *, is_trial: bool = False) -> None:
    """The accounts are locked until the transaction ends: of twenty at the same instant only as many pass as there are.

    `cases` are of one round, as they were before the step. All of them or none; a trial takes nothing.
    """
    keys = [place.key for case in cases for place in quotas.places_asked(case, rules, step)]
    if not keys:
        return
    accounts = uow.quotas.locked(cases, keys)
    taken = quotas.take_places(cases, rules, step, accounts)
    for account in () if is_trial else taken:
        uow.quotas.save(cases[0], account)
