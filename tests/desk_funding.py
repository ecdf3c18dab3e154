"""A city with a released pack, budgets and accepted projects; what people do with the money there, in short.

The same acts run on fakes (unit tests) and, with `act` and `hear` overridden, in real transactions (storage tests).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casework.common_facts import ReleasedPack
from chassis.testing import SetClock, a_clock
from contracts.actor import Actor
from contracts.events.acceptance import AcceptancePassed
from contracts.events.declaration import Applicant
from contracts.money import Money
from contracts.refusal import NotFound
from policy.pack import Pack
from policy.refs import PackRef
from services.funding.domain.allocation_plan import MeetingVerdict
from services.funding.domain.bank_results import ResultFile, ResultLine
from services.funding.domain.documents import FileReference
from services.funding.domain.payment import BankAnswer, BankVerdict
from services.funding.use_cases.check_payment_batch import check_payment_batch
from services.funding.use_cases.compute_award import compute_award
from services.funding.use_cases.confirm_budget import confirm_budget
from services.funding.use_cases.decide_objection import decide_objection
from services.funding.use_cases.decide_plan import decide_plan
from services.funding.use_cases.draw_up_plan import draw_up_plan
from services.funding.use_cases.enter_budget import enter_budget
from services.funding.use_cases.import_bank_results import import_bank_results
from services.funding.use_cases.load import Due
from services.funding.use_cases.make_payment_batch import make_payment_batch
from services.funding.use_cases.publish_plan import publish_plan
from services.funding.use_cases.raise_objection import raise_objection
from services.funding.use_cases.recommend_awards import recommend_awards
from services.funding.use_cases.release_tranches import release_tranches
from tests import builders_funding as build
from tests.builders_funding import CATEGORY, CHECKER, DISTRICT, MAKER, NOON, OFFICER, PDF, SEALER, TABLE
from tests.fakes_funding import FakeUnit
from tests.fakes_funding_records import KEPT_AS

Shown = dict[str, Any]
Act = Callable[[Any], Any]


class Shelf:
    """Packs by their reference."""

    def __init__(self, *packs: Pack) -> None:
        self.packs = {pack.ref: pack for pack in packs}

    def get(self, ref: PackRef) -> Pack:
        return self.packs[ref]


class Desk:
    """Each method is one act of one person. Ids are as answers gave them."""

    def __init__(self, pack: Pack | None = None, *, at: datetime = NOON) -> None:
        self.clock: SetClock = a_clock(at)
        self.pack = pack or build.dalian()
        self.packs = Shelf(self.pack)
        self._documents = 0
        self.open()

    def open(self) -> None:
        """Make the place in which things are kept."""
        self.uow = FakeUnit()
        self.uow.facts.released.append(ReleasedPack(pack=self.pack.ref.text, sha256=self.pack.ref.sha256))

    def act(self, actor: Actor, act: Act) -> Any:
        """One use case in one transaction."""
        return act(self.uow)

    def hear(self, event: Any) -> None:
        """Keep what another service told."""
        getattr(self.uow.known, f"keep_{KEPT_AS[event.NAME]}")(event)

    # What others tell

    def accept(self, acceptance: AcceptancePassed, *, contract: Any = None) -> None:
        """An accepted project of an enterprise that is known with contract and account."""
        applicant = acceptance.applicant
        project = contract or build.a_contract(applicant)
        for event in (build.an_organisation(applicant), build.an_account(applicant)):
            self.hear(event)
        self.hear(project if project.aggregate_id == acceptance.project_id else _of_project(project, acceptance))
        self.compute(acceptance)

    def compute(self, acceptance: Due) -> None:
        self.act(Actor.system(build.CITY), lambda uow: compute_award(uow, self.packs, self.clock, acceptance))

    def accepted(self, applicant: Applicant | None = None, project: str = "1", *, yuan: int = 400_000) -> UUID:
        """The tranche of a freshly accepted project."""
        applicant = applicant or build.an_applicant()
        ref = self.pack.ref
        acceptance = build.an_acceptance(applicant, project, yuan=yuan, pack=ref.text, pack_sha256=ref.sha256)
        self.accept(acceptance)
        return self.tranche_of(acceptance.project_id)

    def tranche_of(self, project_id: UUID) -> UUID:
        awards = self.act(OFFICER, lambda uow: uow.awards.of_line(project_id, "transformation"))
        if not awards:
            raise NotFound()
        (award,) = awards
        (tranche,) = self.act(OFFICER, lambda uow: uow.tranches.of_award(award.id))
        found: UUID = tranche.id
        return found

    def award(self, tranche_id: UUID) -> Any:
        return self.act(OFFICER, lambda uow: uow.awards.get(self.tranche(tranche_id).award_id))

    def tranche(self, tranche_id: UUID) -> Any:
        return self.act(OFFICER, lambda uow: uow.tranches.get(tranche_id))

    # The way of the money

    def enter(self, source: str, yuan: int, *, year: int = 2025, by: Actor = MAKER) -> Shown:
        return self.act(
            by,
            lambda uow: enter_budget(
                uow, self.packs, self.clock, by,
                fund_source=source, fund_year=year, category=CATEGORY, amount=Money(yuan * 100),
                document_number=self.a_document(), document_on=self.clock.today(), file=PDF,
            ),
        )  # fmt: skip

    def confirm(self, line_id: UUID, *, by: Actor = CHECKER) -> Shown:
        return self.act(by, lambda uow: confirm_budget(uow, self.clock, by, line_id))

    def budget(self, yuan: int = 1_000_000, *, year: int = 2025) -> None:
        """As much for each source."""
        for source in self.pack.fund_sources:
            self.confirm(self.enter(source, yuan, year=year)["id"])

    def recommend(self, *ids: UUID, by: Actor = DISTRICT, file: FileReference | None = PDF, number: str = "") -> Shown:
        return self.act(
            by,
            lambda uow: recommend_awards(
                uow, self.packs, self.clock, by,
                document_number=number or self.a_document(), document_on=self.clock.today(), file=file, tranche_ids=ids,
            ),
        )  # fmt: skip

    def draw_up(self, *ids: UUID, by: Actor = OFFICER, year: int = 2025) -> Shown:
        return self.act(
            by,
            lambda uow: draw_up_plan(
                uow, self.packs, self.clock, by, title="2025年第一批", fund_year=year, tranche_ids=ids
            ),
        )

    def decide(self, plan_id: UUID, verdict: MeetingVerdict = MeetingVerdict.APPROVED, *, by: Actor = OFFICER) -> Shown:
        return self.act(
            by,
            lambda uow: decide_plan(
                uow, self.packs, self.clock, by, plan_id,
                verdict=verdict, document_number=self.a_document(), document_on=self.clock.today(), file=PDF,
                reason="理由",
            ),
        )  # fmt: skip

    def publish(self, plan_id: UUID, *, by: Actor = OFFICER) -> Shown:
        return self.act(by, lambda uow: publish_plan(uow, self.packs, self.clock, by, plan_id))

    def planned(self, *ids: UUID) -> Shown:
        """Recommended, planned, approved, published: the plan with its notice open."""
        self.recommend(*ids)
        return self.planned_again(*ids)

    def planned_again(self, *ids: UUID) -> Shown:
        """The same for what is recommended already."""
        plan = self.draw_up(*ids)
        self.decide(plan["id"])
        return self.publish(plan["id"])

    def object_to(self, plan: Shown, line: int = 0) -> Shown:
        notice = plan["notice"]
        return self.act(
            build.STRANGER,
            lambda uow: raise_objection(
                uow, self.clock, build.STRANGER, notice["id"], notice["lines"][line]["id"],
                raised_by="甲某", text="设备是旧的", contact=SEALER.seal("13800001111", purpose="objection.contact"),
            ),
        )  # fmt: skip

    def decide_objection(self, objection: Shown, *, is_upheld: bool, corrected: Money | None = None) -> Shown:
        return self.act(
            OFFICER,
            lambda uow: decide_objection(
                uow, self.packs, self.clock, OFFICER, objection["notice_id"], objection["id"],
                is_upheld=is_upheld, findings="经核查", corrected_award=corrected,
            ),
        )  # fmt: skip

    def wait_until(self, at: datetime) -> None:
        self.clock.advance(at - self.clock.now())

    def wait_for_the_end(self, plan: Shown) -> None:
        """The first instant after the notice."""
        self.wait_until(plan["notice"]["closes_at"])

    def release(self, plan: Shown, *line_ids: UUID, by: Actor = CHECKER) -> Shown:
        ids = line_ids or tuple(line["id"] for line in plan["lines"])
        return self.act(
            by,
            lambda uow: release_tranches(
                uow, self.packs, self.clock, by, plan["id"],
                document_number=self.a_document(), document_on=self.clock.today(), file=PDF, line_ids=ids,
            ),
        )  # fmt: skip

    def released(self, *ids: UUID) -> Shown:
        """All the way to the release: the plan."""
        plan = self.planned(*ids)
        self.wait_for_the_end(plan)
        self.release(plan)
        return plan

    def instruct(self, *ids: UUID, by: Actor = MAKER) -> Shown:
        return self.act(by, lambda uow: make_payment_batch(uow, self.packs, self.clock, by, tranche_ids=ids))

    def check(self, batch: Shown, *, is_approved: bool = True, by: Actor = CHECKER) -> Shown:
        return self.act(
            by,
            lambda uow: check_payment_batch(
                uow, self.packs, self.clock, by, batch["id"], is_approved=is_approved, opinion="复核意见"
            ),
        )

    def bank_says(self, results: ResultFile, *, file: FileReference = TABLE, by: Actor = MAKER) -> Shown:
        return self.act(
            by, lambda uow: import_bank_results(uow, self.packs, self.clock, by, file=file, results=results)
        )

    def paid(self, *ids: UUID) -> Shown:
        """Instructed, checked, paid by the bank: the batch as it was made."""
        batch = self.instruct(*ids)
        self.check(batch)
        self._documents += 1
        file = replace(TABLE, sha256=f"{self._documents:064x}")
        self.bank_says(results_for(batch, on=self.clock.today()), file=file)
        return batch

    def a_document(self) -> str:
        self._documents += 1
        return f"大工信发2025-{self._documents}"


def results_for(
    batch: Shown, *, on: date, verdict: BankVerdict = BankVerdict.PAID, reason: str = "", reference: str = "BR"
) -> ResultFile:
    """What the bank answers when all goes the same way."""
    lines = [
        a_result(row, each["number"], each["amount_fen"], on=on, verdict=verdict, reason=reason, reference=reference)
        for row, each in enumerate(batch["instructions"], 2)
    ]
    return a_result_file(lines)


def a_result(
    row: int,
    number: str,
    fen: int,
    *,
    on: date,
    verdict: BankVerdict = BankVerdict.PAID,
    reason: str = "",
    reference: str = "BR",
) -> ResultLine:
    answer = BankAnswer(verdict=verdict, on=on, bank_reference=f"{reference}{row}", reason=reason)
    return ResultLine(row=row, number=number, amount=Money(fen), answer=answer)


def a_result_file(lines: Iterable[ResultLine], *, total_fen: int | None = None) -> ResultFile:
    found = tuple(lines)
    total = sum(line.amount.fen for line in found) if total_fen is None else total_fen
    return ResultFile(lines=found, stated_count=len(found), stated_total=Money(total))


def _of_project(contract: Any, acceptance: AcceptancePassed) -> Any:
    return replace(contract, aggregate_id=acceptance.project_id)


ONE_SECOND = timedelta(seconds=1)
