"""A pack of Dalian with several kinds of providers and a way for recommendations, and what is filled in under it."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from casework.dossier import Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile
from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Pack, Packs, compile_folder
from services.registry.domain.measures import MeasureKind
from services.registry.domain.offers import Offer
from services.registry.use_cases.attach_to_enrolment import attach_to_enrolment
from services.registry.use_cases.recognise_provider import recognise_provider
from services.registry.use_cases.recommend_product import recommend_product
from services.registry.use_cases.review_enrolment import review_enrolment
from services.registry.use_cases.save_enrolment_answers import save_enrolment_answers
from services.registry.use_cases.start_enrolment import start_enrolment
from services.registry.use_cases.submit_enrolment import submit_enrolment
from services.registry.use_cases.take_measure import take_measure
from tests.builders_registry import CODE, NOON, OTHER_CODE, SEALER, an_offer, an_officer
from tests.fakes_registry import FakeWork

PACKS = Path(__file__).resolve().parents[1] / "packs"
PROGRAMME = "sme-digital-2024"
CLOCK = a_clock(NOON)

_KINDS = """
provider_kinds:
  - code: lead_integrator
    title: 牵引单位
    stage: provider_enrolment
    assumed: 示例类型
    may:
      - {act: sell, assumed: 示例权限}
      - {act: recommend_products, assumed: 示例权限}
      - {act: act_for_enterprises, assumed: 示例权限}
  - {code: sector, title: 行业型, stage: provider_enrolment, assumed: 示例类型, may: [{act: sell, assumed: 示例权限}]}
  - {code: diagnostic, title: 诊断型, assumed: 示例类型, may: [{act: diagnose, assumed: 示例权限}]}
  - {code: recommended, title: 推荐入库, assumed: 示例类型, may: [{act: sell, assumed: 示例权限}]}
recommendation: {stage: product_recommendation, enrols_as: recommended, assumed: 示例程序}
product_aims: [{code: quality, title: 提质}]
product_links: [{code: rnd_design, title: 研发设计}]
"""
_STAGE = """
- name: product_recommendation
  title: 推荐入库
  service: registry
  actor: provider
  form: provider_enrolment
  attachments: product_recommendation
  route: product_recommendation
  assumed: 示例阶段
"""
_ROUTE = """
product_recommendation:
  title: 推荐入库审核
  assumed: 示例流程
  steps:
    - {step: district_check, title: 区级核实, role: district_reviewer, division_level: district, working_days: 3,
       outcomes: [approved, returned], assumed: 示例环节}
    - {step: pool_review, title: 市级审核, role: city_officer, division_level: city, working_days: null,
       outcomes: [approved, returned, rejected], assumed: 示例环节}
"""
_SLOTS = """
product_recommendation:
  - {code: recommendation_letter, title: 推荐函, instructions: 盖章扫描, media_types: [application/pdf], max_files: 1,
     max_bytes: 1000000, assumed: 示例附件}
"""
_CONSENT = """
delegation_consent: {title: 委托书, kind: terms, assumed: 示例委托书, body: 委托服务商代为填报和提交所列阶段的材料。}
"""
DELEGABLE = ("declaration", "filing", "progress", "acceptance")
_WINDOW = """      - stage: provider_enrolment
        actor: provider
        opens_at: 2026-11-01T00:00:00
        closes_at: 2026-11-30T23:59:59
        assumed: 示例窗口
"""


@cache
def pool_pack(*, version: str = "7", with_window: bool = False) -> Pack:
    """Dalian's programme as another city might have it."""
    with tempfile.TemporaryDirectory() as place:
        return Pack.from_json(compile_folder(pool_folder(Path(place), version=version, with_window=with_window)))


def pool_folder(place: Path, *, programme: str = PROGRAMME, version: str = "7", with_window: bool = False) -> Path:
    """The folder of that pack, written below `place`."""
    folder = place / "dalian" / programme
    shutil.copytree(PACKS / "dalian" / PROGRAMME, folder)
    shutil.copytree(PACKS / "national", place / "national")
    providers = (folder / "providers.yaml").read_text(encoding="utf-8")
    kept = providers[providers.index("product_categories:") :]
    (folder / "providers.yaml").write_text(_KINDS + kept, encoding="utf-8")
    for name, more in (
        ("lifecycle.yaml", _STAGE),
        ("routes.yaml", _ROUTE),
        ("attachments.yaml", _SLOTS),
        ("texts.yaml", _CONSENT),
    ):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)
    lifecycle = (folder / "lifecycle.yaml").read_text(encoding="utf-8")
    for stage in DELEGABLE:
        lifecycle = lifecycle.replace(f"- name: {stage}\n", f"- name: {stage}\n  delegable: true\n")
    (folder / "lifecycle.yaml").write_text(lifecycle, encoding="utf-8")
    head = (folder / "pack.yaml").read_text(encoding="utf-8").replace('version: "1"', f'version: "{version}"')
    head = head.replace(f"programme_year: {PROGRAMME}", f"programme_year: {programme}")
    if with_window:
        head = head.replace("    windows:\n", f"    windows:\n{_WINDOW}")
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    return folder


def packs_with(*packs: Pack) -> Packs:
    """Packs that are on the shelf."""
    shelf = Packs(lambda sha256: b"")
    shelf._loaded.update({pack.ref.sha256: pack for pack in packs})
    return shelf


def a_pool(*packs: Pack) -> tuple[FakeWork, Packs]:
    """The registry with these packs released, the pool's own pack unless said otherwise."""
    released = packs or (pool_pack(),)
    work = FakeWork()
    work.packs.released = [pack.ref for pack in released]
    return work, packs_with(*released)


ANSWERS: dict[str, Any] = {
    "contact": "甲某",
    "contact_phone": "13912345678",
    "description": "服务制造业企业十年",
    "subsectors": ["auto_parts"],
    "scenarios": ["production_control"],
}
PDF = UploadedFile(sha256="ab" * 32, size=9, media_type="application/pdf", name="材料.pdf")


def enrolled(work: FakeWork, packs: Packs, provider: Actor, *kinds: str) -> Actor:
    """A provider that the bureau recognised."""
    assert provider.organisation_id is not None
    recognise_provider(
        work,
        packs,
        SEALER,
        CLOCK,
        an_officer(),
        organisation_id=provider.organisation_id,
        kinds=kinds or ("sector",),
        document_number="大工信发〔2026〕1号",
        document_on=NOON.date(),
        programme_year=None,
        now=NOON,
    )
    return provider


def measured(work: FakeWork, packs: Packs, provider: Actor, kind: MeasureKind, **given: Any) -> dict[str, Any]:
    """What the bureau took against a provider."""
    assert provider.organisation_id is not None
    return take_measure(
        work,
        packs,
        SEALER,
        CLOCK,
        an_officer(),
        provider.organisation_id,
        **{
            "kind": kind,
            "reason": "虚假改造",
            "article": "工作方案 四、（三）5",
            "finding_ids": (),
            "now": NOON,
            **given,
        },
    )


def started(work: FakeWork, packs: Packs, provider: Actor, kind: str = "sector") -> dict[str, Any]:
    return start_enrolment(work, packs, SEALER, CLOCK, provider, kind=kind, programme_year=None)


def filled_in(work: FakeWork, packs: Packs, actor: Actor, enrolment: dict[str, Any], slot: str) -> UUID:
    """The form and the one compulsory file."""
    enrolment_id = UUID(enrolment["id"])
    answers = {**enrolment["answers"].get("basic", {}), **ANSWERS}
    save_enrolment_answers(
        work, packs, SEALER, actor, enrolment_id, page="basic", answers=answers, expected_version=None
    )
    attach_to_enrolment(
        work, packs, CLOCK, actor, enrolment_id, slot=slot, file=PDF, replaces=(), expected_version=None
    )
    return enrolment_id


def handed_in(work: FakeWork, packs: Packs, provider: Actor, kind: str = "sector") -> UUID:
    """An application that waits for its review."""
    enrolment_id = filled_in(work, packs, provider, started(work, packs, provider, kind), "provider_licence")
    submit_enrolment(work, packs, CLOCK, provider, enrolment_id, expected_version=None)
    return enrolment_id


def recommended(work: FakeWork, packs: Packs, unit: Actor, offer: Offer | None = None) -> dict[str, Any]:
    """A draft recommendation of the product of the provider with OTHER_CODE, for the enterprise with CODE."""
    return recommend_product(
        work,
        packs,
        SEALER,
        CLOCK,
        unit,
        provider_code=OTHER_CODE,
        enterprise_code=CODE,
        offer=offer or an_offer(),
    )


def reviewed(
    work: FakeWork, packs: Packs, reviewer: Actor, enrolment_id: UUID, verdict: Verdict = Verdict.APPROVED,
    *, ceiling: Money | None = None, **said: Any,
) -> dict[str, Any]:  # fmt: skip
    return review_enrolment(
        work,
        packs,
        SEALER,
        CLOCK,
        reviewer,
        enrolment_id,
        judgement=Judgement(verdict=verdict, **said),
        ceiling=ceiling,
        expected_version=None,
        now=NOON,
    )
