"""Money's ways back at a desk of funding: claimed, paid back; and what an enterprise gives up."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.money import Money
from services.funding.domain.instrument import AskedInstrument
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.use_cases.choose_instrument import choose_instrument
from services.funding.use_cases.confirm_netting import confirm_netting
from services.funding.use_cases.grant_honour import grant_honour
from services.funding.use_cases.open_recovery import open_recovery
from services.funding.use_cases.propose_netting import propose_netting
from services.funding.use_cases.settle_recovery import settle_recovery
from tests.builders_funding import CHECKER, MAKER, OFFICER, PDF, SEALER
from tests.desk_funding import Desk, Shown


def claim_back(desk: Desk, tranche_id: UUID, amount: Money | None = None) -> Shown:
    """A recovery of all of it, or of a part."""
    return desk.act(
        OFFICER,
        lambda uow: open_recovery(
            uow, desk.packs, desk.clock, OFFICER, tranche_id,
            reason="虚假改造", article="承诺书", document_number=desk.a_document(), document_on=desk.clock.today(),
            file=PDF, amount=amount,
        ),
    )  # fmt: skip


def pay_back(desk: Desk, recovery: Shown, *, on: date | None = None) -> Shown:
    """The enterprise pays what is outstanding."""
    return desk.act(
        MAKER,
        lambda uow: settle_recovery(
            uow, desk.packs, desk.clock, MAKER, recovery["id"],
            settled_on=on or desk.clock.today(), bank_reference="BR9",
        ),
    )  # fmt: skip


def propose(
    desk: Desk, recovery: Shown, tranche_id: UUID, amount: Money | None = None, *, by: Actor = OFFICER
) -> Shown:
    """A netting of what is claimed back against another tranche."""
    return desk.act(
        by,
        lambda uow: propose_netting(
            uow, desk.packs, desk.clock, by, recovery["id"],
            tranche_id=tranche_id, amount=amount, reason="抵扣", document_number=desk.a_document(),
            document_on=desk.clock.today(), file=PDF,
        ),
    )  # fmt: skip


def confirm(desk: Desk, netting: Shown, *, by: Actor = CHECKER) -> Shown:
    """Somebody else agrees."""
    return desk.act(by, lambda uow: confirm_netting(uow, desk.packs, desk.clock, by, netting["id"]))


def net(desk: Desk, recovery: Shown, tranche_id: UUID, amount: Money | None = None) -> Shown:
    """Proposed and confirmed."""
    return confirm(desk, propose(desk, recovery, tranche_id, amount))


def choose(desk: Desk, tranche_id: UUID, instrument: str, *, by: Actor = OFFICER, **wallet: str) -> Shown:
    """How the award behind a tranche is paid."""
    asked = AskedInstrument(instrument=instrument, **wallet)
    sealed = SEALER.seal(asked.wallet_id, purpose=NUMBER_PURPOSE) if asked.wallet_id else None
    award_id = desk.tranche(tranche_id).award_id
    return desk.act(
        by,
        lambda uow: choose_instrument(uow, desk.packs, desk.clock, by, award_id, asked=asked, wallet=sealed),
    )


def give_up(desk: Desk, project_id: UUID, *, by: Actor = OFFICER, reason: str = "企业不申请资金") -> Any:
    """Honour without money."""
    return desk.act(by, lambda uow: grant_honour(uow, desk.packs, desk.clock, by, project_id, reason=reason))
