"""The enterprise, or an officer for it, chooses how an award is paid (XB12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealed
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.instrument import AskedInstrument, InstrumentChoice, choice_id_of, must_be_choosable
from services.funding.domain.views_back import instrument_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def choose_instrument(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    award_id: UUID,
    *,
    asked: AskedInstrument,
    wallet: Sealed | None,
) -> dict[str, Any]:
    """The choice, for every tranche that is approved from now on; what was approved keeps its payee.

    `wallet` is the sealed number of `asked`. NotFound for a stranger's award.
    """
    award = uow.awards.get(award_id)
    pack = packs.get(award.pack)
    if actor.organisation_id is None:
        must_take(actor, pack, ALLOCATION_PLAN)
    elif actor.organisation_id != award.applicant.id:
        raise NotFound(kind="award", id=str(award_id))
    offered = pack.line(award.line).instruments
    instrument = must_be_choosable(asked, offered)
    before = uow.instruments.of_awards([award_id]).get(award_id)
    choice = InstrumentChoice(
        id=choice_id_of(award.id),
        city=uow.city,
        version=before.version + 1 if before else 1,
        award_id=award.id,
        case_id=award.case_id,
        instrument=instrument,
        holder_name=asked.holder_name.strip(),
        institution=asked.institution.strip(),
        wallet=wallet,
        chosen_by=actor.account_id,
        chosen_at=clock.now(),
    )
    if before is None:
        uow.instruments.add(choice)
    else:
        uow.instruments.save(choice)
    uow.audit.record(actor, "choose_instrument", choice, instrument=instrument.value)
    return instrument_view(choice, award_id=award.id, offered=offered)
