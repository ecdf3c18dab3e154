"""The bank sent a payment back; a person looks at it, and the same obligation can be paid again (new attempt)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from casework.common_facts import NotKnownHere
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.pack import Pack
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.documents import must_have_reason
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.instrument import payee_by
from services.funding.domain.ledger import EntryKind
from services.funding.domain.payee import Payee, next_snapshot
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.domain.views import tranche_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def correct_payment(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    tranche_id: UUID,
    *,
    adopt_account: bool,
    reason: str,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The tranche, released again. With `adopt_account` the account or wallet of today becomes a new snapshot.

    PayeeUnchanged where the registry has nothing newer; PayeeNameDiffers, PayeeUnknown as at the approval.
    """
    tranche = uow.tranches.get(tranche_id)
    must_be_version(tranche, expected_version)
    pack = packs.get(tranche.pack)
    must_take(actor, pack, ALLOCATION_PLAN)
    corrected = tranche.after(TrancheAction.CORRECT, reason=must_have_reason(reason))
    snapshot = uow.snapshots.latest([tranche_id])[tranche_id]
    if adopt_account:
        newest = _newest(uow, pack, tranche)
        snapshot = next_snapshot(
            snapshot, newest, snapshot_id=uuid4(), by=actor.account_id, at=clock.now(), reason=corrected.reason
        )
        uow.snapshots.add(snapshot)
    uow.tranches.save(corrected)
    uow.ledger.post(entry_for_tranche(EntryKind.RETURN_CORRECTED, tranche, on=clock.today(), at=clock.now()))
    uow.audit.record(actor, "correct", corrected, reason=corrected.reason, payee_snapshot_id=snapshot.id)
    return tranche_view(corrected)


def _newest(uow: Unit, pack: Pack, tranche: Tranche) -> Payee:
    standing = uow.known.standings([tranche.id]).get(tranche.id)
    if standing is None:
        raise NotKnownHere(kind="organisation")
    return payee_by(
        uow.instruments.of_awards([tranche.award_id]).get(tranche.award_id),
        uow.known.accounts([tranche.id]).get(tranche.id),
        offered=pack.line(tranche.line).instruments,
        organisation_id=standing.organisation.id,
        registered_name=standing.organisation.name,
    )
