"""Targets in a pack: what the periods promise adds up, and what is promised names what is counted (XB24)."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.pack_problems import PackInvalid
from policy.packs import compile_folder
from policy.targets import Targets, read_targets
from tests.unit.policy.builders import NATIONAL, a_folder, a_pack

TARGETS = """
periods:
  - {code: first, title: 第一年, until: 2024-12-31, source: {ref: rules, article: 附件1}}
  - {code: second, title: 第二年, from: 2025-01-01, until: 2025-12-31, source: {ref: rules, article: 附件1}}
rows:
  - code: share
    title: 覆盖率
    aspect: transformation
    unit: "%"
    measure: pilots_listed
    share_of: {title: 规上企业, count: "417", assumed: 由各期数值推得}
    values: {first: "44.36", second: "50.84"}
    total: "95.20"
    source: {ref: rules, article: 附件1}
  - {code: apps, title: 优秀方案, aspect: typical_practices, unit: 个, measure: reported,
     total: "20", due: 2025-12-31, assumed: 示例}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('total: "95.20"', 'total: "95.21"', "periods_sum", "rows.0.total"),
        ('total: "95.20"', "total: 95", "not_quoted", "rows.0.total"),
        (', second: "50.84"', "", "periods_differ", "rows.0.values"),
        ("due: 2025-12-31, ", "", "values_or_due", "rows.1"),
        ("measure: pilots_listed", "measure: patents", "not_an_option", "rows.0.measure"),
        ("measure: reported", 'measure: reported, at_least_level: "2"', "not_an_option", "rows.1.at_least_level"),
        ("measure: reported", "measure: reported, scale: above_scale", "not_an_option", "rows.1.scale"),
        ('count: "417"', 'count: "0"', "malformed", "rows.0.share_of.count"),
        (", assumed: 由各期数值推得", "", "no_basis", "rows.0.share_of"),
        ("from: 2025-01-01", "from: 2024-12-31", "ranges_overlap", "periods.1"),
        ("from: 2025-01-01", "from: 2026-01-01", "ranges_order", "periods.1"),
        ("code: apps", "code: share", "not_unique", "rows.1"),
    ],
)
def test_what_targets_yaml_may_not_say(tmp_path: Path, old: str, new: str, code: str, key: str) -> None:
    assert old in TARGETS
    folder = a_folder(tmp_path, {"targets.yaml": TARGETS.replace(old, new, 1)})

    with pytest.raises(PackInvalid) as invalid:
        compile_folder(folder, national=NATIONAL)

    assert ("targets.yaml", code, key) in [(each.file, each.code, each.key) for each in invalid.value.problems]


def test_a_pack_without_the_file_promises_nothing(tmp_path: Path) -> None:
    pack = a_pack(tmp_path)

    assert read_targets(pack.compiled, pack.sources) == Targets()
