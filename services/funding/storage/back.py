"""Money's other ways: recoveries, nettings, instruments, honours without money."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, cast, select

from chassis.db.transaction import Transaction
from contracts.refusal import NotFound
from services.funding.domain.honour import Honour
from services.funding.domain.instrument import InstrumentChoice
from services.funding.domain.netting import Netting, NettingState
from services.funding.domain.recovery import Recovery
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables import honours, instrument_choices, nettings, recoveries

RECOVERY = Mapped(recoveries, Recovery)
NETTING = Mapped(nettings, Netting)
CHOICE = Mapped(instrument_choices, InstrumentChoice)
HONOUR = Mapped(
    honours,
    Honour,
    repeated=lambda honour: {"applicant_id": honour.applicant.id, "applicant_name": honour.applicant.name},
)

_recovery_by_id = select(recoveries).where(recoveries.c.id == bindparam("id")).with_for_update()
_save_recovery = RECOVERY.update("id")
_netting_by_id = select(nettings).where(nettings.c.id == bindparam("id")).with_for_update()
_proposed = select(nettings.c.tranche_id, nettings.c.id).where(
    nettings.c.tranche_id == any_(cast(bindparam("ids"), ARRAY(Uuid))),
    nettings.c.state == NettingState.PROPOSED.value,
)
_save_netting = NETTING.update("id")
_choices = select(instrument_choices).where(instrument_choices.c.award_id == any_(cast(bindparam("ids"), ARRAY(Uuid))))
_save_choice = CHOICE.update("id")
_honour_of_project = select(honours).where(honours.c.project_id == bindparam("project_id"))


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


class NettingRepository:
    """Nettings, locked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, netting_id: UUID) -> Netting:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_netting_by_id, id=netting_id)
        if row is None:
            raise NotFound(kind="netting", id=str(netting_id))
        return NETTING.of(row)

    def proposed(self, tranche_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """The netting that is proposed for each tranche, by tranche."""
        return {row.tranche_id: row.id for row in self._transaction.read(_proposed, ids=list(tranche_ids))}

    def add(self, netting: Netting) -> None:
        """NettingExists (from the unique index) where one is proposed already."""
        self._transaction.write(NETTING.insert, **NETTING.values(netting))

    def save(self, netting: Netting) -> None:
        """The next version."""
        values = NETTING.values(netting)
        self._transaction.change_one(_save_netting, at_id=netting.id, at_version=netting.version - 1, **values)


class InstrumentRepository:
    """How awards are to be paid, where somebody chose."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_awards(self, award_ids: Collection[UUID]) -> dict[UUID, InstrumentChoice]:
        """The choices of those awards for which there is one."""
        return {row.award_id: CHOICE.of(row) for row in self._transaction.read(_choices, ids=list(award_ids))}

    def add(self, choice: InstrumentChoice) -> None:
        self._transaction.write(CHOICE.insert, **CHOICE.values(choice))

    def save(self, choice: InstrumentChoice) -> None:
        """The next version."""
        values = CHOICE.values(choice)
        self._transaction.change_one(_save_choice, at_id=choice.id, at_version=choice.version - 1, **values)


class HonourRepository:
    """Honours without money. They are never changed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_project(self, project_id: UUID) -> Honour | None:
        """The honour of a project that has the honour only."""
        row = self._transaction.first(_honour_of_project, project_id=project_id)
        return None if row is None else HONOUR.of(row)

    def add(self, honour: Honour) -> None:
        """HonourExists (from the unique key) for a second one of a project."""
        self._transaction.write(HONOUR.insert, **HONOUR.values(honour))
