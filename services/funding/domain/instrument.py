"""How money reaches its payee (XB12): bank transfer, digital RMB, voucher. Which of them go, the pack's line says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealed
from services.funding.domain.payee import Payee, PayeeAccount, approved_payee, must_be_same_name
from services.funding.domain.refusals import PayeeUnknown

_WALLET = re.compile(r"[0-9A-Za-z]{8,34}")


class Instrument(StrEnum):
    BANK_TRANSFER = "bank_transfer"
    DIGITAL_RMB = "digital_rmb"
    VOUCHER = "voucher"


@dataclass(frozen=True, kw_only=True)
class AskedInstrument:
    """What somebody chooses: for digital RMB whose wallet, at which operating institution, and its number in clear."""

    instrument: str
    holder_name: str = ""
    institution: str = ""
    wallet_id: str = ""


@dataclass(frozen=True, kw_only=True)
class InstrumentChoice:
    """How the tranches of an award are to be paid. The next approval snapshots it."""

    id: UUID
    city: str
    version: int
    award_id: UUID
    case_id: UUID
    instrument: Instrument
    holder_name: str
    institution: str
    wallet: Sealed | None
    chosen_by: UUID
    chosen_at: datetime


def choice_id_of(award_id: UUID) -> UUID:
    """One choice per award."""
    return uuid5(award_id, "instrument")


def must_be_choosable(asked: AskedInstrument, offered: Collection[str]) -> Instrument:
    """The instrument. `Invalid` for one that the subsidy line does not offer, and for a wallet that is not whole."""
    if asked.instrument not in offered:
        inputs = {"options": sorted(offered)}
        raise Invalid(problems=[Problem(code="not_an_option", field="instrument", inputs=inputs)])
    instrument = Instrument(asked.instrument)
    given = {"holder_name": asked.holder_name, "institution": asked.institution, "wallet_id": asked.wallet_id}
    if instrument is Instrument.DIGITAL_RMB:
        problems = [Problem(code="required", field=name) for name, value in given.items() if not value.strip()]
        if asked.wallet_id and not _WALLET.fullmatch(asked.wallet_id):
            problems.append(Problem(code="malformed", field="wallet_id", requirement="8 至 34 位数字或字母"))
    else:
        problems = [
            Problem(code="only_with_a_wallet", field=name, inputs={"instrument": instrument.value})
            for name, value in given.items()
            if value.strip()
        ]
    if problems:
        raise Invalid(problems=problems)
    return instrument


def payee_by(
    choice: InstrumentChoice | None,
    account: PayeeAccount | None,
    *,
    offered: tuple[str, ...],
    organisation_id: UUID,
    registered_name: str,
) -> Payee:
    """Whom an approval snapshots: by what was chosen, or by the first instrument that the subsidy line offers.

    PayeeUnknown without an account or a wallet, or for a choice that the line does not offer any more;
    PayeeNameDiffers for one in another name.
    """
    instrument = choice.instrument if choice else Instrument(offered[0])
    if instrument.value not in offered:
        raise PayeeUnknown()
    if instrument is Instrument.BANK_TRANSFER:
        return approved_payee(account, organisation_id=organisation_id, registered_name=registered_name)
    if choice is None and instrument is Instrument.DIGITAL_RMB:
        raise PayeeUnknown()
    holder = choice.holder_name if choice and choice.holder_name else registered_name
    must_be_same_name(holder, registered_name)
    return Payee(
        account_id=choice.id if choice else organisation_id,
        sequence=choice.version if choice else 0,
        account_name=holder,
        bank_name=choice.institution if choice else "",
        branch_code="",
        number=choice.wallet if choice else None,
        instrument=instrument.value,
    )
