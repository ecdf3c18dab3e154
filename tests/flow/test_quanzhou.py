"""Quanzhou, known by its pack only: contract, review, down payment, first instalment, the rest (申报通知二（三）)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from console.demo.documents import pdf
from contracts.money import Money
from tests.flow.stories import Case, Story, award_of, begun, paid, refused
from tests.flow.walking import accepted, applied, desks_of, filed, folder_of, granted, listed, script_of, supplied

QUANZHOU = script_of("quanzhou")
STAGE, PROGRAMME = "first_payment", "sme-digital-2025"
ARTICLE = "申报通知 二（三）"


@pytest.fixture(scope="module", params=["embedded", "real"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """Two enterprises that were paid a first instalment: one reaches level 3, one stays below level 2."""
    with begun(request.param, folder_of(QUANZHOU), desks_of(QUANZHOU), at=QUANZHOU["begins_at"]) as told:
        supplied(told, QUANZHOU)
        good, low = (listed(told, QUANZHOU, number, f"泉州示例体育用品{number}有限公司") for number in (1, 2))
        told.town.until(QUANZHOU["filed_at"])
        for case in (good, low):
            filed(told, QUANZHOU, case)
        _first_instalments(told, good, low)
        told.town.until(QUANZHOU["accepted_at"])
        accepted(told, QUANZHOU, good, completed_on="2025-10-31")
        told.seen["rest"] = award_of(good, "rest")
        paid(told, "rest", good, category="transformation")
        _given_up(told, low)
        told.sees_invariants()
        yield told


@pytest.mark.shows("ALL4")
def test_a_first_instalment_asked_for_before_the_down_payment_is_paid_is_refused_with_everything_at_once(
    story: Story,
) -> None:
    problems = {each["code"]: each for each in story.seen["too early"]["problems"]}

    assert set(problems) == {"attachment_missing", "down_payment_paid", "within_the_down_payment"}
    assert problems["attachment_missing"]["field"] == "attachments.payment_voucher"
    assert {problems[code]["article"] for code in ("down_payment_paid", "within_the_down_payment")} == {ARTICLE}


@pytest.mark.shows("ALL1", "ALL2", "ALL4")
def test_the_first_instalment_is_half_of_what_was_really_paid(story: Story) -> None:
    award = story.seen["case1: first paid"]

    assert Money(award["paid_fen"]) == Money.yuan("60000")
    assert {source: Money(fen) for source, fen in award["shares"].items()} == {
        "central": Money.yuan("24000"),
        "city": Money.yuan("36000"),
    }
    assert ARTICLE in {line.get("article") for line in award["explanation"]}


def test_the_rest_is_half_of_the_investment_without_tax_less_the_first_instalment(story: Story) -> None:
    rest = story.seen["rest"]

    assert Money(rest["calculated_fen"]) == Money.yuan("250000")
    assert Money(rest["granted_before_fen"]) == Money.yuan("60000")
    assert Money(story.seen["case1: rest paid"]["paid_fen"]) == Money.yuan("190000")


def test_what_the_notice_does_not_say_of_the_rest_is_told_with_the_award(story: Story) -> None:
    assert any("分期拨付" in reason for reason in story.seen["rest"]["assumptions"])


def test_below_level_two_the_first_instalment_is_claimed_back(story: Story) -> None:
    rest, recovery = story.seen["case2: rest"], story.seen["case2: recovery"]

    assert (rest["award_fen"], Money(rest["recoverable_fen"])) == (0, Money.yuan("60000"))
    assert Money(recovery["amount_fen"]) == Money.yuan("60000")


def test_every_invariant_holds_at_the_end(story: Story) -> None:
    assert story.seen["broken invariants"] == []


def _first_instalments(story: Story, *cases: Case) -> None:
    """首付款未支付的被退回；支付后凭付款凭证申请，县级核验，市级审核，拨付。"""
    asked = {case.key: applied(case, STAGE, PROGRAMME, {"payment": QUANZHOU["not_yet_paid"]}) for case in cases}
    first = cases[0]
    story.seen["too early"] = refused(lambda: first.client.post(f"{asked[first.key]}/submission", key="too early"))
    story.town.until(QUANZHOU["paid_at"])
    for case in cases:
        where = asked[case.key]
        case.client.put(f"{where}/answers/payment", {"answers": QUANZHOU["paid"]})
        granted(story, QUANZHOU, case, where, STAGE)
    paid(story, "first", *cases, category="transformation")


def _given_up(story: Story, case: Case) -> None:
    """只达到一级：整改后仍未达到，验收不通过，追回首笔。"""
    told: dict[str, Any] = {**QUANZHOU, "evaluation": QUANZHOU["level_one"]}
    where = accepted(story, told, case, completed_on="2025-10-31", verdict=QUANZHOU["failed"])
    officer = story.town.officer
    officer.post(f"{where}/voidance", {"reason_code": "level_not_reached", "text": "整改期满仍只达到一级"})
    rest = award_of(case, "rest")
    [tranche] = award_of(case, "first")["tranches"]
    claimed = {
        "reason": "改造后只达到一级",
        "article": ARTICLE,
        "document_number": "示例追回〔2025〕1号",
        "document_on": story.town.clock.today().isoformat(),
        "file": officer.upload(pdf("recovery"), "recovery.pdf"),
        "amount_fen": rest["recoverable_fen"],
    }
    story.seen[f"{case.key}: rest"] = rest
    story.seen[f"{case.key}: recovery"] = officer.post(f"/tranches/{tranche['id']}/recovery", claimed)
