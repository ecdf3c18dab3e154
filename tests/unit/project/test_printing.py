"""打印承诺书 (DL12): the letter with its blanks filled in, and its code before and after a correction."""

from __future__ import annotations

from typing import Any

import pytest

from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.masking import masked
from casework.print_codes import PrintCode
from casework.reviews import Judgement
from contracts.refusal import Invalid, NotFound
from services.project.domain.prints import checked_print, shown_stage_print
from services.project.domain.rulebook import Rulebook
from tests.builders_project import DISTRICT, PHONE, SEALER, dalian
from tests.builders_staged import staged
from tests.desk_project import Desk, Shown
from tests.unit.project.staged_desk import StagedDesk

LIAISON = CorrectionItem(
    kind=ItemKind.FIELD, name="undertaking.enterprise.liaison_name", reason_code="wrong", text="请更正联系专员"
)
RETURN = Judgement(verdict=Verdict.RETURNED, opinion="请补正", items=(LIAISON,))


def printed(desk: Desk, shown: Shown) -> dict[str, Any]:
    project = desk.project(shown)
    return shown_stage_print(project, project.first, Rulebook(dalian()).first, SEALER)


def told(desk: Desk, shown: Shown, code: str) -> tuple[str, str] | None:
    """(status, number)."""
    read = PrintCode.read(code)
    assert read is not None
    found = checked_print(desk.project(shown), Rulebook(dalian()), SEALER, read)
    return (found["status"], found["number"]) if found else None


def test_the_blanks_of_the_letter_are_filled_with_the_answers_and_telephones_are_masked() -> None:
    desk = Desk()

    document = printed(desk, desk.draft())

    letter = document["letter"]
    assert "（合同编号：HT-2024-001）" in letter
    assert f"甲方项目联系专员（甲某，****{PHONE[-4:]}）" in letter
    assert "____" not in letter
    assert PHONE not in str(document)
    assert [page["title"] for page in document["pages"]][-1] == "承诺事项"


def test_a_letter_with_a_blank_is_a_draft_to_look_at() -> None:
    desk = Desk()

    document = printed(desk, desk.start())

    assert (document["is_draft"], document["code"]) == (True, None)
    assert "______" in document["letter"]


def test_the_code_of_a_letter_is_good_once_submitted_and_says_when_it_was_corrected() -> None:
    desk = Desk()
    shown = desk.draft()
    code = printed(desk, shown)["code"]
    before = told(desk, shown, code)
    desk.submit(shown)
    after = told(desk, shown, code)
    desk.review(shown, DISTRICT, RETURN)
    page = masked(desk.project(shown).first.dossier.answers["undertaking.enterprise"]) | {"liaison_name": "乙某"}

    desk.save(shown, "undertaking.enterprise", **page)
    corrected = printed(desk, shown)["code"]
    desk.attach(shown, "undertaking_letter")
    desk.submit(shown)

    number = shown["id"].replace("-", "")[:8].upper()
    assert (before, after) == (("not_submitted", number), ("current", number))
    assert told(desk, shown, code) == ("corrected", number)
    assert told(desk, shown, corrected) == ("current", number)


def test_what_is_not_in_the_letter_does_not_change_its_code() -> None:
    desk = Desk()
    shown = desk.draft()
    code = printed(desk, shown)["code"]

    desk.attach(shown, "undertaking_letter")

    assert printed(desk, shown)["code"] == code


def test_every_blank_of_dalians_letter_is_a_field_of_its_undertaking() -> None:
    rules = Rulebook(dalian()).first
    assert rules.commitment is not None
    assert rules.forms.undertaking is not None

    fields = {(page.key, field.key) for page in rules.forms.undertaking.pages for field in page.fields}
    known = {f"{page}_{field}" for page, field in fields} | {field for _, field in fields}

    assert rules.commitment.placeholders <= known


def test_a_scan_with_the_code_of_an_older_letter_is_refused() -> None:
    desk = Desk()
    shown = desk.draft()
    outdated = printed(desk, shown)["code"]
    page = masked(desk.project(shown).first.dossier.answers["undertaking.enterprise"]) | {"liaison_name": "乙某"}
    desk.save(shown, "undertaking.enterprise", **page)

    with pytest.raises(Invalid, match="print_outdated"):
        desk.attach(shown, "undertaking_letter", print_code=outdated)

    desk.attach(shown, "undertaking_letter", print_code=printed(desk, shown)["code"])


def printed_stage(desk: StagedDesk, shown: Shown, stage: str) -> dict[str, Any]:
    project = desk.project(shown)
    return shown_stage_print(project, project.stages[stage], Rulebook(staged()).of(project.stages[stage]), SEALER)


def test_the_stamped_pages_of_a_later_stage_are_printed_with_a_code_of_its_own(staged_desk: StagedDesk) -> None:
    shown = staged_desk.start_under_call()
    staged_desk.go_through(shown, "filing")
    staged_desk.go_through(staged_desk.diagnosed(shown), "provider_choice")
    staged_desk.begin(shown, "contract")
    filled = staged_desk.fill_in(shown, "contract")

    document = printed_stage(staged_desk, shown, "contract")
    changed = staged_desk.fill_in(shown, "contract", plan={"aims": "另一个目标"})

    code = PrintCode.read(document["code"])
    assert code is not None
    found = checked_print(staged_desk.project(shown), Rulebook(staged()), SEALER, code)
    assert [page["title"] for page in document["pages"]] == ["改造方案"]
    assert (filled["stale_pages"], changed["stale_pages"]) == ([], [])  # the scan is attached after the page was saved
    assert found is None  # what it says now has another code
    staged_desk.hand_in(shown, "contract")
    again = PrintCode.read(printed_stage(staged_desk, shown, "contract")["code"])
    assert again is not None
    told = checked_print(staged_desk.project(shown), Rulebook(staged()), SEALER, again)
    assert told is not None
    assert (told["kind"], told["status"], told["number"]) == ("project_stage", "current", "HZ2026001")


def test_a_stage_that_nobody_stamps_is_not_printed(staged_desk: StagedDesk) -> None:
    shown = staged_desk.start_under_call()

    with pytest.raises(NotFound):
        printed_stage(staged_desk, shown, "filing")
