"""The acceptance service's things with what a test does not speak of already in place, and fakes of its ports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation, ReleasedPack
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from casework.states import State
from casework.uploads import UploadedFile
from chassis.db.errors import LostUpdate
from chassis.testing import FakeAudit, FakeOutbox
from contracts.codes import case_id_of
from contracts.events.declaration import Applicant, CaseMovedToPack
from contracts.events.project import ContractLine, ProjectChanged
from contracts.money import Money
from contracts.working_days import WorkingDays
from services.acceptance.domain.acceptance import SERVICE, Acceptance
from services.acceptance.domain.errors import AcceptanceUnderWay
from services.acceptance.domain.known import ConfirmedLevel, KnownContract, KnownProject, Seller, Surroundings
from services.acceptance.storage.tables import LIVE_INDEX
from tests.builders_declaration import (
    CALENDAR,
    CITY,
    PDF,
    PROGRAMME,
    a_code,
    an_id,
    an_institution,
    an_organisation,
    dalian,
)
from tests.fakes_assessment import FakeAssessmentFacts, FakeAssessmentRequests, FakeAssessments
from tests.fakes_evidence import FakeDuplicates, FakeEvidence

CASE = case_id_of(CITY, PROGRAMME, "2024-1", a_code())
PROJECT, PROVIDER, SOFTWARE, GATEWAY_BOX = an_id("project"), an_id("provider"), an_id("software"), an_id("gateway box")
SLOTS = ("acceptance_materials", "invoices_and_payment_proof")
REPORTS = ("acceptance_report", "special_audit_report")


def an_applicant(organisation: Organisation | None = None) -> Applicant:
    known = organisation or an_organisation()
    return Applicant(kind=known.kind, id=known.id, credit_code=known.credit_code, name=known.name)


def a_contract_line(line: int, product_id: UUID, ceiling_yuan: str, **given: Any) -> ContractLine:
    values: dict[str, Any] = {
        "line": line,
        "product_id": product_id,
        "product_name": f"示例产品 {line}",
        "category": "生产管控",
        "cost_category": "software",
        "price_fen": Money.yuan(ceiling_yuan).fen,
        "ceiling_fen": Money.yuan(ceiling_yuan).fen,
        "link": "production_control",
    }
    return ContractLine(**values | given)


def a_contract(**given: Any) -> KnownContract:
    """Software at most 100,000 yuan, two boxes at most 50,000 yuan each."""
    values: dict[str, Any] = {
        "provider_id": PROVIDER,
        "contract_number": "HT-2024-001",
        "signed_on": date(2024, 3, 1),
        "amount_fen": Money.yuan("200000").fen,
        "lines": (
            a_contract_line(1, SOFTWARE, "100000"),
            a_contract_line(2, GATEWAY_BOX, "50000", quantity="2", cost_category="data_collection_equipment"),
        ),
    }
    return KnownContract(**values | given)


def a_project(**given: Any) -> KnownProject:
    pack = dalian().ref
    values: dict[str, Any] = {
        "id": PROJECT,
        "case_id": CASE,
        "applicant": an_applicant(),
        "division": an_organisation().division,
        "pack": pack.text,
        "pack_sha256": pack.sha256,
        "title": "车间数字化改造",
        "filing_number": "DLBA202400001",
        "percent": 100,
        "contract": a_contract(),
        "reached": frozenset({"project_enrolled"}),
    }
    return KnownProject(**values | given)


def a_request(**given: Any) -> dict[str, Any]:
    """The one page of a request that nothing is wrong with."""
    values: dict[str, Any] = {
        "completed_on": "2026-10-31",
        "actual_investment": "180000",
        "level_self_assessed": 2,
        "results": "设备联网，工单跟踪，业财贯通。",
    }
    return values | given


def an_evaluation(**given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "assessed_on": "2026-11-10",
        "is_on_site": True,
        "edition": "2024",
        "level_before": 1,
        "level_after": 2,
        "opinion": "数字化水平达到二级。",
    }
    return values | given


def a_spend(number: int = 1, **given: Any) -> dict[str, Any]:
    """One line of the audit: software for 100,000 yuan, all of it eligible."""
    values: dict[str, Any] = {
        "title": "生产管控软件",
        "product": str(SOFTWARE),
        "cost_category": "software",
        "link": "production_control",
        "invoice_number": f"FP-{number}",
        "invoice_on": "2026-10-20",
        "claimed": "100000",
        "audited": "100000",
    }
    return values | given


def an_audit(*spend: dict[str, Any], total: str | None = None) -> dict[str, dict[str, Any]]:
    """The special audit, page by page; it states the right total unless another one is given."""
    lines = spend or (a_spend(),)
    fen = sum(Money.yuan(line["audited"]).fen for line in lines)
    report = {
        "firm_name": "示例会计师事务所",
        "firm_credit_code": a_code(700),
        "report_number": "SJ-2026-001",
        "audited_on": "2026-11-12",
        "audited_total": total or Money(fen).as_yuan(),
    }
    return {"report": report, "lines": {"spend": list(lines)}}


def an_upload(name: str = "材料.pdf", **given: Any) -> UploadedFile:
    values: dict[str, Any] = {"sha256": "a" * 64, "size": 1000, "media_type": PDF, "name": name}
    return UploadedFile(**values | given)


def _items(*names: str) -> tuple[CorrectionItem, ...]:
    return tuple(
        CorrectionItem(
            kind=ItemKind.ATTACHMENT if name in SLOTS else ItemKind.FIELD,
            name=name,
            reason_code="unclear",
            text="请补正",
        )
        for name in names
    )


def a_return(*names: str) -> Judgement:
    """退回, with what to correct: `page.field` or a slot."""
    return Judgement(verdict=Verdict.RETURNED, opinion="请补正后再提交", items=_items(*names))


def a_failure(*names: str) -> Judgement:
    """不通过, to be improved."""
    return Judgement(
        verdict=Verdict.FAILED, opinion="未达到二级", items=_items(*names), reason_code="level_not_reached"
    )


COMPLETE = Judgement(verdict=Verdict.APPROVED, opinion="材料完整")
PASSED = Judgement(verdict=Verdict.PASSED, opinion="达到二级")


class FakeAcceptances:
    """Acceptances in memory: a version is saved once, and one is live per project."""

    def __init__(self) -> None:
        self.kept: dict[UUID, Acceptance] = {}

    def get(self, acceptance_id: UUID) -> Acceptance:
        if acceptance_id not in self.kept:
            raise absent(SERVICE, acceptance_id)
        return self.kept[acceptance_id]

    def live_of(self, applicant_id: UUID) -> Sequence[Acceptance]:
        return [each for each in self._live() if each.applicant.id == applicant_id]

    def live_of_case(self, case_id: UUID) -> Sequence[Acceptance]:
        return [each for each in self._live() if each.case_id == case_id]

    def due_from(self, first_day: date) -> Sequence[Acceptance]:
        return [each for each in self._live() if each.dossier.due_on and each.dossier.due_on >= first_day]

    def add(self, acceptance: Acceptance) -> None:
        places = (each for each in self.kept.values() if each.state not in (State.WITHDRAWN, State.VOIDED))
        if any(each.project_id == acceptance.project_id for each in places):
            raise AcceptanceUnderWay(constraint=LIVE_INDEX)
        self.kept[acceptance.id] = acceptance

    def save(self, acceptance: Acceptance) -> None:
        if self.kept[acceptance.id].version != acceptance.version - 1:
            raise LostUpdate(f"version {acceptance.version}")
        self.kept[acceptance.id] = acceptance

    def _live(self) -> list[Acceptance]:
        return [each for each in self.kept.values() if each.dossier.is_live]


class FakeProjects:
    """The copies of projects in memory; a test changes them as news would."""

    def __init__(self) -> None:
        self.known = {PROJECT: a_project()}
        self.sellers = [Seller(id=PROVIDER, credit_code=a_code(500))]
        self.level: ConfirmedLevel | None = None
        self.applicants = {an_organisation().id: an_organisation()}

    def change(self, **given: Any) -> None:
        self.known[PROJECT] = replace(self.known[PROJECT], **given)

    def around(self, project_id: UUID) -> Surroundings:
        if project_id not in self.known:
            raise NotKnownHere(kind="project")
        project = self.known[project_id]
        applicant = self.applicants.get(project.applicant.id)
        return Surroundings(project=project, calendar=CALENDAR, applicant=applicant, level=self.level)

    def sellers_to(self, applicant_id: UUID) -> Sequence[Seller]:
        return self.sellers

    def keep_reached(self, project_id: UUID, milestone: str, *, city: str) -> None:
        known = self.known[project_id]
        self.known[project_id] = replace(known, reached=known.reached | {milestone})

    def keep_project(self, event: ProjectChanged) -> None:
        known = self.known[event.aggregate_id]
        self.known[event.aggregate_id] = replace(known, pack=event.pack, pack_sha256=event.pack_sha256)

    def keep_move(self, event: CaseMovedToPack) -> None:
        self.change(pack=event.pack, pack_sha256=event.pack_sha256)


class FakeFacts:
    """What all services keep a copy of."""

    def __init__(self) -> None:
        known = (an_organisation(), an_institution(), an_institution("other institution", credit_code=a_code(901)))
        self.organisations = {each.id: each for each in known}
        self.paths: dict[str, DivisionPath] = {}
        self.stakes: dict[UUID, list[str]] = {}

    def organisation(self, organisation_id: UUID) -> Organisation:
        if organisation_id not in self.organisations:
            raise NotKnownHere(kind="organisation")
        return self.organisations[organisation_id]

    def division_path(self, code: str) -> DivisionPath:
        return self.paths.get(code, ())

    def declared_stakes(self, organisation_id: UUID, applicant_id: UUID, sellers: Collection[UUID] = ()) -> list[str]:
        return list(self.stakes.get(organisation_id, ()))

    def calendar(self) -> WorkingDays:
        return CALENDAR

    def packs(self) -> list[ReleasedPack]:
        return [ReleasedPack(pack=dalian().ref.text, sha256=dalian().ref.sha256)]


class FakeUnit:
    """A unit of work without a database."""

    city = CITY

    def __init__(self) -> None:
        self.acceptances = FakeAcceptances()
        self.projects = FakeProjects()
        self.evidence, self.duplicates = FakeEvidence(), FakeDuplicates()
        self.facts = FakeFacts()
        self.assessments, self.assessment_requests = FakeAssessments(), FakeAssessmentRequests()
        self.assessment_facts = FakeAssessmentFacts(self.facts.organisations)
        self.outbox = FakeOutbox()
        self.audit = FakeAudit()
