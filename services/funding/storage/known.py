"""Copies of foreign facts: each written by one handler, read where a decision needs them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from casework.common_facts import NotKnownHere, known_organisation, known_standing
from chassis.db.latest import keep_latest
from contracts.events.declaration import CaseMovedToPack, PilotDelisted, PilotListed
from contracts.events.project import ContractFiled, ProjectTerminated
from contracts.events.registry import PayeeAccountChanged
from contracts.money import Money
from contracts.sealed import Sealed
from contracts.wire import to_json
from policy.refs import PackRef
from services.funding.domain.claims import ceilings_of
from services.funding.domain.known import Contract, KnownOrganisation, Standing
from services.funding.domain.payee import PayeeAccount
from services.funding.storage.known_reached import KnownReached
from services.funding.storage.tables import (
    applications,
    awards,
    known_case_packs,
    known_contracts,
    known_payee_accounts,
    known_pilots,
    known_project_ends,
    tranches,
)

_keep_pilot = keep_latest(known_pilots, ["city", "case_id"])
_keep_contract = keep_latest(known_contracts, ["city", "project_id"])
_keep_end = keep_latest(known_project_ends, ["city", "project_id"])
_keep_account = keep_latest(known_payee_accounts, ["city", "id"])
_keep_case_pack = keep_latest(known_case_packs, ["city", "case_id"])

_ids = any_(cast(bindparam("ids"), ARRAY(Uuid)))
_contract = select(known_contracts).where(known_contracts.c.project_id == bindparam("project_id"))
_case_pack = select(known_case_packs).where(known_case_packs.c.case_id == bindparam("case_id"))
_pilot = select(known_pilots.c.is_listed).where(known_pilots.c.case_id == bindparam("case_id"))
_organisation_columns = (
    known_organisation.c.id.label("organisation_id"),
    known_organisation.c.credit_code,
    known_organisation.c.name,
    known_organisation.c.division,
    known_organisation.c.size_class,
    known_standing.c.lists,
)
_with_standing = known_organisation.outerjoin(
    known_standing,
    (known_standing.c.city == known_organisation.c.city)
    & (known_standing.c.credit_code == known_organisation.c.credit_code),
)
_organisation = (
    select(*_organisation_columns).select_from(_with_standing).where(known_organisation.c.id == bindparam("id"))
)
_own_places = known_pilots.alias("own_places")
_any_place = (
    select(func.bool_or(_own_places.c.is_listed))
    .where(_own_places.c.applicant_id == tranches.c.applicant_id)
    .correlate(tranches)
    .scalar_subquery()
)
"""Whether the applicant has a place on the list by any of its cases; null where it never had one."""
_standings = (
    select(
        tranches.c.id.label("tranche_id"),
        *_organisation_columns,
        func.coalesce(known_pilots.c.is_listed, _any_place).label("is_listed"),
        known_project_ends.c.project_id.label("ended_project_id"),
    )
    .select_from(
        tranches.join(_with_standing, known_organisation.c.id == tranches.c.applicant_id)
        .outerjoin(known_pilots, known_pilots.c.case_id == tranches.c.case_id)
        .outerjoin(known_project_ends, known_project_ends.c.project_id == tranches.c.project_id)
    )
    .where(tranches.c.id == _ids)
)
_named_account = func.coalesce(applications.c.payee_account_id, known_contracts.c.payee_account_id)
_accounts = (
    select(tranches.c.id.label("tranche_id"), known_payee_accounts)
    .select_from(
        tranches.join(awards, awards.c.id == tranches.c.award_id)
        .outerjoin(applications, applications.c.id == awards.c.ground_id)
        .outerjoin(known_contracts, known_contracts.c.project_id == tranches.c.project_id)
        .join(
            known_payee_accounts,
            (known_payee_accounts.c.id == _named_account)
            | (_named_account.is_(None) & (known_payee_accounts.c.organisation_id == tranches.c.applicant_id)),
        )
    )
    .where(tranches.c.id == _ids)
    .ext(distinct_on(tranches.c.id))
    .order_by(tranches.c.id, known_payee_accounts.c.sequence.desc(), known_payee_accounts.c.id)
)


class KnownFacts(KnownReached):
    """What others told, as funding needs it."""

    def organisation(self, organisation_id: UUID) -> KnownOrganisation:
        """NotKnownHere while the registry's news has not arrived."""
        row = self._transaction.first(_organisation, id=organisation_id)
        if row is None:
            raise NotKnownHere(kind="organisation")
        return _organisation_of(row)

    def contract(self, project_id: UUID) -> Contract:
        """NotKnownHere while the project's news has not arrived."""
        row = self._transaction.first(_contract, project_id=project_id)
        if row is None:
            raise NotKnownHere(kind="contract")
        return Contract(
            project_id=row.project_id,
            signed_on=row.signed_on,
            amount=Money(row.amount_fen),
            payee_account_id=row.payee_account_id,
            ceilings={UUID(product): Money(fen) for product, fen in row.ceilings.items()},
            provider_id=row.provider_id,
            down_payment=_money(row.down_payment_fen),
            list_price=_money(row.list_price_fen),
            concession=_money(row.concession_fen),
        )

    def pack_of_case(self, case_id: UUID) -> PackRef | None:
        """The pack that a case was moved to, if it was."""
        row = self._transaction.first(_case_pack, case_id=case_id)
        return None if row is None else PackRef.parse(row.pack, row.pack_sha256)

    def is_listed(self, case_id: UUID) -> bool:
        """Whether the applicant of the case is on the list of pilot enterprises, as far as is known."""
        row = self._transaction.first(_pilot, case_id=case_id)
        return row is not None and bool(row.is_listed)

    def standings(self, tranche_ids: Collection[UUID]) -> dict[UUID, Standing]:
        """What is checked again where money leaves, by tranche; one that is missing is not known yet."""
        return {
            row.tranche_id: Standing(
                organisation=_organisation_of(row),
                is_delisted=row.is_listed is False,
                is_terminated=row.ended_project_id is not None,
            )
            for row in self._transaction.read(_standings, ids=list(tranche_ids))
        }

    def accounts(self, tranche_ids: Collection[UUID]) -> dict[UUID, PayeeAccount]:
        """The account that the application or else the contract behind each tranche names, as the registry has it now.

        Where neither does, as for a platform, the one of its own that the registry spoke of most.
        """
        return {
            row.tranche_id: PayeeAccount(
                id=row.id,
                organisation_id=row.organisation_id,
                sequence=row.sequence,
                account_name=row.account_name,
                bank_name=row.bank_name,
                branch_code=row.branch_code,
                number=Sealed.from_wire(row.number),
            )
            for row in self._transaction.read(_accounts, ids=list(tranche_ids))
        }

    def keep_pilot(self, event: PilotListed | PilotDelisted) -> None:
        self._keep(
            _keep_pilot,
            event,
            case_id=event.case_id,
            is_listed=isinstance(event, PilotListed),
            applicant_id=event.applicant.id,
            pack=event.pack,
        )

    def keep_contract(self, event: ContractFiled) -> None:
        self._keep(
            _keep_contract,
            event,
            project_id=event.aggregate_id,
            signed_on=event.signed_on,
            amount_fen=event.amount_fen,
            payee_account_id=event.payee_account_id,
            ceilings={str(product): ceiling.fen for product, ceiling in ceilings_of(event.lines).items()},
            down_payment_fen=event.down_payment_fen,
            list_price_fen=event.list_price_fen,
            concession_fen=event.concession_fen,
            case_id=event.case_id,
            applicant=to_json(event.applicant),
            applicant_id=event.applicant.id,
            division=event.division or None,
            pack=event.pack or None,
            pack_sha256=event.pack_sha256 or None,
            provider_id=event.provider_id,
            group_lead_id=event.group_lead_id,
        )

    def keep_project_end(self, event: ProjectTerminated) -> None:
        self._keep(_keep_end, event, project_id=event.aggregate_id)

    def keep_payee_account(self, event: PayeeAccountChanged) -> None:
        self._keep(
            _keep_account,
            event,
            id=event.aggregate_id,
            organisation_id=event.organisation_id,
            account_name=event.account_name,
            bank_name=event.bank_name,
            branch_code=event.branch_code,
            number=event.number.as_wire(),
        )

    def keep_case_pack(self, event: CaseMovedToPack) -> None:
        self._keep(_keep_case_pack, event, case_id=event.case_id, pack=event.pack, pack_sha256=event.pack_sha256)


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _organisation_of(row: Any) -> KnownOrganisation:
    return KnownOrganisation(
        id=row.organisation_id,
        credit_code=row.credit_code,
        name=row.name,
        division=row.division,
        size_class=row.size_class,
        lists=frozenset(row.lists or ()),
    )
