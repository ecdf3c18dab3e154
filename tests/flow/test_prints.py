"""Printing through the running platform, as each of those concerned; and checking a code, as anybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from console.demo import cast
from console.demo.city import register
from console.demo.client import after_news
from console.demo.declaring import SLOTS, attach, pages
from tests import printed
from tests.flow.conftest import Played
from tests.flow.test_bad_input import Answer, Desk
from tests.printed import code_in

MANUAL, _, _, CAPPED, _ = cast.ENTERPRISES
NEWCOMER = cast.Enterprise(
    key="newcomer", name="大连示例新锐轴承有限公司", code=cast.code(7001), division=cast.ZHONGSHAN_DISTRICT
)


@pytest.fixture
def enterprise(played: Played) -> Desk:
    return Desk(played, MANUAL.code)


@pytest.fixture
def visitor(played: Played) -> Desk:
    """Nobody in particular."""
    return Desk(played)


def address_of_declaration(desk: Desk) -> str:
    return f"/declarations/{desk.client.get('/declarations')['items'][0]['id']}/print"


def address_of_undertaking(desk: Desk) -> str:
    return f"/projects/{desk.client.get('/projects')['items'][0]['id']}/undertaking/print"


def text_of(answer: Answer) -> str:
    assert answer.status == 200, answer.body[:500]
    assert answer.headers["Content-Type"] == "application/pdf"
    return printed.text_of(answer.body)


def checked(visitor: Desk, kind: str, code: str) -> dict[str, Any]:
    return dict(visitor.ask("GET", f"/{kind}-prints/{code}").document)


def test_an_enterprise_prints_its_declaration_and_anybody_checks_the_code(enterprise: Desk, visitor: Desk) -> None:
    answer = enterprise.ask("GET", address_of_declaration(enterprise))

    text = text_of(answer)
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"申报表-{MANUAL.name}.pdf")
    assert f"企业名称{MANUAL.name}" in text
    assert "上年度营业收入5000万元" in text
    assert "第1页共2页" in text
    assert cast.PHONE not in text
    told = checked(visitor, "declaration", code_in(text))
    assert (told["status"], told["covers"], told["applicant_name"]) == ("current", "filing", MANUAL.name)
    assert told["number"] in text
    assert set(told) == {"kind", "title", "number", "applicant_name", "status", "covers", "submitted_at"}


def test_the_commitment_letter_is_printed_with_its_blanks_filled_in(enterprise: Desk, visitor: Desk) -> None:
    text = text_of(enterprise.ask("GET", address_of_undertaking(enterprise)))

    assert f"甲方（企业方）{MANUAL.name}、乙方（服务提供方）{cast.PROVIDER_NAME}" in text
    assert "甲方（公章）：" in text
    assert cast.PHONE not in text
    told = checked(visitor, "undertaking", code_in(text))
    assert (told["status"], told["kind"]) == ("current", "undertaking")
    assert visitor.ask("GET", f"/declaration-prints/{code_in(text)}").status == 404


def test_the_officer_prints_it_and_a_foreign_enterprise_does_not(played: Played, enterprise: Desk) -> None:
    where = address_of_declaration(enterprise)

    assert text_of(Desk(played, "officer").ask("GET", where))
    assert Desk(played, CAPPED.code).ask("GET", where).status == 404
    assert Desk(played).ask("GET", where).status == 401


def test_after_a_correction_the_first_filing_is_told_as_corrected(played: Played, visitor: Desk) -> None:
    """A new enterprise: it prints, submits, is returned, corrects, and prints again."""
    desk, where = a_new_declaration(played)
    stamped = code_in(text_of(desk.ask("GET", f"{where}/print")))
    before = checked(visitor, "declaration", stamped)["status"]
    attach(desk.client, where, "stamped_form", "stamped")
    desk.client.post(f"{where}/submission")
    first = code_in(text_of(desk.ask("GET", f"{where}/print")))
    item = {"kind": "field", "name": "basic.description", "reason_code": "unclear", "text": "请写明主营产品"}
    reviewer = Desk(played, "reviewer-zhongshan").client
    reviewer.post(f"{where}/review", {"verdict": "returned", "opinion": "请补正", "items": [item]})
    assert [checked(visitor, "declaration", code)["status"] for code in (stamped, first)] == ["current", "current"]

    basic = desk.client.get(where)["answers"]["basic"] | {"description": "精密轴承"}
    desk.client.put(f"{where}/answers/basic", {"answers": basic}, key="correction")
    stamped_again = code_in(text_of(desk.ask("GET", f"{where}/print")))
    attach(desk.client, where, "stamped_form", "stamped again")
    desk.client.post(f"{where}/submission", key="correction")

    codes = (stamped, first, stamped_again)
    assert before == "not_submitted"
    assert [checked(visitor, "declaration", code)["status"] for code in codes] == ["corrected", "corrected", "current"]
    desk.client.post(f"{where}/withdrawal", {"text": ""})
    assert checked(visitor, "declaration", stamped_again)["status"] == "ended"


@pytest.mark.parametrize("code", ["0000-0000-0000-0000-0000-0000", "nonsense", "A" * 300, "%E9%AA%8C"])
def test_what_is_no_code_is_not_found_and_nothing_more_is_said(visitor: Desk, code: str) -> None:
    answer = visitor.ask("GET", f"/declaration-prints/{code}")

    assert (answer.status, answer.document["code"]) == (404, "not_found")
    assert answer.document["facts"] == {"kind": "print"}


def a_new_declaration(played: Played) -> tuple[Desk, str]:
    """A draft of an enterprise that the demonstration does not know, complete but for the stamped scan."""
    desk = Desk(played)
    desk.client = register(
        desk.client,
        played.installation.data / "mail",
        kind="enterprise",
        name=NEWCOMER.name,
        code=NEWCOMER.code,
        division=NEWCOMER.division,
        email=NEWCOMER.email,
    )
    call_id = desk.client.get("/calls")["items"][0]["id"]
    started = after_news(
        lambda: desk.client.post("/declarations", {"call_id": call_id}), "not_known_yet", "organisation_not_known"
    )
    where = f"/declarations/{started['id']}"
    text_version = desk.client.get(f"/calls/{call_id}/form")["statement"]["text_version"]
    desk.client.put(f"{where}/statement", {"text_version": text_version})
    for page, answers in pages(NEWCOMER).items():
        desk.client.put(f"{where}/answers/{page}", {"answers": answers})
    for slot in SLOTS[1:]:
        attach(desk.client, where, slot, f"{NEWCOMER.key} {slot}")
    return desk, where
