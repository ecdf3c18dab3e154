"""A netting is given up before it is confirmed: the tranche can be instructed in full again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.views_back import netting_view
from services.funding.use_cases.ports import Packs, Unit


def withdraw_netting(
    uow: Unit, packs: Packs, actor: Actor, netting_id: UUID, *, expected_version: int | None = None
) -> dict[str, Any]:
    """The withdrawn netting. ActionNotAllowed once it is confirmed."""
    netting = uow.nettings.get(netting_id)
    must_be_version(netting, expected_version)
    must_take(actor, packs.get(uow.tranches.get(netting.tranche_id).pack), ALLOCATION_PLAN)
    withdrawn = netting.withdrawn()
    uow.nettings.save(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    return netting_view(withdrawn)
