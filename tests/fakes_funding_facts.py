"""What others told, in memory: fakes of the copies of foreign facts that funding keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation, ReleasedPack
from casework.divisions import DivisionPath
from contracts.events.project import ContractFiled
from contracts.events.registry import OrganisationChanged, PayeeAccountChanged
from contracts.money import Money
from contracts.working_days import WorkingDays
from policy.refs import PackRef
from services.funding.domain.award_application import AwardApplication
from services.funding.domain.claims import ceilings_of
from services.funding.domain.known import Contract, KnownOrganisation, Standing
from services.funding.domain.payee import PayeeAccount
from services.funding.domain.tranche import Tranche
from tests.fakes_funding_records import FakeRecords


class FakeKnown(FakeRecords):
    """What others told; the `keep_*` of the real one with the events that tests need."""

    def __init__(self, tranches: Any) -> None:
        super().__init__()
        self._tranches = tranches
        self.organisations: dict[UUID, KnownOrganisation] = {}
        self.registered: dict[UUID, OrganisationChanged] = {}
        self.applications: dict[UUID, AwardApplication] = {}
        self.contracts: dict[UUID, Contract] = {}
        self.by_account: dict[UUID, PayeeAccount] = {}
        self.delisted: set[UUID] = set()
        self.moved: dict[UUID, PackRef] = {}

    def organisation(self, organisation_id: UUID) -> KnownOrganisation:
        return _known(self.organisations, organisation_id, "organisation")

    def contract(self, project_id: UUID) -> Contract:
        return _known(self.contracts, project_id, "contract")

    def pack_of_case(self, case_id: UUID) -> PackRef | None:
        return self.moved.get(case_id)

    def is_listed(self, case_id: UUID) -> bool:
        return case_id not in self.delisted

    def standings(self, tranche_ids: Collection[UUID]) -> dict[UUID, Standing]:
        found = self._tranches.many(tranche_ids).values()
        return {
            each.id: Standing(
                organisation=self.organisations[each.applicant.id],
                is_delisted=each.case_id in self.delisted or self.lost_its_place(each.applicant.id),
                is_terminated=each.project_id in self.ended,
            )
            for each in found
            if each.applicant.id in self.organisations
        }

    def accounts(self, tranche_ids: Collection[UUID]) -> dict[UUID, PayeeAccount]:
        found = {each.id: self._account_of(each) for each in self._tranches.many(tranche_ids).values()}
        return {tranche_id: account for tranche_id, account in found.items() if account is not None}

    def _account_of(self, tranche: Tranche) -> PayeeAccount | None:
        contract = self.contracts.get(tranche.project_id)
        if contract is not None:
            return self.by_account.get(contract.payee_account_id) if contract.payee_account_id else None
        own = [each for each in self.by_account.values() if each.organisation_id == tranche.applicant.id]
        return max(own, key=lambda each: each.sequence, default=None)

    def accounts_of(self, organisation_id: UUID) -> frozenset[UUID]:
        return frozenset(each.id for each in self.by_account.values() if each.organisation_id == organisation_id)

    def applications_beside(
        self, application: AwardApplication, *, until: datetime, since: datetime = datetime.min.replace(tzinfo=UTC)
    ) -> int:
        others = (each for each in self.applications.values() if each.id != application.id)
        same = [
            each for each in others if (each.applicant.id, each.stage) == (application.applicant.id, application.stage)
        ]
        filed = [each for each in same if each.dossier.filings and since <= each.dossier.filings[0].at < until]
        return sum(each.state not in ("rejected", "withdrawn", "voided") for each in filed)

    def keep_organisation(self, event: OrganisationChanged, lists: Iterable[str] = ()) -> None:
        self.registered[event.aggregate_id] = event
        self.organisations[event.aggregate_id] = KnownOrganisation(
            id=event.aggregate_id,
            credit_code=event.credit_code,
            name=event.name,
            division=event.division,
            size_class=event.size_class,
            lists=frozenset(lists),
        )

    def keep_contract(self, event: ContractFiled) -> None:
        self.filed[event.aggregate_id] = event
        self.contracts[event.aggregate_id] = Contract(
            project_id=event.aggregate_id,
            signed_on=event.signed_on,
            amount=Money(event.amount_fen),
            payee_account_id=event.payee_account_id,
            ceilings=ceilings_of(event.lines),
            provider_id=event.provider_id,
            down_payment=Money(event.down_payment_fen),
        )

    def keep_payee_account(self, event: PayeeAccountChanged) -> None:
        self.by_account[event.aggregate_id] = PayeeAccount(
            id=event.aggregate_id,
            organisation_id=event.organisation_id,
            sequence=event.sequence,
            account_name=event.account_name,
            bank_name=event.bank_name,
            branch_code=event.branch_code,
            number=event.number,
        )


class FakeFacts:
    def __init__(self, known: FakeKnown) -> None:
        self._known = known
        self.days = WorkingDays(confirmed_years=frozenset({2024, 2025, 2026}))
        self.released: list[ReleasedPack] = []
        self.paths: dict[str, DivisionPath] = {}

    def organisation(self, organisation_id: UUID) -> Organisation:
        told = _known(self._known.registered, organisation_id, "organisation")
        return Organisation(
            id=told.aggregate_id,
            kind=told.organisation_kind,
            credit_code=told.credit_code,
            name=told.name,
            division=told.division,
            size_class=told.size_class,
            lists=tuple(self._known.organisations[organisation_id].lists),
        )

    def calendar(self) -> WorkingDays:
        return self.days

    def packs(self) -> list[ReleasedPack]:
        return self.released

    def division_path(self, code: str) -> DivisionPath:
        return self.paths.get(code, ())


def _known(rows: dict[UUID, Any], thing_id: UUID, kind: str) -> Any:
    if thing_id not in rows:
        raise NotKnownHere(kind=kind)
    return rows[thing_id]
