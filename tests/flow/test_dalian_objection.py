"""Dalian: a return with a stale seal, and an objection that holds one line of the notice while the other is paid.

Two enterprises that nobody has seen before, on the platform of the demonstration, as the manual tells it (DL3 to DL11).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.demo import cast
from console.demo.building import accepted, filed, reported
from console.demo.city import City, set_up
from console.demo.client import Client
from console.demo.declaring import corrected, declared, joined, returned, reviewed, stamped_again
from console.demo.first_start import ADMINISTRATOR
from console.demo.paying import Funded, award_of, live_through_the_notice, pay_out, publish, release
from console.invariants import all_findings
from tests.flow.conftest import Played
from tests.flow.stories import refused
from tests.printed import code_in, text_of

WAN = 1_000_000
UNDISPUTED, DISPUTED = (
    cast.Enterprise(
        key=key, name=name, code=cast.code(number), division=cast.GANJINGZI_DISTRICT, lines=cast.MANUAL_CASE
    )
    for key, name, number in (
        ("undisputed", "大连示例无异议轴承有限公司", 7101),
        ("disputed", "大连示例被异议轴承有限公司", 7102),
    )
)
Seen = dict[str, Any]


@pytest.fixture(scope="module")
def seen(played: Played) -> Seen:
    """What was seen, step by step."""
    told: Seen = {}
    demonstration = played.demonstration()
    visitor = Client(played.installation.address, cast.CITY, demonstration.key_prefix)
    mailbox, pack = demonstration.mailbox, demonstration.pack
    city = set_up(visitor, ADMINISTRATOR, pack=pack, mailbox=mailbox, say=lambda line: None)
    clients = {each.key: joined(city, each) for each in (UNDISPUTED, DISPUTED)}
    projects = [_accepted(city, clients[each.key], each, told) for each in (UNDISPUTED, DISPUTED)]
    funded = Funded(city, demonstration.clock, "objection")
    _disputed(funded, projects, clients, told)
    findings = all_findings(played.installation.settings)
    told["broken invariants"] = [each.as_json() for each in findings if not each.holds]
    return told


def _accepted(city: City, client: Client, enterprise: cast.Enterprise, told: Seen) -> dict[str, Any]:
    """企业遴选、立项、进度、验收；其中一家在初审时被退回。"""
    declaration = declared(city, client, enterprise)
    if enterprise is DISPUTED:
        _returned(city, client, f"/declarations/{declaration['id']}", told)
    declaration = reviewed(city, client, declaration, enterprise)
    project = filed(city, client, declaration, enterprise)
    reported(client, project)
    accepted(city, client, project, enterprise)
    return project


def _returned(city: City, client: Client, where: str, told: Seen) -> None:
    """区市县退回，企业修改后未重新盖章即提交；重新打印、盖章、上传后再次提交。"""
    sent_back = returned(city.reviewer_of(DISPUTED.division), where)
    told["returned"] = client.get(where)
    outdated = {"print_code": code_in(text_of(client.get(f"{where}/print")))}
    corrected(client, where, DISPUTED, sent_back)
    told["corrected"] = client.get(where)
    told["stale seal"] = refused(lambda: client.post(f"{where}/submission", key="stale"))
    told["old print"] = refused(lambda: stamped_again(client, where, DISPUTED, sent_back, **outdated))
    printed = {"print_code": code_in(text_of(client.get(f"{where}/print")))}
    stamped_again(client, where, DISPUTED, sent_back, **printed)
    told["handed in again"] = client.post(f"{where}/submission", key="stamped again")


def _disputed(funded: Funded, projects: list[dict[str, Any]], clients: dict[str, Client], told: Seen) -> None:
    """公示期内对一家提出异议：该行暂缓，其余下达拨付；经核查不成立后再下达拨付。"""
    officer = funded.city.officer
    awards = [award_of(officer, project["id"]) for project in projects]
    told["plan"] = plan = publish(funded, awards)
    notice = f"/allocation-notices/{plan['notice']['id']}"
    line = next(each["id"] for each in plan["notice"]["lines"] if each["applicant_name"] == DISPUTED.name)
    objection = {"raised_by": "某单位", "text": "设备未到场", "contact": "objector@demo.invalid"}
    raised = clients["undisputed"].post(f"{notice}/lines/{line}/objections", objection)
    live_through_the_notice(funded, plan)
    told["notice"] = officer.get(notice)
    told["released"] = release(funded, plan)
    pay_out(funded, awards[:1])
    for key, project in zip(clients, projects, strict=True):
        told[f"{key}: under objection"] = award_of(clients[key], project["id"])
    found = {"is_upheld": False, "findings": "经现场核查，设备已到场并投入使用"}
    told["decided"] = officer.post(f"{notice}/objections/{raised['id']}/decision", found)
    later = replace(funded, name="objection decided")
    told["released later"] = release(later, {**plan, "lines": [each for each in plan["lines"] if each["id"] == line]})
    pay_out(later, awards[1:])
    told["disputed: paid"] = award_of(clients["disputed"], projects[1]["id"])


@pytest.mark.shows("DL4")
def test_the_enterprise_sees_why_its_declaration_was_returned_and_what_to_correct(seen: Seen) -> None:
    returned = seen["returned"]

    assert (returned["state"], returned["next"]["party"]) == ("returned", "applicant")
    assert [(each["name"], each["text"]) for each in returned["items_to_correct"]] == [
        ("basic.description", "请写明主营产品")
    ]
    assert returned["reviews"][-1]["opinion"] == "请补正"


@pytest.mark.shows("DL3", "DL4", "NM6")
def test_what_changed_after_it_was_stamped_is_not_handed_in_until_it_is_printed_and_stamped_again(seen: Seen) -> None:
    assert seen["returned"]["stale_pages"] == []
    assert seen["corrected"]["stale_pages"] == ["basic"]
    (stale,) = seen["stale seal"]["problems"]
    assert (stale["code"], stale["field"], stale["inputs"]) == (
        "stale_seal",
        "attachments.stamped_form",
        {"pages": ["basic"]},
    )
    assert "重新打印、盖章" in stale["message_zh"]
    assert [each["code"] for each in seen["old print"]["problems"]] == ["print_outdated"]
    handed_in = seen["handed in again"]
    assert (handed_in["state"], handed_in["stale_pages"]) == ("in_review", [])


@pytest.mark.shows("DL10")
def test_an_objection_holds_the_line_that_it_is_about_and_no_other(seen: Seen) -> None:
    held = {line["applicant_name"]: line["is_held"] for line in seen["notice"]["lines"]}
    assert held == {UNDISPUTED.name: False, DISPUTED.name: True}

    (refused_line,) = seen["released"]["refused"]
    assert refused_line["code"] == "line_under_objection"
    assert seen["released"]["total_fen"] == 20 * WAN


@pytest.mark.shows("DL10", "DL11")
def test_the_other_enterprise_is_paid_meanwhile_and_the_disputed_one_sees_that_it_is_not(seen: Seen) -> None:
    paid, waiting = seen["undisputed: under objection"], seen["disputed: under objection"]

    assert (paid["tranches"][0]["state"], paid["paid_fen"]) == ("paid", 20 * WAN)
    assert (waiting["tranches"][0]["state"], waiting["paid_fen"], waiting["award_fen"]) == ("approved", 0, 20 * WAN)


@pytest.mark.shows("DL10", "DL11", "ALL2")
def test_an_objection_that_is_found_baseless_lets_its_line_be_paid(seen: Seen) -> None:
    assert seen["decided"]["state"] == "not_upheld"
    assert seen["released later"]["refused"] == []
    paid = seen["disputed: paid"]
    assert (paid["paid_fen"], paid["shares"]) == (20 * WAN, {"central": 10 * WAN, "local": 10 * WAN})


def test_every_invariant_holds_at_the_end(seen: Seen) -> None:
    assert seen["broken invariants"] == []
