"""A case that ended without being listed gives its places in the quotas back."""

from __future__ import annotations

from services.declaration.domain.declaration import Declaration
from services.declaration.use_cases.ports import Unit


def drop_quotas(uow: Unit, declaration: Declaration) -> None:
    """Rejected, taken back, or declared void: another one may take them."""
    if not declaration.is_filed:
        return
    for account in uow.quotas.locked([declaration], []):
        uow.quotas.save(declaration, account.without(declaration.id))
