"""Attachments: which slot takes what, and what is missing."""

from __future__ import annotations

import pytest

from policy.attachments import Attached
from policy.pack import Pack

SCAN = Attached("scan", "申报书.pdf", "application/pdf", 1000)


def codes(pack: Pack, *files: Attached, complete: bool = True, nature: str = "private") -> list[tuple[str, str | None]]:
    problems = pack.slots("declaration").problems(files, complete, {"declaration.basic.nature": nature})
    return [(problem.code, problem.field) for problem in problems]


def test_the_compulsory_slot_is_enough(pack: Pack) -> None:
    assert codes(pack, SCAN) == []


def test_a_missing_file_counts_only_when_the_stage_is_to_be_complete(pack: Pack) -> None:
    assert codes(pack) == [("attachment_missing", "attachments.scan")]
    assert codes(pack, complete=False) == []


def test_a_slot_can_be_compulsory_under_a_condition(pack: Pack) -> None:
    assert codes(pack, SCAN, nature="other") == [("attachment_missing", "attachments.proof")]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (Attached("scan", "a.png", "image/png", 1000), "media_type_not_allowed"),
        (Attached("scan", "a.pdf", "application/pdf", 1048577), "too_large"),
        (Attached("scan", "a.pdf", "application/pdf", 0), "empty_file"),
        (Attached("photo", "a.pdf", "application/pdf", 1), "unknown_slot"),
    ],
)
def test_a_file_that_does_not_fit_its_slot_is_a_problem(pack: Pack, file: Attached, code: str) -> None:
    assert codes(pack, file, complete=False) == [(code, f"attachments.{file.slot}")]


def test_too_many_files_are_a_problem(pack: Pack) -> None:
    assert codes(pack, SCAN, SCAN) == [("too_many_files", "attachments.scan")]


def test_a_problem_cites_the_article_and_the_limits(pack: Pack) -> None:
    (problem,) = pack.slots("declaration").problems([], True)

    assert problem.article == "办法 第四条"
    assert problem.requirement == "盖章件：PDF，单个文件不超过1MB，最多1个"


def test_slots_know_what_is_filled_and_what_is_stamped(pack: Pack) -> None:
    slots = pack.slots("declaration")

    assert slots.filled([SCAN, SCAN]) == {"scan"}
    assert [slot.code for slot in slots.stamped] == ["scan"]
    with pytest.raises(KeyError):
        slots.slot("photo")
