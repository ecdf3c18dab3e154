"""Payee accounts: the registry's newest word, and the snapshot that an approved plan pays to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.sealed import Sealed
from services.funding.domain.refusals import MixedBatch, PayeeNameDiffers, PayeeUnchanged, PayeeUnknown

NUMBER_PURPOSE = "payee_account.number"


@dataclass(frozen=True, kw_only=True)
class PayeeAccount:
    """An account as the registry has it now; `sequence` is its version."""

    id: UUID
    organisation_id: UUID
    sequence: int
    account_name: str
    bank_name: str
    branch_code: str
    number: Sealed


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Who is paid, how and where: what a snapshot froze, and what an instruction repeats word for word.

    For digital RMB `number` is the wallet's and `bank_name` the institution that runs it; a voucher has neither.
    """

    account_id: UUID
    sequence: int
    account_name: str
    bank_name: str
    branch_code: str
    number: Sealed | None
    instrument: str = "bank_transfer"

    @property
    def last4(self) -> str:
        """The last four digits, the only ones that are shown."""
        return self.number.last4 if self.number else ""


@dataclass(frozen=True, kw_only=True)
class PayeeSnapshot:
    """The payee of a tranche as it was approved. A correction after a bank return is a new `revision`."""

    id: UUID
    city: str
    tranche_id: UUID
    revision: int
    payee: Payee
    approved_by: UUID
    approved_at: datetime
    reason: str = ""


def approved_payee(account: PayeeAccount | None, *, organisation_id: UUID, registered_name: str) -> Payee:
    """What may be snapshotted. PayeeUnknown without an account of the organisation, PayeeNameDiffers otherwise.

    The bank compares the name, brackets included, so full and half width are the same and nothing else is.
    """
    if account is None or account.organisation_id != organisation_id:
        raise PayeeUnknown()
    must_be_same_name(account.account_name, registered_name)
    return Payee(
        account_id=account.id,
        sequence=account.sequence,
        account_name=account.account_name,
        bank_name=account.bank_name,
        branch_code=account.branch_code,
        number=account.number,
    )


def next_snapshot(
    latest: PayeeSnapshot, payee: Payee, *, snapshot_id: UUID, by: UUID, at: datetime, reason: str
) -> PayeeSnapshot:
    """The snapshot that replaces `latest` for further attempts. PayeeUnchanged for the same version of one account."""
    if (payee.account_id, payee.sequence) == (latest.payee.account_id, latest.payee.sequence):
        raise PayeeUnchanged()
    return PayeeSnapshot(
        id=snapshot_id,
        city=latest.city,
        tranche_id=latest.tranche_id,
        revision=latest.revision + 1,
        payee=payee,
        approved_by=by,
        approved_at=at,
        reason=reason,
    )


def one_instrument_of(snapshots: Iterable[PayeeSnapshot]) -> str:
    """The instrument that all payees share. MixedBatch when they do not."""
    found = sorted({snapshot.payee.instrument for snapshot in snapshots})
    if len(found) != 1:
        raise MixedBatch(found=found)
    return found[0]


def must_be_same_name(account_name: str, registered_name: str) -> None:
    """PayeeNameDiffers unless `is_same_name`."""
    if not is_same_name(account_name, registered_name):
        raise PayeeNameDiffers(account_name=account_name, registered_name=registered_name)


def is_same_name(one: str, other: str) -> bool:
    """Equal after NFKC: full-width brackets are the half-width ones, a missing word is a difference."""
    return _normal(one) == _normal(other)


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
