"""The money: budgets, recommendation, plan, notice, release, payment, bank results (DL10). Four eyes throughout."""

import csv
import io
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from casework.days import local_date
from chassis.clock import AdjustableClock
from console.demo.client import Client, Refused
from console.demo.documents import pdf
from contracts.money import Money

CATEGORY = "enterprise_transformation"
NEWS_SECONDS = 60.0


class NoticeIgnored(Exception):
    """The platform released money before its public notice had ended: that must never happen."""


class Desks(Protocol):
    """Who decides and pays in a city."""

    @property
    def staff(self) -> Mapping[str, Client]: ...
    @property
    def officer(self) -> Client: ...
    def reviewer_of(self, division: str) -> Client: ...


@dataclass
class Funded:
    """A round of funding: whose, by which clock, and under which name its documents are filed."""

    city: Desks
    clock: AdjustableClock
    name: str
    category: str = CATEGORY
    document_on: str = "2026-11-20"  # fixed, so that a second run asks for the same
    recommenders: Mapping[str, Client] = field(default_factory=dict)
    """Who recommends the cases of a division, where it is not its own reviewer."""

    @property
    def maker(self) -> Client:
        return self.city.staff["finance-maker"]

    @property
    def checker(self) -> Client:
        return self.city.staff["finance-checker"]

    def recommender(self, division: str) -> Client:
        return self.recommenders.get(division) or self.city.reviewer_of(division)


def fund(funded: Funded, projects: Iterable[Mapping[str, Any]]) -> None:
    """From accepted projects to money in the bank, for all of them in one plan."""
    pay(funded, [award_of(funded.city.officer, project["id"]) for project in projects])


def pay(funded: Funded, awards: Sequence[Mapping[str, Any]]) -> None:
    """From computed awards to money in the bank, for all of them in one plan."""
    if not awards:
        return
    plan = publish(funded, awards)
    live_through_the_notice(funded, plan)
    release(funded, plan)
    pay_out(funded, awards)
    for award in awards:
        funded.city.officer.put(f"/awards/{award['id']}/performance-evaluation", {"is_done": True, "is_passed": True})


def publish(funded: Funded, awards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The published plan of these awards, with the budgets that it needs."""
    tranches = [award["tranches"][0]["id"] for award in awards]
    year = datetime.fromisoformat(awards[0]["computed_at"]).year
    _enter_budgets(funded, awards, year)
    _recommend(funded, awards)
    return _approved_plan(funded, tranches, year)


def pay_out(funded: Funded, awards: Sequence[Mapping[str, Any]]) -> None:
    """What was released goes to the bank, and the bank reports it paid."""
    tranches = [award["tranches"][0]["id"] for award in awards]
    batch = funded.maker.post("/payment-batches", {"tranche_ids": tranches})
    funded.checker.post(f"/payment-batches/{batch['id']}/check", {"is_approved": True, "opinion": "复核无误"})
    _import_bank_results(funded, batch)


def shown_award(client: Client, project: Mapping[str, Any]) -> dict[str, Any]:
    """What the enterprise sees (DL11): planned award, its shares, paid so far, and every line explained."""
    award = award_of(client, project["id"])
    return {
        "status": award["tranches"][0]["state"],
        "award_fen": award["award_fen"],
        "shares": award["shares"],
        "paid_fen": award["paid_fen"],
        "explanation": [
            {name: line.get(name) for name in ("article", "inputs", "result_fen")} for line in award["explanation"]
        ],
    }


def award_of(client: Client, project_id: str) -> dict[str, Any]:
    """The award of a project, as soon as the news of its acceptance has arrived."""
    deadline = time.monotonic() + NEWS_SECONDS
    while True:
        found = client.get(f"/projects/{project_id}/awards")["items"]
        if found:
            return dict(found[0])
        if time.monotonic() > deadline:
            raise TimeoutError(f"no award for project {project_id}")
        time.sleep(0.05)


def _enter_budgets(funded: Funded, awards: Iterable[Mapping[str, Any]], year: int) -> None:
    """The allocation document gives exactly what the awards need, source by source; somebody else confirms it."""
    needed: dict[str, int] = defaultdict(int)
    for award in awards:
        for source, fen in award["shares"].items():
            needed[source] += fen
    for source, fen in sorted(needed.items()):
        line = funded.maker.post(
            "/budget-lines",
            {
                "fund_source": source,
                "fund_year": year,
                "category": funded.category,
                "amount_fen": fen,
                **_document(
                    funded, funded.maker, f"示例财企〔{year}〕{source} {funded.name}", f"budget {source} {funded.name}"
                ),
            },
        )
        funded.checker.post(f"/budget-lines/{line['id']}/confirmation")


def _recommend(funded: Funded, awards: Iterable[Mapping[str, Any]]) -> None:
    """Each district recommends its own by an official document."""
    by_division: dict[str, list[str]] = defaultdict(list)
    for award in awards:
        by_division[award["division"]].append(award["tranches"][0]["id"])
    for division, tranches in sorted(by_division.items()):
        reviewer = funded.recommender(division)
        document = _document(
            funded, reviewer, f"示例函 {division} {funded.name}", f"recommendation {division} {funded.name}"
        )
        reviewer.post("/recommendations", {**document, "tranche_ids": tranches})


def _approved_plan(funded: Funded, tranches: list[str], year: int) -> dict[str, Any]:
    officer = funded.city.officer
    plan = officer.post(
        "/allocation-plans",
        {"title": f"资金分配方案 {funded.name}", "fund_year": year, "tranche_ids": tranches},
    )
    minutes = _document(funded, officer, f"局长办公会纪要 {funded.name}", f"minutes {funded.name}")
    officer.post(f"/allocation-plans/{plan['id']}/meeting-decision", {**minutes, "verdict": "approved"})
    return dict(officer.post(f"/allocation-plans/{plan['id']}/publication"))


def live_through_the_notice(funded: Funded, plan: Mapping[str, Any]) -> None:
    """One second before the notice ends the release is refused; then it ends."""
    closes_at = datetime.fromisoformat(plan["notice"]["closes_at"])
    if funded.clock.now() >= closes_at:
        return
    funded.clock.advance(closes_at - funded.clock.now() - timedelta(seconds=2))
    try:
        release(funded, plan, key="too early")
    except Refused as refused:
        if refused.code != "notice_still_open":
            raise
    else:
        raise NoticeIgnored(plan["id"])
    funded.clock.advance(timedelta(seconds=5))


def release(funded: Funded, plan: Mapping[str, Any], *, key: str = "") -> dict[str, Any]:
    """All lines of the plan; the answer names those that are refused."""
    document = _document(funded, funded.checker, f"示例财指 {funded.name}", f"release {funded.name}")
    lines = [line["id"] for line in plan["lines"]]
    wanted = {**document, "line_ids": lines}
    return dict(funded.checker.post(f"/allocation-plans/{plan['id']}/releases", wanted, key=key))


def _import_bank_results(funded: Funded, batch: Mapping[str, Any]) -> None:
    """The bank reports every instruction paid, and the total."""
    content = io.StringIO()
    rows = csv.writer(content)
    rows.writerow(["指令号", "金额（元）", "状态", "日期", "银行流水号"])
    total = Money(0)
    for number, instruction in enumerate(batch["instructions"], start=1):
        amount = Money(instruction["amount_fen"])
        total += amount
        paid_on = local_date(datetime.fromisoformat(batch["made_at"])).isoformat()
        rows.writerow([instruction["number"], amount.as_yuan(), "已支付", paid_on, f"{funded.name}-{number}"])
    rows.writerow(["合计", total.as_yuan(), len(batch["instructions"]), "", ""])
    file = funded.maker.upload(content.getvalue().encode(), f"bank-{funded.name}.csv", "text/csv")
    funded.maker.post("/bank-results", {"file": file})


def _document(funded: Funded, client: Client, number: str, text: str) -> dict[str, Any]:
    """An official document with its scan."""
    return {
        "document_number": number,
        "document_on": funded.document_on,
        "file": client.upload(pdf(text), "document.pdf"),
    }
