"""What a pack says about its rounds: quotas, public lists, ranking, letters over several cases, who may declare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy.pack import Pack
from policy.pack_problems import PackInvalid
from policy.packs import compile_folder
from policy.ranking import points_of
from tests.unit.policy.builders import CREDIT_CODE, FILES, NATIONAL, a_folder, a_pack, good_answers

HERE = Path(__file__).parent
REFUSED: list[dict[str, str]] = yaml.safe_load((HERE / "refused_rounds.yaml").read_text(encoding="utf-8"))
PART = {path.stem: path.read_text(encoding="utf-8") for path in (HERE / "haizhou" / "round").glob("*.yaml")}
REACHED = 'values:\n  reached: {title: 等级, unit: level, by: assessed_on, values: [{value: "2", assumed: 示例}]}\n'
OTHER_CODE = "91110108551385082Q"


def files(name: str = "", old: str = "", new: str = "") -> dict[str, str | None]:
    """The trial pack with a round as Inner Mongolia has it; one text in one of its files may be replaced."""
    routes = yaml.safe_load(FILES["routes.yaml"])
    routes["declaration"]["steps"][0] |= yaml.safe_load(PART["document"])
    changed = {
        "pack.yaml": FILES["pack.yaml"] + PART["round"],
        "routes.yaml": yaml.safe_dump(routes, allow_unicode=True, sort_keys=False),
        "attachments.yaml": FILES["attachments.yaml"] + PART["letters"],
        "conditions.yaml": FILES["conditions.yaml"].replace("values:\n", REACHED, 1),
        "forms/declaration.yaml": FILES["forms/declaration.yaml"].rstrip() + PART["partners"],
        "lifecycle.yaml": FILES["lifecycle.yaml"].replace("{name: d", "{applicants: [provider], name: d", 1),
    }
    if name:
        assert old in changed[name]
        changed[name] = changed[name].replace(old, new, 1)
    return dict(changed)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return a_pack(tmp_path, files())


def test_a_place_of_a_new_kind_is_refused_with_what_is_taken_and_by_how_many(pack: Pack) -> None:
    quota = pack.round.quotas[0]
    facts = {"division.league": "990100", "declaration.basic.nature": "other"}
    holders = {"a": "private", "b": "private"}

    problem = quota.problem(holders, holder="c", item=quota.item(facts), on=date(2024, 3, 2))

    assert quota.scope(facts) == ("990100",)
    assert problem is not None
    assert (problem.code, problem.article) == ("quota_exhausted", "办法 第二条")
    assert problem.requirement == "每个盟市的性质数不超过1个，已有：民营"
    assert problem.inputs == {
        "quota": "kinds_per_league",
        "at_most": 1,
        "taken": 1,
        "taken_by": ["private"],
        "holders": 2,
        "asked": "other",
    }


def test_one_more_of_a_kind_that_is_taken_costs_nothing_and_a_holder_keeps_or_changes_its_place(pack: Pack) -> None:
    kinds, cases = pack.round.quotas
    on = date(2024, 3, 2)

    assert kinds.problem({"a": "private"}, holder="b", item="private", on=on) is None
    assert kinds.problem({"a": "private"}, holder="a", item="other", on=on) is None
    assert cases.problem({"a": "", "b": ""}, holder="a", item="", on=on) is None
    assert cases.problem({"a": "", "b": ""}, holder="c", item="", on=on) is not None


def test_points_add_up_and_an_unknown_fact_gives_none(pack: Pack) -> None:
    ranking = pack.round.ranking

    both = points_of(ranking, {"declaration.needs.staff": 100, "declaration.basic.nature": "private"}, pack.values)
    unknown = points_of(ranking, {}, pack.values)

    assert sum(line.points for line in both) == 15
    assert unknown == ()


def test_a_stage_names_the_kinds_of_applicants_that_it_is_for(pack: Pack) -> None:
    stage = pack.stage("declaration")

    problem = stage.applicant_problem("enterprise")

    assert stage.applicant_problem("provider") is None
    assert problem is not None
    assert (problem.code, problem.article) == ("applicant_not_admitted", "办法 第四条")


def test_a_pack_without_lists_has_the_list_of_pilot_enterprises(tmp_path: Path) -> None:
    rules = a_pack(tmp_path).round

    [only] = rules.lists

    assert (only.key, only.origin, only.announces, only.notice) == ("pilots", "declaration", ("pilot_listed",), None)
    assert (rules.quotas, rules.ranking, rules.exclusive) == ((), (), None)


def test_rows_must_differ_in_their_distinct_column_and_blank_cells_stay_blank(pack: Pack) -> None:
    form = pack.form("declaration")
    rows: list[dict[str, Any]] = [
        {"name": "甲", "code": CREDIT_CODE, "cost": "150"},
        {"name": "乙", "code": OTHER_CODE, "cost": "150", "before": "0"},
        {"name": "丙", "code": CREDIT_CODE, "cost": "150"},
    ]
    answers = {**good_answers(), "partners": {"items": rows}}

    problems = form.problems(answers, complete=True)

    assert [(problem.code, problem.field) for problem in problems] == [
        ("row_repeated", "answers.partners.items.2.code")
    ]
    facts = form.facts({**answers, "partners": {"items": rows[:2]}})["declaration.partners.items"]
    assert [row["before"] for row in facts] == [None, 0]


def test_no_new_case_begins_after_the_last_day_of_a_pack(tmp_path: Path) -> None:
    pack = a_pack(tmp_path, files("pack.yaml", "until: 2025-12-31", "until: 2025-12-31, succeeded_by: trial-2026"))

    over = pack.validity_problem(date(2026, 1, 1))

    assert pack.validity_problem(date(2025, 12, 31)) is None
    assert over is not None
    assert (over.code, over.article, over.inputs["succeeded_by"]) == ("pack_expired", "办法 第三条", "trial-2026")
    assert over.requirement == "海州市试点自2024-01-01起至2025-12-31有效"


@pytest.mark.parametrize("case", REFUSED, ids=[case["key"] for case in REFUSED])
def test_what_does_not_fit_the_rest_of_the_pack_is_refused_where_it_stands(
    tmp_path: Path, case: Mapping[str, str]
) -> None:
    changed = files(case["file"], case["old"], case["new"])

    with pytest.raises(PackInvalid) as invalid:
        compile_folder(a_folder(tmp_path, changed), national=NATIONAL)

    found = [(each.file, each.code, each.key) for each in invalid.value.problems]
    assert (case["file"], case["code"], case["key"]) in found
