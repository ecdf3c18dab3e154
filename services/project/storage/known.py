"""Copies of foreign facts: pilots, providers, products, accounts, orders to rectify. All that is around one project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.latest import keep_latest
from chassis.db.transaction import Reading, Row, Transaction
from contracts.events.acceptance import AcceptanceChanged, RectificationOrdered
from contracts.events.base import Event
from contracts.events.declaration import (
    CallChanged,
    CallOpened,
    CaseMovedToPack,
    PilotChanged,
    PilotDelisted,
    PilotListed,
)
from contracts.events.registry import PayeeAccountChanged, ProductChanged, ProductListed, ProviderChanged
from contracts.refusal import NotFound
from contracts.wire import from_json, to_json
from services.project.domain.known import Known, KnownCall, KnownPilot, ProviderState, names_heard
from services.project.domain.project import Project
from services.project.storage.around import OF_PARAMETERS, around_columns, known_from_row, newest_first, pilots
from services.project.storage.known_tables import (
    known_calls,
    known_milestones,
    known_moves,
    known_payees,
    known_pilots,
    known_products,
    known_providers,
    known_rectifications,
)

_BY_ID = ["city", "id"]
_keep_pilot = keep_latest(known_pilots, _BY_ID)
_keep_call = keep_latest(known_calls, _BY_ID)
_keep_milestone = (
    insert(known_milestones)
    .values({column.name: bindparam(column.name) for column in known_milestones.columns})
    .on_conflict_do_nothing()
)
_keep_move = keep_latest(known_moves, _BY_ID)
_keep_provider = keep_latest(known_providers, _BY_ID)
_keep_product = keep_latest(known_products, _BY_ID)
_keep_payee = keep_latest(known_payees, _BY_ID)
_keep_rectification = keep_latest(known_rectifications, ["city", "acceptance_id"])

_around = select(*around_columns(OF_PARAMETERS))
_pilot_of_case = pilots.where(known_pilots.c.case_id == bindparam("case_id")).order_by(*newest_first).limit(1)
_call = select(known_calls).where(known_calls.c.id == bindparam("id"))


class KnownFacts:
    """Reads the copies within a transaction or on the read side; keeps them within a transaction."""

    def __init__(self, transaction: Transaction | Reading) -> None:
        self._transaction = transaction

    def pilot_of_case(self, case_id: UUID) -> KnownPilot | None:
        """The place on the pilot list that counts for a case: the one that is listed, if any is."""
        row = self._transaction.first(_pilot_of_case, case_id=case_id)
        return None if row is None else from_json(KnownPilot, _plain(row))

    def call(self, call_id: UUID | None) -> KnownCall:
        """NotFound where no such call was ever opened."""
        row = self._transaction.first(_call, id=call_id)
        if row is None:
            raise NotFound(kind="call", id=str(call_id))
        return from_json(KnownCall, to_json(_plain(row)))

    def around(self, project: Project) -> Known:
        """Everything that this project is decided by and shown with, as its answers are now."""
        row = self._transaction.first(
            _around,
            applicant_id=project.applicant.id,
            credit_code=project.applicant.credit_code,
            pilot_id=project.pilot_id,
            call_id=project.call_id,
            case_id=project.case_id,
            provider_ids=list(project.named.provider_ids),
            payee_ids=list(project.named.payee_ids),
            product_ids=list(project.named.product_ids),
            project_id=project.id,
            division=project.division,
        )
        assert row is not None
        return known_from_row(row)

    def keep_pilot(self, event: PilotChanged) -> None:
        """Remember who is on the pilot list, or was taken off it."""
        self._write(
            _keep_pilot,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            case_id=event.case_id,
            is_listed=isinstance(event, PilotListed),
            applicant_kind=event.applicant.kind,
            applicant_id=event.applicant.id,
            credit_code=event.applicant.credit_code,
            applicant_name=event.applicant.name,
            division=event.division,
            pack=event.pack,
            pack_sha256=event.pack_sha256,
            batch=event.batch,
            reason=event.reason if isinstance(event, PilotDelisted) else "",
        )

    def keep_call(self, event: CallChanged) -> None:
        """Remember a call as it is now."""
        self._write(
            _keep_call,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            pack=event.pack,
            batch=event.batch,
            is_open=isinstance(event, CallOpened),
            opens_at=event.opens_at,
            closes_at=event.closes_at,
        )

    def keep_milestone(self, event: Event, subject_id: UUID) -> None:
        """Remember what a project, or a case, has reached."""
        for name in names_heard(event):
            self._write(_keep_milestone, subject_id=subject_id, name=name, city=event.city)

    def keep_move(self, event: CaseMovedToPack) -> None:
        """Remember the pack version that a case is judged by from now on."""
        self._write(
            _keep_move,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            pack=event.pack,
            pack_sha256=event.pack_sha256,
        )

    def keep_provider(self, event: ProviderChanged, state: ProviderState) -> None:
        """Remember a provider's place in the pool."""
        self._write(
            _keep_provider,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            state=state.value,
            credit_code=event.credit_code,
            name=event.name,
            kinds=list(event.kinds),
        )

    def keep_product(self, event: ProductChanged) -> None:
        """Remember a product of the catalogue."""
        self._write(
            _keep_product,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            provider_id=event.provider_id,
            name=event.name,
            category=event.category,
            ceiling_fen=event.ceiling_fen,
            is_listed=isinstance(event, ProductListed),
        )

    def keep_payee(self, event: PayeeAccountChanged) -> None:
        """Remember whose account it is, and its last four digits."""
        self._write(
            _keep_payee,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            organisation_id=event.organisation_id,
            last4=event.number.last4,
        )

    def keep_acceptance(self, event: AcceptanceChanged) -> None:
        """Remember the newest news of an acceptance: an order to rectify is open until something follows it."""
        self._write(
            _keep_rectification,
            project_id=event.project_id,
            city=event.city,
            sequence=event.sequence,
            acceptance_id=event.aggregate_id,
            at=event.at,
            reason=event.reason if isinstance(event, RectificationOrdered) else "",
            is_open=isinstance(event, RectificationOrdered),
        )

    def _write(self, statement: Any, **values: Any) -> None:
        if not isinstance(self._transaction, Transaction):
            raise TypeError("facts are kept within a transaction")
        self._transaction.write(statement, **values)


def _plain(row: Row) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in row._asdict().items()}
