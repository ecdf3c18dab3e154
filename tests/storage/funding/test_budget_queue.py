"""The order of a budget as it is read on PostgreSQL: all of it by officers, one's own place by an enterprise."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

import psycopg2
import pytest

from chassis.units import Units
from contracts.money import Money
from contracts.refusal import NotFound
from services.funding.domain.refusals import BudgetWaits
from services.funding.storage import read_budget_queue
from services.funding.storage.invariants import INVARIANTS
from services.funding.storage.unit import FundingUnit
from tests import builders_funding as build
from tests.builders_budget_rules import with_budget_rules
from tests.builders_funding import CATEGORY, PROGRAMME, STRANGER, TODAY
from tests.storage.funding.conftest import RealDesk

NAMES = "甲乙"


def a_desk(units: Units[FundingUnit], exhaustion: str) -> tuple[RealDesk, list[UUID]]:
    """Two awards of 20万元 against a budget of 30万元; 乙 completed before 甲."""
    desk = RealDesk(units, pack=with_budget_rules(exhaustion))
    desk.budget(150_000)
    ref, ids = desk.pack.ref, []
    for day, name in zip((2, 1), NAMES, strict=True):
        acceptance = build.an_acceptance(
            build.an_applicant(name), pack=ref.text, pack_sha256=ref.sha256, completed_on=date(2025, 3, day)
        )
        desk.accept(acceptance)
        ids.append(desk.tranche_of(acceptance.project_id))
    desk.recommend(*ids)
    return desk, ids


def queue(desk: RealDesk, **asked: Any) -> list[dict[str, Any]]:
    of = {"programme_year": PROGRAMME, "fund_category": CATEGORY, "fund_year": 2025, "on": TODAY} | asked
    found: list[dict[str, Any]] = read_budget_queue.list_budget_queue(desk.reading, desk.packs, **of)["items"]
    return found


def test_officers_see_the_order_and_an_enterprise_its_own_place(units: Units[FundingUnit]) -> None:
    desk, (late, early) = a_desk(units, "queue")

    found = queue(desk)
    own, enterprise = desk.award(late).id, build.enterprise(build.an_applicant("甲"))
    (place,) = read_budget_queue.places_of_award(desk.reading, desk.packs, enterprise, own, fund_year=2025, on=TODAY)[
        "items"
    ]

    assert [(each["tranche_id"], each["status"]) for each in found] == [(early, "served"), (late, "queued")]
    assert (place["place"], place["status"], place["article"]) == (2, "queued", "指南 五、资金拨付（二）")
    assert queue(desk, fund_category="nothing") == queue(desk, programme_year="nothing") == []
    with pytest.raises(NotFound):
        read_budget_queue.places_of_award(desk.reading, desk.packs, STRANGER, own, fund_year=2025, on=TODAY)


def test_a_plan_takes_who_is_served_and_leaves_who_waits(units: Units[FundingUnit]) -> None:
    desk, (late, early) = a_desk(units, "queue")

    with pytest.raises(BudgetWaits):
        desk.draw_up(late)
    desk.draw_up(early)

    assert [(each["tranche_id"], each["place"], each["status"]) for each in queue(desk)] == [(late, 1, "queued")]


def test_a_plan_that_was_cut_uses_the_budget_to_the_fen_and_leaves_every_invariant_whole(
    units: Units[FundingUnit], url: str
) -> None:
    desk, ids = a_desk(units, "pro_rata")

    desk.decide(desk.draw_up(*ids)["id"])

    assert [desk.tranche(each).amount for each in ids] == [Money.wan_yuan("15")] * 2
    with closing(psycopg2.connect(url.format(role="funding_auditor"))) as connection, connection.cursor() as auditor:
        assert {each.name: found for each in INVARIANTS if (found := each.check(auditor)[1])} == {}
