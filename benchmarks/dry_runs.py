"""A dry run of a new pack version over many stored cases, against computing the same claims with nothing around it.

The cases are stored as funding stores them: each award is computed by its use case from events of the others. They
are not announced, or every other measurement would wait for the registry to hear of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from benchmarks.layers import Silent
from benchmarks.stage import Stage
from casework.days import local_date
from casework.shelf import packs_of
from chassis.config import Settings
from chassis.db.transaction import Transaction
from chassis.runtime import Runtime
from console.demo import cast
from console.demo.programme import pack_of
from console.operator import snapshot_of
from console.packs_dry_run import tried
from contracts.actor import Actor
from contracts.codes import case_id_of, with_check_character
from contracts.events.acceptance import AcceptancePassed, EligibleLine
from contracts.events.declaration import Applicant
from contracts.events.project import ContractFiled
from contracts.events.registry import OrganisationChanged
from policy.canonical import canonical_json
from policy.claims import Claim
from policy.pack import Pack
from policy.packs import Packs, load_folder
from services.funding.domain.award import Award, compute
from services.funding.domain.dry_run_report import Report
from services.funding.storage.read_dry_run import cases_of
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.compute_award import compute_award

CASES = 10_000
ROUNDS = 3
AT_ONCE = 200
DIVISION = "210211"
_IDS = UUID("3a1f6f0c-7a55-5f0e-8f0b-0a3d0d1b7d10")


@dataclass(frozen=True, kw_only=True)
class DryRuns:
    """`alone` is how many cases a second are computed under both versions, their claims lying in memory."""

    report: Report
    per_second: float
    alone: float

    @property
    def ratio(self) -> float:
        return self.per_second / self.alone


class _NotAnnounced(FundingUnit):
    def __init__(self, transaction: Transaction, **given: Any) -> None:
        super().__init__(transaction, **given)
        self.outbox: Any = Silent()


def dry_runs(stage: Stage) -> DryRuns:
    """The best of some rounds, both ways in turns."""
    settings = stage.installation.settings
    own = load_folder(pack_of(settings))
    _store(settings, own)
    new = _changed(own)
    awards = _awards(settings, own)
    whole, alone = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        report = tried(settings, new, own.programme_year)
        whole.append(time.perf_counter() - began)
        alone.append(_alone(awards, own, new))
    cases = len(report.effects)
    if cases < CASES or report.left_out:
        raise RuntimeError(f"{cases} cases, {len(report.left_out)} left out")
    return DryRuns(report=report, per_second=cases / min(whole), alone=len(awards) / min(alone))


def _store(settings: Settings, pack: Pack) -> None:
    runtime, packs, system = Runtime.of("funding", _NotAnnounced, settings), packs_of(settings), Actor.system(cast.CITY)
    for first in range(0, CASES, AT_ONCE):
        now = runtime.clock.now()
        with runtime.units.open(system, request_id="bench", now=now) as unit:
            for number in range(first, first + AT_ONCE):
                _accept(unit, packs, runtime, _Enterprise(number, pack, now))
            runtime.units.commit(unit)
    runtime.close()


def _accept(unit: FundingUnit, packs: Packs, runtime: Runtime[Any], enterprise: _Enterprise) -> None:
    unit.known.keep_contract(enterprise.contract)
    unit.facts.keep_organisation(enterprise.organisation)
    compute_award(unit, packs, runtime.clock, enterprise.acceptance)


class _Enterprise:
    """The words of the others about one enterprise whose project was accepted; they spend from 20万元 to 220万元."""

    def __init__(self, number: int, pack: Pack, at: Any) -> None:
        self.pack, self.number = pack, number
        self.applicant = Applicant(
            kind="enterprise",
            id=uuid5(_IDS, f"organisation {number}"),
            credit_code=with_check_character(f"91210211{number:08d}B"),
            name=f"大连测量{number}号制造有限公司",
        )
        self.project_id = uuid5(_IDS, f"project {number}")
        self.head = {"city": pack.city, "sequence": 1, "at": at, "actor": _IDS}

    @property
    def organisation(self) -> OrganisationChanged:
        applicant = self.applicant
        return OrganisationChanged(
            **self.head,
            aggregate_id=applicant.id,
            organisation_kind=applicant.kind,
            credit_code=applicant.credit_code,
            name=applicant.name,
            division=DIVISION,
            size_class="small",
        )

    @property
    def contract(self) -> ContractFiled:
        return ContractFiled(
            **self.head,
            aggregate_id=self.project_id,
            case_id=self._case_id,
            applicant=self.applicant,
            provider_id=uuid5(_IDS, "provider"),
            contract_number=f"HT-{self.number}",
            signed_on=date(2024, 5, 6),
            amount_fen=self._spent_fen,
            down_payment_fen=0,
            payee_account_id=uuid5(_IDS, f"account {self.number}"),
            lines=(),
        )

    @property
    def acceptance(self) -> AcceptancePassed:
        line = EligibleLine(
            line=1,
            product_id=None,
            cost_category="software",
            link="production_control",
            claimed_fen=self._spent_fen,
            audited_fen=self._spent_fen,
            ceiling_fen=None,
            invoiced_on=date(2024, 9, 1),
        )
        return AcceptancePassed(
            **self.head,
            aggregate_id=uuid5(_IDS, f"acceptance {self.number}"),
            case_id=self._case_id,
            project_id=self.project_id,
            applicant=self.applicant,
            division=DIVISION,
            pack=self.pack.ref.text,
            pack_sha256=self.pack.ref.sha256,
            state="passed",
            level=2,
            edition="2024",
            completed_on=date(2025, 3, 1),
            accepted_on=date(2025, 5, 20),
            audited_fen=line.audited_fen,
            lines=(line,),
        )

    @property
    def _case_id(self) -> UUID:
        return case_id_of(self.pack.city, self.pack.programme_year, "bench", self.applicant.credit_code)

    @property
    def _spent_fen(self) -> int:
        return 20_000_000 + self.number * 20_003


def _changed(pack: Pack) -> Pack:
    """A version with 40 instead of 50 per cent, a cap of 60 instead of 50万元: small ones lose, large ones gain."""
    compiled = json.loads(canonical_json(pack.compiled))
    (tier,) = compiled["subsidy"]["lines"][0]["tiers"]
    tier["rate"]["values"][0]["value"], tier["cap"]["values"][0]["value"] = "0.40", "60"
    return Pack.from_json(canonical_json(compiled))


def _awards(settings: Settings, pack: Pack) -> list[Award]:
    with snapshot_of(settings, "funding") as cursor:
        cases: Iterator[Any] = cases_of(cursor, city=pack.city, programme_year=pack.programme_year)
        return [stored.award for case in cases for stored in case]


def _alone(awards: list[Award], own: Pack, new: Pack) -> float:
    """Seconds for computing every claim under both versions."""
    claims = [(award, Claim.from_wire(own, award.claim), local_date(award.computed_at)) for award in awards]
    began = time.perf_counter()
    for award, claim, on in claims:
        compute(own, claim, award.part, on=on)
        compute(new, claim, award.part, on=on)
    return time.perf_counter() - began
