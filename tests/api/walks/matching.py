"""Needs and products: interest that is accepted and that is declined."""

from __future__ import annotations

from typing import Any

from console.demo import cast
from tests.api.stage import Stage
from tests.api.walks.providers import an_offer

NEED = {
    "title": "产线设备联网",
    "text": "采集两条产线的设备数据",
    "subsector": "auto_parts",
    "scenarios": ["production_control"],
    "budget_fen": 30_000_00,
    "programme_year": cast.PROGRAMME,
}


def walk_matching(stage: Stage) -> None:
    """A need is drafted, changed, published, answered and closed; a product is asked for in vain."""
    _, client = stage.newcomer()
    draft = client.post("/organisation/needs", NEED)
    own = f"/organisation/needs/{draft['id']}"
    changed = {name: value for name, value in NEED.items() if name != "programme_year"}
    client.put(own, changed | {"text": "采集三条产线的设备数据"})
    client.post(f"{own}/publication")
    interest = stage.provider.post(f"/needs/{draft['id']}/interests", {"text": "愿意上门交流"})
    client.post(f"/interests/{interest['id']}/acceptance", {"text": "请下周来"})
    client.post(f"{own}/closing", {"reason": "已对接"})

    asked = client.post(f"/products/{a_product(stage)['id']}/interests", {"text": "请介绍"})
    stage.provider.post(f"/interests/{asked['id']}/decline", {"text": "近期排期已满"})


def a_product(stage: Stage) -> dict[str, Any]:
    """A listed one of the provider."""
    offered = stage.provider.post("/organisation/products", an_offer("示例联网套件"))
    listing = {"ceiling_fen": 100_00, "opinion": "列入清单"}
    return dict(stage.city.officer.post(f"/product-proposals/{offered['id']}/listing", listing))
