"""打印与核验 (DL3, NM6): what is printed when, and what its code says before and after a correction."""

from __future__ import annotations

from typing import Any

import pytest

from casework.dossier import ItemKind
from casework.print_codes import PrintCode
from contracts.refusal import Invalid
from services.declaration.domain.prints import checked_print, shown_form_print
from services.declaration.domain.rulebook import Rulebook
from tests.builders_declaration import ENTERPRISE, PHONE, SEALER, SLOTS, a_pack, a_return, good_answers
from tests.desk_declaration import Desk

CORRECTED = {**good_answers()["basic"], "address": "大连市中山区示例路2号"}


def printed(desk: Desk, declaration_id: str) -> dict[str, Any]:
    stored = desk.stored(declaration_id)
    return shown_form_print(stored, Rulebook.of(desk.packs.get(stored.dossier.pack)), SEALER)


def told(desk: Desk, declaration_id: str, code: str) -> tuple[str, str] | None:
    """(status, covers)."""
    stored, read = desk.stored(declaration_id), PrintCode.read(code)
    assert read is not None
    found = checked_print(stored, Rulebook.of(desk.packs.get(stored.dossier.pack)), SEALER, read)
    return (found["status"], found["covers"]) if found else None


def test_a_form_that_is_not_complete_is_a_draft_without_a_code() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    document = printed(desk, declaration_id)

    assert (document["is_draft"], document["code"], document["submitted_at"]) == (True, None, None)
    assert document["file_name"].endswith("（草稿）.pdf")


def test_a_complete_form_is_printed_for_stamping_with_the_code_of_what_it_says() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    document = printed(desk, declaration_id)

    assert (document["is_draft"], document["covers"], document["submitted_at"]) == (False, "form", None)
    assert told(desk, declaration_id, document["code"]) == ("not_submitted", "form")


def test_uploading_the_stamped_scan_does_not_change_the_code_on_it() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    code = printed(desk, declaration_id)["code"]

    desk.attach(declaration_id, "stamped_form", 9)

    assert printed(desk, declaration_id)["code"] == code
    assert desk.seen(declaration_id, ENTERPRISE)["stale_pages"] == []


def test_a_change_that_makes_the_scan_stale_changes_the_code_and_the_old_one_is_of_nothing() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    code = printed(desk, declaration_id)["code"]

    desk.save(declaration_id, "basic", CORRECTED)

    assert desk.seen(declaration_id, ENTERPRISE)["stale_pages"] == ["basic"]
    assert printed(desk, declaration_id)["code"] != code
    assert told(desk, declaration_id, code) is None


def test_the_code_on_the_stamped_paper_is_good_once_it_is_submitted() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    stamped = printed(desk, declaration_id)["code"]

    desk.submit(declaration_id)

    assert told(desk, declaration_id, stamped) == ("current", "form")


def test_what_was_submitted_is_printed_with_a_code_over_all_of_it() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    document = printed(desk, declaration_id)

    assert (document["covers"], document["is_draft"]) == ("filing", False)
    assert document["submitted_at"] is not None
    assert [file["slot"] for file in document["attachments"]] == [
        desk.pack.slots("declaration").slot(slot).title for slot in SLOTS
    ]
    assert told(desk, declaration_id, document["code"]) == ("current", "filing")


def test_after_a_correction_the_old_codes_say_so_and_the_new_one_is_good() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    stamped = printed(desk, declaration_id)["code"]
    desk.submit(declaration_id)
    filed = printed(desk, declaration_id)["code"]
    desk.review(declaration_id, a_return("basic.address"))
    desk.save(declaration_id, "basic", CORRECTED)
    stamped_again = printed(desk, declaration_id)["code"]
    while_correcting = [told(desk, declaration_id, code) for code in (stamped, filed, stamped_again)]
    desk.attach(declaration_id, "stamped_form", 9)

    desk.submit(declaration_id)

    assert while_correcting == [("current", "form"), ("current", "filing"), ("not_submitted", "form")]
    assert told(desk, declaration_id, stamped) == ("corrected", "form")
    assert told(desk, declaration_id, filed) == ("corrected", "filing")
    assert told(desk, declaration_id, stamped_again) == ("current", "form")


def test_what_was_withdrawn_is_no_longer_good() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    code = printed(desk, declaration_id)["code"]

    desk.withdraw(declaration_id)

    assert told(desk, declaration_id, code) == ("ended", "filing")


def test_a_case_that_moved_to_another_pack_version_keeps_the_codes_of_what_was_filed() -> None:
    def renamed(compiled: dict[str, Any]) -> None:
        compiled["forms"]["declaration"]["pages"][0]["fields"][0]["title"] = "单位名称"

    desk = Desk()
    declaration_id = desk.a_complete_draft()
    stamped = printed(desk, declaration_id)["code"]
    desk.submit(declaration_id)
    filed = printed(desk, declaration_id)["code"]
    newer = a_pack(renamed)
    desk.release(newer)

    desk.move_to_pack(declaration_id, newer.ref.text, "更正")

    assert told(desk, declaration_id, stamped) == ("current", "form")
    assert told(desk, declaration_id, filed) == ("current", "filing")
    assert printed(desk, declaration_id)["code"] == filed


def test_the_document_has_every_answer_in_words_and_the_telephone_masked() -> None:
    desk = Desk()

    document = printed(desk, desk.a_submitted())

    rows = {title: text for page in document["pages"] for title, text in page["rows"]}
    assert rows["企业名称"] == "大连示例轴承有限公司"
    assert rows["上年度营业收入"].endswith("万元")
    assert rows["联系方式"] == f"****{PHONE[-4:]}"
    assert PHONE not in str(document)
    assert document["pages"][2]["tables"][0]["columns"] == ["场景", "需求描述"]
    assert document["statement"]["title"] == "申报材料真实性声明"
    assert "（公章）" in document["sign_off"]


def test_the_file_is_named_in_chinese_after_the_form_and_the_applicant() -> None:
    desk = Desk()

    assert printed(desk, desk.a_submitted())["file_name"] == (
        "大连市中小企业数字化转型试点企业申报表-大连示例轴承有限公司.pdf"
    )


def test_a_scan_with_the_code_of_an_older_print_is_refused() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    outdated = printed(desk, declaration_id)["code"]
    desk.save(declaration_id, "basic", CORRECTED)

    with pytest.raises(Invalid) as refused:
        desk.attach(declaration_id, "stamped_form", 9, print_code=outdated)

    assert [(each.code, each.field) for each in refused.value.problems] == [("print_outdated", "print_code")]
    desk.attach(declaration_id, "stamped_form", 9, print_code=printed(desk, declaration_id)["code"].lower())
    assert desk.seen(declaration_id, ENTERPRISE)["stale_pages"] == []


def test_a_scan_of_what_was_submitted_is_taken_while_the_form_says_the_same() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    filed = printed(desk, declaration_id)["code"]
    desk.review(declaration_id, a_return("stamped_form", kind=ItemKind.ATTACHMENT))

    desk.attach(declaration_id, "stamped_form", 9, print_code=filed)

    for code in ("0000-0000-0000-0000-0000-0000", "no code"):
        with pytest.raises(Invalid):
            desk.attach(declaration_id, "stamped_form", 8, print_code=code)
