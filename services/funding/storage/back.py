"""Money's ways back: recoveries, and honours without money."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.db.transaction import Transaction
from contracts.refusal import NotFound
from services.funding.domain.honour import Honour
from services.funding.domain.recovery import Recovery
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables import honours, recoveries

RECOVERY = Mapped(recoveries, Recovery)
HONOUR = Mapped(
    honours,
    Honour,
    repeated=lambda honour: {"applicant_id": honour.applicant.id, "applicant_name": honour.applicant.name},
)

_recovery_by_id = select(recoveries).where(recoveries.c.id == bindparam("id")).with_for_update()
_save_recovery = RECOVERY.update("id")


class RecoveryRepository:
    """Recoveries, locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, recovery_id: UUID) -> Recovery:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_recovery_by_id, id=recovery_id)
        if row is None:
            raise NotFound(kind="recovery", id=str(recovery_id))
        return RECOVERY.of(row)

    def add(self, recovery: Recovery) -> None:
        self._transaction.write(RECOVERY.insert, **RECOVERY.values(recovery))

    def save(self, recovery: Recovery) -> None:
        """The next version."""
        values = RECOVERY.values(recovery)
        self._transaction.change_one(_save_recovery, at_id=recovery.id, at_version=recovery.version - 1, **values)


class HonourRepository:
    """Honours without money. They are never changed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, honour: Honour) -> None:
        """HonourExists (from the unique key) for a second one of a project."""
        self._transaction.write(HONOUR.insert, **HONOUR.values(honour))
