"""Every value of a pack is noticed by a worked case, or it survives its mutation and is named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from policy.mutation import mutants_of, survivors_of
from tests.packs.test_every_pack import PACKS


def changes(content: Any) -> list[str]:
    return [str(mutant) for mutant in mutants_of({"subsidy": content})]


@pytest.mark.parametrize(
    ("content", "steps"),
    [
        ({"unit": "yuan", "value": "100"}, ["100 -> 100.01", "100 -> 99.99"]),
        ({"unit": "wan_yuan", "value": "50"}, ["50 -> 50.000001", "50 -> 49.999999"]),
        ({"unit": "/1", "value": "0.5"}, ["0.5 -> 0.51", "0.5 -> 0.49"]),
        ({"unit": "/1", "value": "1"}, ["1 -> 0.99"]),
        ({"unit": "level", "value": "2"}, ["2 -> 3", "2 -> 1"]),
        ({"at_least": {"wan_yuan": "0"}}, ["0 -> 0.000001"]),
        ({"working_days": 3}, ["3 -> 4", "3 -> 2"]),
        ({"counts": True}, ["True -> False"]),
        ({"from": "2024-02-29"}, ["2024-02-29 -> 2024-03-01", "2024-02-29 -> 2024-02-28"]),
        (
            {"closes_at": "2023-12-31T23:59:59"},
            ["2023-12-31T23:59:59 -> 2024-01-01T00:00:00", "2023-12-31T23:59:59 -> 2023-12-31T23:59:58"],
        ),
    ],
)
def test_a_value_is_changed_by_its_smallest_step(content: Any, steps: list[str]) -> None:
    assert [each.split(": ", 1)[1] for each in changes(content)] == steps


def test_every_member_of_a_list_is_left_out_in_turn() -> None:
    assert changes({"in": ["345", "3670"]}) == ["subsidy.in: without 345", "subsidy.in: without 3670"]


def test_names_and_words_are_left_alone() -> None:
    assert changes({"code": "2022", "title": "2024", "source": {"ref": "x", "article": "9"}, "assumed": "3"}) == []


def test_a_mutant_leaves_the_pack_as_it_is() -> None:
    compiled = {"subsidy": {"lines": [{"cap": "1"}]}}

    changed = [mutant.compiled["subsidy"]["lines"] for mutant in mutants_of(compiled)]

    assert changed == [[], [{"cap": "2"}], [{"cap": "0"}]]
    assert compiled == {"subsidy": {"lines": [{"cap": "1"}]}}


def test_a_value_that_no_case_notices_survives(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "national", tmp_path / "national")
    copy = Path(shutil.copytree(PACKS / "dalian" / "sme-digital-2024", tmp_path / "dalian" / "sme-digital-2024"))
    (copy / "cases" / "seeded.yaml").unlink()

    _, survivors = survivors_of(copy)

    assert "pack.fund_sources: without central" in [str(survivor) for survivor in survivors]


def test_a_pack_whose_cases_fail_has_nothing_to_say(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "national", tmp_path / "national")
    copy = Path(shutil.copytree(PACKS / "dalian" / "sme-digital-2024", tmp_path / "dalian" / "sme-digital-2024"))
    subsidy = copy / "subsidy.yaml"
    subsidy.write_text(subsidy.read_text(encoding="utf-8").replace('"0.50"', '"0.51"'), encoding="utf-8")

    with pytest.raises(ValueError, match="fail already"):
        survivors_of(copy)
