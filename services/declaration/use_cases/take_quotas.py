"""A case that passes a step takes its places in the quotas of the step, or is refused with what is taken (NM2)."""

from __future__ import annotations

from services.declaration.domain import quotas
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.rulebook import Rulebook
from services.declaration.use_cases.ports import Unit


def take_quotas(uow: Unit, rules: Rulebook, declaration: Declaration, step: str) -> None:
    """The accounts are locked until the transaction ends: of twenty at the same instant only as many pass as there are.

    `declaration` is the case as it was before the step.
    """
    asked = quotas.places_asked(declaration, rules, step)
    if not asked:
        return
    accounts = uow.quotas.locked(declaration, [place.key for place in asked])
    for account in quotas.take_places(declaration, asked, accounts):
        uow.quotas.save(declaration, account)
