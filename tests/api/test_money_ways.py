"""Money's ways over HTTP, after the walks: what a bank file does, whether traces add up, what everybody may read."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from console.demo.client import Refused
from contracts.money import Money
from tests.api.stage import SETTING_SECONDS, Stage

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB12", "DL10")
def test_a_bank_file_with_a_wrong_sum_is_refused_and_the_right_one_has_one_effect_however_often_it_comes(
    stage: Stage,
) -> None:
    maker = stage.finance_maker
    batch = maker.get(f"/payment-batches/{stage.found['funding', 'batch_id']}")
    taken = maker.get("/bank-results", limit=1)["items"][0]
    before = maker.get("/ledger/entries", limit=1)["items"][0]["number"]

    with pytest.raises(Refused) as refused:
        import_results(stage, a_bank_file(batch, more=Money(1)))
    again = maker.post("/bank-results", {"file": stored(taken)}, key="again")

    assert (refused.value.status, refused.value.code) == (422, "result_sum_differs")
    assert [each["field"] for each in refused.value.problem["problems"]] == ["total.amount"]
    assert (again["id"], again["is_repeated"]) == (taken["id"], True)
    assert maker.get("/ledger/entries", limit=1)["items"][0]["number"] == before


@pytest.mark.shows("XB12")
def test_a_case_and_every_source_are_traced_to_the_bank_and_back_and_add_up(stage: Stage) -> None:
    maker = stage.finance_maker
    recovery = maker.get(f"/recoveries/{stage.found['funding', 'recovery_id']}")

    case = maker.get(f"/cases/{recovery['case_id']}/fund-trace")
    sources = maker.get("/fund-traces")["items"]

    assert case["adds_up"], case["checks"]
    assert (case["claimed_fen"], case["recovered_fen"], case["netted_fen"]) == (2, 2, 1)
    assert all(source["adds_up"] for source in sources), [source["checks"] for source in sources]
    for source in sources:
        place = {name: source[name] for name in ("fund_source", "fund_year", "category")}
        for figure in ("entered", "released", "paid", "returned", "recovered"):
            rows = all_of(stage, figure, place)
            assert sum(row["amount_fen"] for row in rows) == source[f"{figure}_fen"], (place, figure)


@pytest.mark.shows("ZS8")
def test_honoured_and_funded_projects_are_two_lists_that_everybody_reads_without_secrets(stage: Stage) -> None:
    visitor = stage.city.visitor

    honours, funded = visitor.get("/honours")["items"], visitor.get("/funded-projects")["items"]

    assert {each["project_id"] for each in honours} & {each["id"] for each in funded} == set()
    assert all(each["paid_fen"] > 0 for each in funded)
    assert honours[0].keys() == {"id", "project_id", "programme_year", "applicant_name", "division", "granted_at"}
    assert funded[0].keys() == {"id", "programme_year", "applicant_name", "division", "paid_fen", "paid_on"}


@pytest.mark.shows("XB11")
def test_an_enterprise_reads_which_supports_are_held_against_it_and_nobody_elses(stage: Stage) -> None:
    listed = stage.city.officer.get("/supports", year=2024)["items"]

    assert [(each["purpose"], each["granted_by"], each["amount_fen"]) for each in listed] == [
        ("transformation", "city", 100)
    ]
    assert stage.enterprise.get("/supports")["items"] == []


@pytest.mark.shows("DL9")
def test_a_visitor_tries_before_anything_is_declared_and_is_told_the_articles_or_the_options(stage: Stage) -> None:
    visitor = stage.city.visitor
    line = next(each for each in visitor.get("/subsidy-lines")["items"] if each["line"] == "transformation")
    spend = {"category": "software", "link": "business_system", "amount_fen": 130_000_000, "invoice_on": "2026-10-20"}
    trial = {
        "programme_year": line["programme_year"],
        "line": line["line"],
        "contract_on": "2024-12-20",
        "level": 2,
        "spend": [spend],
    }

    shown = visitor.post("/trial-calculations", trial)
    with pytest.raises(Refused) as refused:
        visitor.post("/trial-calculations", {**trial, "line": "no such line"})

    assert shown["award_fen"] == 50_000_000
    assert all(each.get("article") or each.get("assumed") for each in shown["explanation"])
    (problem,) = refused.value.problem["problems"]
    lines = sorted(
        each["line"]
        for each in visitor.get("/subsidy-lines")["items"]
        if each["programme_year"] == line["programme_year"]
    )
    assert (problem["field"], problem["inputs"]["options"]) == ("line", lines)


def import_results(stage: Stage, content: bytes) -> Any:
    maker = stage.finance_maker
    return maker.post("/bank-results", {"file": maker.upload(content, "bank.csv", "text/csv")})


def a_bank_file(batch: dict[str, Any], *, more: Money) -> bytes:
    """The batch as paid, with a last row that says `more` than the lines."""
    content = io.StringIO()
    rows = csv.writer(content)
    rows.writerow(["指令号", "金额（元）", "状态", "日期"])
    for each in batch["instructions"]:
        rows.writerow([each["number"], Money(each["amount_fen"]).as_yuan(), "成功", batch["made_at"][:10]])
    rows.writerow(["合计", (Money(batch["total_fen"]) + more).as_yuan(), batch["count"], ""])
    return content.getvalue().encode()


def stored(file: dict[str, Any]) -> dict[str, Any]:
    """The same content as was taken."""
    return {"sha256": file["sha256"], "size": 0, "media_type": "text/csv", "name": file["name"]}


def all_of(stage: Stage, figure: str, place: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    after = None
    while True:
        page = stage.finance_maker.get("/fund-traces/entries", figure=figure, limit=200, after=after, **place)
        found += page["items"]
        if (after := page["next"]) is None:
            return found
