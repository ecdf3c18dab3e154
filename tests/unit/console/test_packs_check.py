"""`shuzhuan packs check` refuses a wrong pack with file, line, key and reason, in Chinese and in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.main import app
from tests.unit.policy.builders import FILES, NATIONAL, a_folder, edited

RATE = "lines.0.tiers.0.rate.values.0"
FAULTS = [
    ("a float", "subsidy.yaml", 'value: "0.40"', "value: 0.40", f"{RATE}.value", "a float is not allowed",
     "不允许浮点数"),
    ("an overlap", "conditions.yaml", "from: 2024-07-01", "from: 2024-06-30", "values.minimum_revenue.values.1",
     "date ranges overlap: until 2024-06-30, then from 2024-06-30", "日期区间重叠"),
    ("no basis", "subsidy.yaml",
     ", source: {ref: rules, article: 第五条（二）}}]}\n        cap", "}]}\n        cap", RATE,
     "neither a source with its article nor an assumed reason", "既没有 source（依据条款）"),
    ("an unknown key", "pack.yaml", 'version: "1"', 'version: "1"\ncolour: red', "colour", "unknown key", "未知的键"),
    ("a rate above 1", "subsidy.yaml", 'value: "0.40"', 'value: "1.01"', f"{RATE}.value", "the rate 1.01 is above 1",
     "比例 1.01 大于 1"),
    ("splits", "split.yaml", 'district: "0.4"', 'district: "0.3"', "values.0.value.shares",
     "the shares add up to 0.9, not to 1", "各来源份额之和为 0.9，应为 1"),
]  # fmt: skip


@pytest.mark.parametrize("fault", [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS])
def test_a_wrong_pack_is_refused_by_file_line_and_key_in_both_languages(tmp_path: Path, fault: tuple[str, ...]) -> None:
    file, old, new, key, english, chinese = fault
    (tmp_path / "national").symlink_to(NATIONAL)
    folder = a_folder(tmp_path, edited(file, old, new))
    before = FILES[file][: FILES[file].index(old)]
    line = before.count("\n") + 1 + (new.count("\n") if key == "colour" else 0)

    told = CliRunner().invoke(app, ["packs", "check", str(folder)])

    assert told.exit_code == 1
    (problem,) = [each.strip() for each in told.stderr.splitlines()]
    place, _, reasons = problem.partition(": ")
    assert place == f"{file}:{line} {key}"
    assert reasons.startswith(english)
    assert f" / {chinese}" in reasons


def test_what_is_assumed_nationally_is_told_once_for_all_packs_that_are_checked(tmp_path: Path) -> None:
    (tmp_path / "national").symlink_to(NATIONAL)
    folder = str(a_folder(tmp_path))

    told = CliRunner().invoke(app, ["packs", "check", folder, folder]).stdout.splitlines()

    national = [each for each in told if each.startswith("national assumed: ")]
    own = [each for each in told if each.startswith("  assumed: ")]
    assert len(national) == len(set(national)) > 0
    assert len(own) == 2 * len(set(own)) > 0
    assert not {each.removeprefix("  assumed: ") for each in own} & {
        each.removeprefix("national assumed: ") for each in national
    }
