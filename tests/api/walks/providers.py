"""Providers on their way into the pool, and products of the catalogue."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from console.demo import cast
from console.demo.city import register, release
from console.demo.client import after_news
from console.demo.declaring import attach
from console.demo.documents import pdf
from tests.api.examiner import ExaminedClient
from tests.api.stage import Stage
from tests.builders_pool import pool_folder

PROVIDER, MEASURED, RECOMMENDING, RECOMMENDED, ACTING, RELATED = (cast.code(number) for number in range(9101, 9107))
GROUNDS = {"reason": "抽查发现虚假改造", "article": "工作方案 四、（三）5"}
OTHER_PROGRAMME, DELEGATING_PROGRAMME = "recommended-2026", "delegating-2026"


def walk_enrolments(stage: Stage) -> None:
    """An application that is taken back, and one that is returned and approved."""
    officer = stage.city.officer
    client = joined(stage, PROVIDER, "示例入库服务商有限公司")
    wrong = client.post("/enrolments", {"kind": cast.PROVIDER_KIND, "programme_year": cast.PROGRAMME})
    client.post(f"/enrolments/{wrong['id']}/withdrawal", {"text": "材料有误"})

    draft = client.post("/enrolments", {"kind": cast.PROVIDER_KIND, "programme_year": cast.PROGRAMME}, key="again")
    where = f"/enrolments/{draft['id']}"
    filled = attach(client, where, "product_materials", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['product_materials'][0]['id']}")
    answers = {**draft["answers"]["basic"], "description": "服务商", **cast.PROVIDER_CLASSES}
    client.put(f"{where}/answers/basic", {"answers": answers})
    licensed = attach(client, where, "provider_licence", "licence")
    client.post(f"{where}/submission")
    item = {"kind": "field", "name": "basic.description", "reason_code": "unclear", "text": "请写明服务案例"}
    officer.post(f"{where}/review", {"verdict": "returned", "opinion": "请补正", "items": [item]})
    client.post(f"{where}/submission", key="again")
    officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意入库"})

    stage.know(
        "registry",
        enrolment_id=draft["id"],
        attachment_id=licensed["attachments"]["provider_licence"][0]["id"],
        page="basic",
    )


def walk_measures(stage: Stage) -> None:
    """A warning that is lifted, a suspension that falls on appeal, and what enterprises and the bureau say."""
    officer = stage.city.officer
    provider, provider_id = recognised(stage, MEASURED)
    warned = officer.post(f"/pool-entries/{provider_id}/measures", {"kind": "warning", **GROUNDS})
    officer.post(f"/provider-measures/{warned['id']}/lifting", {"reason": "已整改"})
    measure = suspended(stage, provider_id)
    file = provider.upload(pdf("appeal"), "appeal.pdf")
    provider.post(f"/provider-measures/{measure['id']}/appeal", {"text": "改造属实", "files": [file]})
    decision = {"is_upheld": True, "opinion": "经核实，改造属实"}
    officer.post(f"/provider-measures/{measure['id']}/appeal/decision", decision)
    project = stage.enterprise.get("/projects")["items"][0]["id"]
    answer = {"project_id": project, "score": 5, "comment": "实施及时"}
    after_news(lambda: stage.enterprise.post("/organisation/satisfaction", answer), "acceptance_awaited")
    stage.know("registry", measure_id=measure["id"], sha256=file["sha256"], provider_id=provider_id)


def suspended(stage: Stage, provider_id: str) -> dict[str, Any]:
    """By findings of a spot check."""
    ground = {"kind": "suspension", "finding_ids": [str(uuid4())], **GROUNDS}
    return dict(stage.city.officer.post(f"/pool-entries/{provider_id}/measures", ground))


def recognised(stage: Stage, code: str) -> tuple[ExaminedClient, str]:
    """A provider of the pool that nobody has seen before, and its id."""
    client = joined(stage, code, f"示例服务商{code[-4:]}有限公司")
    provider_id = str(client.get("/organisation")["id"])
    recognition = {
        "organisation_id": provider_id,
        "kinds": [cast.PROVIDER_KIND],
        "programme_year": cast.PROGRAMME,
        "document_number": "大工信发〔2026〕9号",
        "document_on": stage.clock.today().isoformat(),
    }
    stage.city.officer.post("/pool-entries", recognition)
    return client, provider_id


def walk_recommendations(stage: Stage) -> None:
    """In a programme of its own: a recognised unit recommends another one's product for an enterprise."""
    officer, unit = stage.city.officer, integrator(stage, RECOMMENDING, OTHER_PROGRAMME)
    joined(stage, RECOMMENDED, "示例被推荐服务商有限公司")
    wanted = {**an_offer("示例推荐产品"), "provider_code": RECOMMENDED, "enterprise_code": cast.ENTERPRISES[0].code}
    draft = unit.post("/product-recommendations", wanted)
    where = f"/enrolments/{draft['id']}"
    answers = {**draft["answers"]["basic"], "description": "牵引单位", **cast.PROVIDER_CLASSES}
    unit.put(f"{where}/answers/basic", {"answers": answers})
    attach(unit, where, "recommendation_letter", "letter")
    unit.post(f"{where}/submission")
    stage.city.reviewer_of(cast.ZHONGSHAN_DISTRICT).post(f"{where}/review", {"verdict": "approved"})
    officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意", "ceiling_fen": 90_00})


def integrator(stage: Stage, code: str, programme: str) -> ExaminedClient:
    """A recognised unit of a programme of its own, which is released first."""
    with tempfile.TemporaryDirectory() as place:
        release(stage.city.administrator, pool_folder(Path(place), programme=programme))
    unit = joined(stage, code, f"示例牵引单位{code[-4:]}有限公司")
    recognition = {
        "organisation_id": unit.get("/organisation")["id"],
        "kinds": ["lead_integrator"],
        "programme_year": programme,
        "document_number": "大工信发〔2026〕10号",
        "document_on": stage.clock.today().isoformat(),
    }
    after_news(lambda: stage.city.officer.post("/pool-entries", recognition), "unknown_pack")
    return unit


def walk_delegations(stage: Stage) -> None:
    """In a programme of its own: an enterprise lets a unit act for it, twice, and takes it back once."""
    agent = integrator(stage, ACTING, DELEGATING_PROGRAMME)
    delegated = delegate(stage.enterprise, agent, ["filing"], DELEGATING_PROGRAMME)
    stage.enterprise.post(f"/organisation/delegations/{delegated['id']}/revocation", {"reason": "改由本企业填报"})
    delegate(stage.enterprise, agent, ["filing", "progress"], DELEGATING_PROGRAMME)
    stage.know("registry", delegation_id=delegated["id"])


def delegate(enterprise: ExaminedClient, agent: ExaminedClient, stages: list[str], programme: str) -> dict[str, Any]:
    """What an enterprise lets this provider do, by the text that is in force."""
    rules = enterprise.get("/provider-kinds")["items"]
    (own,) = [each["delegation"] for each in rules if each["programme_year"] == programme]
    wanted = {
        "agent_id": agent.get("/organisation")["id"],
        "stages": stages,
        "text_version": own["text_version"],
        "programme_year": programme,
    }
    return dict(enterprise.post("/organisation/delegations", wanted))


def walk_relations(stage: Stage) -> None:
    """Declared, and taken back."""
    joined(stage, RELATED, "示例关联服务商有限公司")
    relation = {"kind": "affiliated", "from_code": RELATED, "to_code": PROVIDER}
    wanted = {"relations": [relation], "source": "股权信息"}
    (result,) = stage.city.officer.post("/relations", wanted)["items"]
    where = f"/relations/{result['relation']['id']}"
    stage.city.officer.post(f"{where}/withdrawal", {"reason": "股权已转让"})
    stage.know("registry", relation_id=result["relation"]["id"])


def walk_products(stage: Stage) -> None:
    """Products that are declined and taken out again."""
    offers = [stage.provider.post("/organisation/products", an_offer(title))["id"] for title in ("示例甲", "示例乙")]
    officer = stage.city.officer
    officer.post(f"/product-proposals/{offers[0]}/decline", {"opinion": "不属于目录范围"})
    officer.post(f"/product-proposals/{offers[1]}/listing", {"ceiling_fen": 100_00, "opinion": "列入清单"})
    stage.provider.post(f"/products/{offers[1]}/withdrawal", {"reason": "停止销售"})
    stage.know("registry", product_id=offers[1])


def an_offer(title: str) -> dict[str, Any]:
    return {
        "category": "N",
        "title": title,
        "unit": "套",
        "proposed_price_fen": 100_00,
        "scenarios": ["production_control"],
        "subsectors": ["auto_parts"],
        "is_light_solution": True,
    }


def joined(stage: Stage, code: str, name: str) -> ExaminedClient:
    """A provider that nobody has seen before, registered and signed in."""
    client: Any = register(
        stage.city.visitor,
        stage.city.mailbox,
        kind="provider",
        name=name,
        code=code,
        division=cast.ZHONGSHAN_DISTRICT,
        email=f"{code.lower()}@demo.invalid",
    )
    return client
