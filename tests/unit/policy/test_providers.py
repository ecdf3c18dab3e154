"""Providers in a pack: kinds and rights, classes of products, and how a provider is rated (XB3, XB9, ZS3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.pack_problems import PackInvalid
from policy.packs import compile_folder
from policy.performance import PerformanceRule, ProjectRecord, performance_of
from tests.unit.policy.builders import FILES, NATIONAL, a_folder, a_pack

PROVIDERS = """
provider_kinds:
  - code: lead_integrator
    title: 牵引单位
    stage: provider_enrolment
    source: {ref: rules, article: 第九条}
    may:
      - {act: sell, source: {ref: rules, article: 第九条}}
      - {act: recommend_products, source: {ref: rules, article: 第十条}}
  - {code: recommended, title: 推荐入库服务商, assumed: 办法未规定类型名称, may: [{act: sell, assumed: 办法未规定}]}
product_categories:
  - {code: N-01, title: 共性, group: common, assumed: 示例类别}
recommendation: {stage: product_recommendation, enrols_as: recommended, source: {ref: rules, article: 第十条}}
appeal: {title: 申诉期限, working_days: 5, assumed: 办法未规定}
provider_performance:
  title: 服务商评价
  is_public: true
  least_projects: 2
  assumed: 办法未规定
  criteria:
    - {criterion: acceptance, weight: "0.50", assumed: 办法未规定}
    - {criterion: punctuality, weight: "0.20", assumed: 办法未规定}
    - {criterion: price, weight: "0.20", assumed: 办法未规定}
    - {criterion: satisfaction, weight: "0.10", assumed: 办法未规定}
  price_bands:
    title: 价格
    assumed: 办法未规定
    values: [{share_at_most: "1", score: "70"}, {share_at_most: "0.5", score: "100"}]
  satisfaction: {title: 满意度, least: 0, most: 10, assumed: 办法未规定}
  deductions: [{severity: major, points: "30", assumed: 办法未规定}]
  bands:
    title: 等级
    assumed: 办法未规定
    values: [{code: good, title: 好, score_from: "60"}, {code: bad, title: 差, score_from: "0"}]
"""
SCALE = "  satisfaction: {title: 满意度, least: 0, most: 10, assumed: 办法未规定}\n"
STAGES = """
- name: provider_enrolment
  title: 入库
  service: registry
  actor: provider
  form: declaration
  route: enrolment
  assumed: 示例
- name: product_recommendation
  title: 推荐
  service: registry
  actor: provider
  form: declaration
  route: enrolment
  delegable: true
  assumed: 示例
"""
ROUTE = """
enrolment:
  title: 入库审核
  assumed: 示例
  steps:
    - step: pool_review
      title: 审核
      role: city_officer
      division_level: city
      working_days: null
      outcomes: [approved]
      assumed: 示例
"""


def changes(old: str = "", new: str = "") -> dict[str, str | None]:
    assert old in PROVIDERS
    return {
        "providers.yaml": PROVIDERS.replace(old, new, 1) if old else PROVIDERS,
        "lifecycle.yaml": FILES["lifecycle.yaml"] + STAGES,
        "routes.yaml": FILES["routes.yaml"] + ROUTE,
    }


@pytest.fixture(scope="module")
def rule(tmp_path_factory: pytest.TempPathFactory) -> PerformanceRule:
    found = a_pack(tmp_path_factory.mktemp("pack"), changes()).performance
    assert found is not None
    return found


def test_a_kind_may_what_the_pack_says_with_its_article(tmp_path: Path) -> None:
    rules = a_pack(tmp_path, changes()).providers

    assert rules.may(["lead_integrator"], "recommend_products")
    assert not rules.may(["recommended", "unheard_of"], "recommend_products")
    assert rules.kind("lead_integrator").rights["recommend_products"].article == "办法 第十条"
    assert (rules.kind("recommended").stage, rules.categories["N-01"].group) == (None, "common")
    assert "production_control" in rules.scenarios


def test_a_pack_without_the_file_lets_everybody_sell_and_nothing_else(tmp_path: Path) -> None:
    pack = a_pack(tmp_path)

    assert pack.providers.may([], "sell")
    assert not pack.providers.may(["lead_integrator"], "act_for_enterprises")
    assert pack.performance is None


def test_a_stage_is_delegable_only_where_the_pack_says_so(tmp_path: Path) -> None:
    stages = {stage.name: stage.is_delegable for stage in a_pack(tmp_path, changes()).stages}

    assert stages == {
        "declaration": False,
        "acceptance": False,
        "provider_enrolment": False,
        "product_recommendation": True,
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("act: sell", "act: bake", "not_an_option", "provider_kinds.0.may.0.act"),
        (", assumed: 办法未规定}]}\nproduct", "}]}\nproduct", "no_basis", "provider_kinds.1.may.0"),
        ("stage: provider_enrolment", "stage: acceptance", "unknown_reference", "provider_kinds.0.stage"),
        ("enrols_as: recommended", "enrols_as: nobody", "unknown_reference", "recommendation.enrols_as"),
        ('weight: "0.50"', 'weight: "0.51"', "weights_sum", "provider_performance.criteria"),
        ('score: "70"', 'score: "100.5"', "score_above_top", "provider_performance.price_bands.values.0.score"),
        ('score_from: "60"', 'score_from: "0"', "bands_order", "provider_performance.bands.values"),
        ('score_from: "0"', 'score_from: "5"', "bands_order", "provider_performance.bands.values"),
        (SCALE, "", "missing_key", "provider_performance"),
        ("group: common", "group: both", "not_an_option", "product_categories.0.group"),
        ("working_days: 5", "working_days: 0", "not_whole", "appeal.working_days"),
    ],
)  # fmt: skip
def test_what_providers_yaml_may_not_say(tmp_path: Path, old: str, new: str, code: str, key: str) -> None:
    with pytest.raises(PackInvalid) as invalid:
        compile_folder(a_folder(tmp_path, changes(old, new)), national=NATIONAL)

    assert ("providers.yaml", code, key) in [(each.file, each.code, each.key) for each in invalid.value.problems]


def test_a_step_into_the_pool_is_not_assigned_to_somebody_else(tmp_path: Path) -> None:
    route = ROUTE.replace("outcomes: [approved]", "outcomes: [approved]\n      assigned_by: city_officer")
    changed = changes() | {"routes.yaml": FILES["routes.yaml"] + route}

    with pytest.raises(PackInvalid) as invalid:
        compile_folder(a_folder(tmp_path, changed), national=NATIONAL)

    assert {problem.code for problem in invalid.value.problems} == {"not_for_pool"}


def a_record(project: str = "1", **given: object) -> ProjectRecord:
    return replace(ProjectRecord(project=project), **given)  # type: ignore[arg-type]


def test_every_figure_names_the_projects_behind_it(rule: PerformanceRule) -> None:
    day = date(2025, 6, 30)
    records = [
        a_record("a", is_passed=True, due_on=day, completed_on=day, price_fen=50, ceiling_fen=100, satisfaction=10),
        a_record("b", is_passed=False),
        a_record("c", price_fen=1, ceiling_fen=2),
    ]

    found = performance_of(rule, records)

    parts = {part.criterion: (part.score, part.numerator, part.denominator, part.projects) for part in found.parts}
    assert parts == {
        "acceptance": (Decimal("50.000"), 1, 2, ("a", "b")),
        "punctuality": (Decimal("100.000"), 1, 1, ("a",)),
        "price": (Decimal("100.000"), 51, 102, ("a", "c")),
        "satisfaction": (Decimal("100.000"), 10, 10, ("a",)),
    }
    assert (found.score, found.judged) == (Decimal("75.000"), 2)
    assert found.band is not None
    assert found.band.code == "good"


def test_nobody_is_rated_by_fewer_projects_than_the_pack_asks_for(rule: PerformanceRule) -> None:
    found = performance_of(rule, [a_record("a", is_passed=True), a_record("b", satisfaction=3)])

    assert (found.score, found.band, found.judged) == (None, None, 1)
    assert found.parts[0].score == 100


def test_findings_cost_what_the_pack_says_and_never_more_than_there_is(rule: PerformanceRule) -> None:
    records = [a_record(name, is_passed=True) for name in "ab"]

    scores = [performance_of(rule, records, findings).score for findings in ({"major": 1, "note": 9}, {"major": 9})]

    assert scores == [Decimal("70.000"), Decimal("0.000")]


RECORDS = st.lists(
    st.builds(
        ProjectRecord,
        project=st.text(st.characters(codec="ascii", categories=["L"]), min_size=1),
        is_passed=st.sampled_from([True, False, None]),
        due_on=st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)),
        completed_on=st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)),
        price_fen=st.integers(0, 10**12),
        ceiling_fen=st.integers(0, 10**12),
        satisfaction=st.none() | st.integers(0, 10),
    ),
    unique_by=lambda record: record.project,
    max_size=6,
)


@given(records=RECORDS, order=st.randoms(use_true_random=False))
def test_the_order_of_projects_changes_nothing_and_a_score_is_from_nothing_to_a_hundred(
    rule: PerformanceRule, records: list[ProjectRecord], order: st.DataObject
) -> None:
    shuffled = list(records)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    found = performance_of(rule, records)

    assert performance_of(rule, shuffled) == found
    assert found.score is None or (0 <= found.score <= 100 and found.band is not None)
    assert all(part.score is None or 0 <= part.score <= 100 for part in found.parts)
