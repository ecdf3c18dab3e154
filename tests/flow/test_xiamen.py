"""Xiamen, from the policy notice to the settled award, in the words of its manual and its work plan (XA, XB).

Two enterprises: one reaches level 3 and is paid in two; one only level 1, and its first tranche is claimed back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from chassis.clock import CHINA
from contracts.money import Money
from tests.flow.oversight_steps import overseen, oversight_halted
from tests.flow.stories import Story, begun
from tests.flow.town import CITY_HALL, Desk
from tests.flow.xiamen_notice import landed, notice
from tests.flow.xiamen_steps import (
    FOLDER,
    JIMEI,
    WAN,
    accepted,
    declared,
    diagnosis_paid,
    filed,
    first_tranches,
    given_up,
    joined,
    leader_refused,
    piloted,
    providers,
    settled,
    settlement_computed,
    trained,
    training_awarded,
)

DESKS: tuple[Desk, ...] = (
    ("reviewer-jimei", "district_reviewer", JIMEI),
    ("reviewer-of-the-institution", "district_reviewer", "350203"),
    *CITY_HALL,
)


@pytest.fixture(scope="module", params=["embedded", "real"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    with begun(request.param, FOLDER, DESKS, at="2023-11-30T20:00:00") as told:
        with oversight_halted(told.installation):
            notice(told)
            providers(told)
            level_three = joined(told, 1, "厦门示例电子器件有限公司")
            level_one = joined(told, 2, "厦门示例医疗器械有限公司")
            landed(told, level_three)
            for case in (level_three, level_one):
                declared(told, case)
            piloted(told, level_three, level_one)
            told.town.until("2024-03-01T09:00:00")
            filed(told, level_three, down_yuan="300000.00", amount_yuan="1000000.00")
            filed(told, level_one, down_yuan="200000.00", amount_yuan="600000.00")
            first_tranches(told, level_three, level_one)
            told.town.until("2024-07-02T09:00:00")
            accepted(told, level_three, level=3, yuan="1000000.00")
            given_up(told, level_one)
            settled(told, level_three)
            diagnosis_paid(told, level_three)
            settlement_computed(told, level_three)
            trained(told, level_three, persons=20, class_hours="12")
            training_awarded(told, "training")
            trained(told, level_three, persons=10, class_hours="8")
            training_awarded(told, "more training")
            leader_refused(told)
        overseen(told, level_three, level_one)
        told.sees_invariants()
        yield told


@pytest.mark.shows("XA1")
def test_the_notice_is_public_and_its_window_is_exact_to_the_second(story: Story) -> None:
    notice = story.seen["notice"]

    assert notice["title"] == "厦门市工业和信息化局关于征集第一批中小企业数字化转型试点企业的通知"
    window = (datetime.fromisoformat(notice["opens_at"]), datetime.fromisoformat(notice["closes_at"]))
    assert window == (
        datetime(2023, 12, 1, 9, 0, 0, tzinfo=CHINA),
        datetime(2023, 12, 31, 23, 59, 59, tzinfo=CHINA),
    )


@pytest.mark.shows("XA2")
def test_whoever_comes_from_the_notice_signs_in_and_lands_on_its_form(story: Story) -> None:
    assert story.seen["not signed in"].status == 401
    assert story.seen["landed"]["form"]["key"] == "declaration"
    assert story.seen["landed"]["pack"].startswith("xiamen/sme-digital-2023@")
    assert story.seen["another host"].problem["problems"][0]["field"] == "lands_on"


@pytest.mark.shows("XA4")
def test_the_form_opens_once_the_statement_is_confirmed_and_who_cancels_has_begun_nothing(story: Story) -> None:
    refused, opened = story.seen["case1: not confirmed"], story.seen["case1: opened"]

    (problem,) = refused["problems"]
    assert (refused["code"], problem["article"]) == ("statement_not_confirmed", "手册 三、3（1）")
    assert story.seen["case1: cancelled"]["items"] == []
    assert story.seen["statement"]["is_confirmed_first"]
    assert opened["statement"]["text_version"] == story.seen["statement"]["text_version"]
    assert opened["statement"]["is_current"]


@pytest.mark.shows("XA6", "XA9")
def test_without_the_assessment_and_the_statements_nothing_is_handed_in_and_the_draft_is_kept(story: Story) -> None:
    refused = story.seen["case1: nothing attached"]

    missing = {problem["field"] for problem in refused["problems"]}
    assert missing == {"attachments.audit_report", "attachments.level_assessment"}
    assert story.seen["case1: submitted"]["state"] == "in_review"


@pytest.mark.shows("XB2")
def test_approved_enterprises_are_on_the_pilot_list(story: Story) -> None:
    assert story.seen["case1: listed"]["state"] == "approved"
    assert story.town.visitor.get("/pilots")["items"]


@pytest.mark.shows("XB18", "ALL2", "ALL4")
def test_the_first_tranche_is_forty_percent_of_the_down_payment_and_at_most_ten_wan(story: Story) -> None:
    first, other = story.seen["case1: first"], story.seen["case2: first"]

    assert (first["award_fen"], other["award_fen"]) == (10 * WAN, 8 * WAN)
    assert first["shares"] == {"central": 5 * WAN, "city": 5 * WAN}
    assert first["title"] == "数字化改造补贴：首期拨付"
    assert {line.get("article") for line in first["explanation"] if line["code"] == "tranche"} == {
        "工作方案 四、（五）8"
    }


@pytest.mark.shows("XB18", "XB12")
def test_level_three_is_settled_at_thirty_five_wan_of_which_ten_were_paid_before(story: Story) -> None:
    rest = story.seen["case1: rest"]

    assert rest["calculated_fen"] == 35 * WAN
    assert rest["granted_before_fen"] == 10 * WAN
    assert rest["award_fen"] == 25 * WAN
    assert story.seen["case1: first paid"]["paid_fen"] == 10 * WAN
    assert story.seen["case1: rest paid"]["paid_fen"] == 25 * WAN


@pytest.mark.shows("XB18")
def test_below_level_two_nothing_is_due_and_the_eight_wan_are_claimed_back(story: Story) -> None:
    rest, recovery = story.seen["case2: rest"], story.seen["case2: recovery"]

    assert (rest["award_fen"], rest["recoverable_fen"]) == (0, 8 * WAN)
    assert recovery["amount_fen"] == 8 * WAN
    assert Money(recovery["shares"]["central"]) == Money.wan_yuan("4")
    assert any("追回" in line["requirement"] for line in rest["explanation"])


@pytest.mark.shows("XB13", "ALL4")
def test_a_diagnosis_is_asked_for_and_paid_with_sixty_percent_and_at_most_six_wan(story: Story) -> None:
    award, paid = story.seen["diagnosis"], story.seen["diagnosis paid"]

    assert (award["award_fen"], award["subject_kind"], award["line"]) == (6 * WAN, "award_application", "diagnosis")
    assert "工作方案 四、（五）3" in {line.get("article") for line in award["explanation"]}
    assert paid["paid_fen"] == 6 * WAN


@pytest.mark.shows("XB20")
def test_an_institution_settles_its_fee_up_to_three_wan_for_an_enterprise(story: Story) -> None:
    award = story.seen["settlement"]

    cuts = {cut["reason"]: cut["cut_fen"] for line in award["explanation"] for cut in line.get("cuts", ())}
    assert (award["award_fen"], cuts["over_cap"]) == (3 * WAN, 1 * WAN)
    assert award["applicant"]["kind"] == "institution"


@pytest.mark.shows("XB5", "XB22", "ALL4")
def test_recorded_trainings_are_paid_to_their_institution_by_the_person_and_day_each_of_them_once(
    story: Story,
) -> None:
    first, more = story.seen["training"], story.seen["more training"]

    counted = next(line for line in first["explanation"] if line["code"] == "per_unit")
    assert (first["award_fen"], first["applicant"]["kind"]) == (30 * 50_000, "institution")
    assert (counted["article"], counted["result_fen"]) == ("工作方案 四、（五）13", 30 * 50_000)
    assert (more["id"], more["award_fen"]) == (first["id"], 40 * 50_000), "no plan held it: it is computed again"


@pytest.mark.shows("XB14", "ALL4")
def test_a_provider_that_is_no_chain_leader_is_refused_with_the_article_and_all_else_at_once(story: Story) -> None:
    refused, check = story.seen["leader refused"], story.seen["leader check"]

    found = {problem["code"]: problem for problem in refused["problems"]}
    assert refused["code"] == "dossier_incomplete"
    assert found["is_chain_leader"]["article"] == "工作方案 四、（五）4"
    assert found["required"]["field"] == "answers.request.payee_account"
    assert {problem["code"] for problem in check["problems"]} == found.keys()


def test_every_invariant_holds_at_the_end(story: Story) -> None:
    assert story.seen["broken invariants"] == []


@pytest.mark.shows("XB1", "XB8")
def test_a_timeline_tells_what_all_services_did_in_order_and_to_nobody_else(story: Story) -> None:
    told = story.seen["timeline"]

    assert [each["at"] for each in told] == sorted(each["at"] for each in told)
    assert {"declaration", "project", "acceptance", "funding"} == {each["service"] for each in told}
    milestones = ("declaration_submitted", "pilot_listed", "contract_filed", "tranche_paid", "acceptance_passed")
    events = [each["event"] for each in told]
    assert sorted(milestones, key=events.index) == list(milestones)
    assert told[events.index("pilot_listed")]["text"] == "列入试点名单"
    assert story.seen["timeline of others"]["code"] == "not_found"


@pytest.mark.shows("XB24")
def test_a_target_is_drilled_down_to_the_cases_that_it_counts(story: Story) -> None:
    targets, behind = story.seen["targets"], story.seen["behind"]

    assert (targets["pilots"]["value"], targets["pilots"]["target"]) == ("2", "280")
    share = targets["pilots_above_scale_share"]
    assert (share["numerator"], share["denominator"], share["value"]) == ("2", "417", "0.48")
    assert {code: page["sum"] for code, page in behind.items()} == {"pilots": "2", "second_level_above_scale": "1"}
    assert behind["pilots"]["next"] is not None


@pytest.mark.shows("XB24")
def test_a_frozen_quarter_is_not_moved_by_a_later_delisting_which_corrects_the_next_one(story: Story) -> None:
    assert story.seen["frozen"] == story.seen["frozen still"]
    assert story.seen["frozen"][1]["sum"] == "2"
    assert [each["amount"] for each in story.seen["corrections"]] == ["-1"]
