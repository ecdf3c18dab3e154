"""A story of a programme and the cases in it; the steps that stories of several programmes share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from console.demo.client import Client, Refused
from console.demo.paying import Funded, pay
from console.installation import Installation
from console.invariants import all_findings
from tests.flow.town import Desk, Town, attach, code_of, eventually, found, set_clock
from tests.platforms import folder, started

FIRM = 9003


@dataclass
class Story:
    """What was seen, step by step."""

    installation: Installation
    town: Town
    seen: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def sees_invariants(self) -> None:
        """Those that do not hold at the end."""
        looked_at = all_findings(self.installation.settings)
        self.seen["broken invariants"] = [each.as_json() for each in looked_at if not each.holds]


@dataclass
class Case:
    """One enterprise on its way; `agent` is who hands in for it where it lets somebody."""

    key: str
    name: str
    code: str
    client: Client
    declaration: dict[str, Any] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)
    provider: str = ""
    product: str = ""
    agent: Client | None = None

    @property
    def actor(self) -> Client:
        """Whoever hands in."""
        return self.agent or self.client

    @property
    def where(self) -> str:
        """The address of its project."""
        return f"/projects/{self.project['id']}"


@contextmanager
def begun(backing: str, pack: Path, desks: Iterable[Desk], *, at: str) -> Iterator[Story]:
    """A story on a platform of its own, embedded or real, that begins at this moment in the city."""
    with folder() as data:
        set_clock(data, at)
        with started(is_real=backing == "real", data=data) as installation:
            yield Story(installation, found(installation, pack, desks))


def enterprise(story: Story, number: int, name: str, division: str, **profile: Any) -> Case:
    """注册企业账号，完善基础信息。"""
    key, code = f"case{number}", code_of(story.town.pack, number)
    client = story.town.joined(key, name, code, division)
    known = {"staff": 120, "revenue_fen": 3_000_000_000, "declared_size_class": "small"}
    client.put("/organisation/profile", {"registered_address": "示例路1号", **known, **profile})
    return Case(key, name, code, client)


def account_of(case: Case) -> str:
    """企业银行账号。"""
    account = {"account_name": case.name, "bank_name": "示例银行", "branch_code": "000000000002"}
    number = f"62220000{case.key[-1]:0>4}0000"
    return str(case.client.post("/organisation/payee-accounts", {**account, "number": number})["id"])


def assessed(
    town: Town, where: str, key: str, *, evaluation: dict[str, Any], spend: dict[str, Any], reports: tuple[str, ...]
) -> None:
    """An acceptance that lacks only its verdict: opinion of the institution, one line of spending as audited."""
    report = {
        "firm_name": "示例会计师事务所",
        "firm_credit_code": code_of(town.pack, FIRM),
        "report_number": f"HD-{key}",
        "audited_on": evaluation["assessed_on"],
        "audited_total": spend["audited"],
    }
    papers: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("evaluation", "evaluation", evaluation),
        ("special_audit", "report", report),
        ("special_audit", "lines", {"spend": [{"invoice_number": f"FP-{key}", **spend}]}),
    )
    for form, page, answers in papers:
        town.assessor.put(f"{where}/papers/{form}/{page}", {"answers": answers})
    for slot in reports:
        attach(town.assessor, where, slot, f"{key} {slot}", under="reports")


def refused(act: Callable[[], Any]) -> dict[str, Any]:
    """The problem document that the act is answered with."""
    with pytest.raises(Refused) as caught:
        act()
    return dict(caught.value.problem)


def award_of(case: Case, tranche: str) -> dict[str, Any]:
    """What the enterprise sees of its award for a tranche, as soon as it is computed."""

    def computed() -> Any:
        awards = case.client.get(f"{case.where}/awards")["items"]
        return next((award for award in awards if award["tranche"] == tranche), None)

    return dict(eventually(computed))


def paid(story: Story, tranche: str, *cases: Case, category: str) -> None:
    """资金分配方案、公示、下达、拨付；企业看到拨付金额。"""
    town = story.town
    today, name = town.clock.today().isoformat(), f"{town.pack.city}-{tranche}"
    funded = Funded(town, town.clock, name, category=category, document_on=today)
    pay(funded, [award_of(case, tranche) for case in cases])
    for case in cases:
        story.seen[f"{case.key}: {tranche} paid"] = award_of(case, tranche)
