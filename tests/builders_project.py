"""The project service's things with what a test does not speak of already in place, and fakes of its ports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile
from chassis.testing import SetClock
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.declaration import Applicant
from contracts.money import Money
from policy.packs import Pack, Packs
from services.project.domain.contract import Contract, Line
from services.project.domain.known import KnownPayee, KnownPilot, KnownProduct, KnownProvider, ProviderState
from services.project.use_cases.load import Asked
from services.project.use_cases.report_progress import Report, SlotFile
from tests.builders_declaration import (
    ASSESSOR,
    CALENDAR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    PDF,
    PHONE,
    PROGRAMME,
    SEALER,
    ZHONGSHAN_DISTRICT,
    a_code,
    an_id,
    an_institution,
    an_organisation,
    dalian,
)

BATCH = "2024-1"
CASE = case_id_of(CITY, PROGRAMME, BATCH, a_code())
OTHER_PHONE = "13887654321"
PAYEE, PROVIDER, SOFTWARE, GATEWAY_BOX = an_id("payee"), an_id("provider"), an_id("software"), an_id("gateway box")
PROVIDER_NAME = "大连示例软件有限公司"
SLOTS = ("contract", "undertaking_letter")


def a_pilot(**given: Any) -> KnownPilot:
    applicant, pack = an_organisation(), dalian().ref
    values: dict[str, Any] = {
        "id": an_id("pilot"),
        "case_id": CASE,
        "is_listed": True,
        "applicant_kind": applicant.kind,
        "applicant_id": applicant.id,
        "credit_code": applicant.credit_code,
        "applicant_name": applicant.name,
        "division": applicant.division,
        "pack": pack.text,
        "pack_sha256": pack.sha256,
        "batch": BATCH,
    }
    return KnownPilot(**values | given)


def a_provider(**given: Any) -> KnownProvider:
    values: dict[str, Any] = {
        "id": PROVIDER,
        "state": ProviderState.ENROLLED,
        "credit_code": a_code(500),
        "name": PROVIDER_NAME,
    }
    return KnownProvider(**values | given)


def a_product(key: str = "software", **given: Any) -> KnownProduct:
    values: dict[str, Any] = {
        "id": an_id(key),
        "provider_id": PROVIDER,
        "name": f"示例产品 {key}",
        "category": "生产管控",
        "ceiling_fen": Money.yuan("100000").fen,
        "is_listed": True,
    }
    return KnownProduct(**values | given)


def a_payee(**given: Any) -> KnownPayee:
    values: dict[str, Any] = {"id": PAYEE, "organisation_id": an_organisation().id, "last4": "0123"}
    return KnownPayee(**values | given)


def a_line(**given: Any) -> Line:
    values: dict[str, Any] = {
        "line": 1,
        "product_id": SOFTWARE,
        "product_name": "示例产品 software",
        "category": "生产管控",
        "cost_category": "software",
        "link": "production_control",
        "quantity": Decimal(1),
        "price": Money.yuan("90000"),
        "ceiling": Money.yuan("100000"),
        "is_listed": True,
    }
    return Line(**values | given)


def a_contract(**given: Any) -> Contract:
    values: dict[str, Any] = {
        "number": "HT-2024-001",
        "signed_on": date(2024, 3, 1),
        "amount": Money.yuan("200000"),
        "down_payment": Money.yuan("60000"),
        "provider_id": PROVIDER,
        "provider_name": PROVIDER_NAME,
        "payee_account_id": PAYEE,
        "lines": (a_line(),),
    }
    return Contract(**values | given)


def good_pages() -> dict[str, dict[str, Any]]:
    """A filing and an undertaking that nothing is wrong with; the phones in plain text."""
    return {
        "basic": {
            "project_name": "车间数字化改造",
            "content": "上线生产管控软件，部署数据采集网关。",
            "payee_account": str(PAYEE),
            "provider": str(PROVIDER),
        },
        "contract": {
            "number": "HT-2024-001",
            "signed_on": "2024-03-01",
            "amount": "180000.50",
            "down_payment": "60000",
        },
        "solutions": {
            "products": [
                {
                    "product": str(SOFTWARE),
                    "cost_category": "software",
                    "link": "production_control",
                    "price": "100000",
                },
                {
                    "product": str(GATEWAY_BOX),
                    "cost_category": "data_collection_equipment",
                    "link": "production_control",
                    "price": "80000.5",
                },
            ]
        },
        "undertaking.contract": {"contract_number": "HT-2024-001"},
        "undertaking.enterprise": {"liaison_name": "甲某", "liaison_phone": PHONE},
        "undertaking.provider": {"liaison_name": "李四", "liaison_phone": OTHER_PHONE},
        "undertaking.promises": {"contract_is_genuine": True, "obeys_catalogue": True, "equals_contract": True},
    }


def an_upload(name: str = "合同.pdf", **given: Any) -> UploadedFile:
    values: dict[str, Any] = {"sha256": "a" * 64, "size": 1000, "media_type": PDF, "name": name}
    return UploadedFile(**values | given)


def a_report(percent: int = 30, **given: Any) -> Report:
    """A progress report that nothing is wrong with."""
    page = {
        "reported_until": NOON.date().isoformat(),
        "percent": percent,
        "work_done": "完成软件部署。",
        "paid_so_far": "60000",
    }
    values: dict[str, Any] = {
        "answers": {"progress": page},
        "files": (SlotFile(slot="implementation_proof", file=an_upload("现场照片.pdf")),),
    }
    return Report(**values | given)


def a_return(*names: str) -> Judgement:
    """退回, with what to correct: `page.field` or a slot."""
    items = tuple(
        CorrectionItem(
            kind=ItemKind.ATTACHMENT if name in SLOTS else ItemKind.FIELD,
            name=name,
            reason_code="unclear",
            text="请补正",
        )
        for name in names
    )
    return Judgement(verdict=Verdict.RETURNED, opinion="请补正后再提交", items=items)


APPROVAL = Judgement(verdict=Verdict.APPROVED)
REJECTION = Judgement(verdict=Verdict.REJECTED, opinion="合同不真实", reason_code="not_genuine")


def asked(actor: Actor, project_id: UUID | str, version: int | None = None) -> Asked:
    """`project_id` may be the id as the API shows it."""
    return Asked(actor=actor, project_id=UUID(str(project_id)), expected_version=version)


def packs_with(*more: Pack) -> Packs:
    """The shelf with Dalian's pack and others."""
    known = {pack.ref.sha256: pack for pack in (dalian(), *more)}
    packs = Packs(lambda sha256: b"")
    packs._loaded.update(known)
    return packs


def a_clock(at: datetime = NOON) -> SetClock:
    return SetClock(at)


def an_applicant() -> Applicant:
    known = an_organisation()
    return Applicant(kind=known.kind, id=known.id, credit_code=known.credit_code, name=known.name)


__all__ = [
    "ASSESSOR", "CALENDAR", "CITY", "DISTRICT", "ENTERPRISE", "NOON", "OFFICER", "PDF", "PHONE", "PROGRAMME", "SEALER",
    "ZHONGSHAN_DISTRICT", "a_code", "an_id", "an_institution", "an_organisation", "dalian",
]  # fmt: skip
