"""Forms: everything that is wrong, at once, with the path of the field."""

from __future__ import annotations

import time
from typing import Any

import pytest

from contracts.money import Money
from policy.forms import Form
from tests.unit.policy.builders import CREDIT_CODE, changed, good_answers

SEALED = {"key_id": "k1", "box": "abc", "last4": "0000"}


def found(form: Form, answers: Any, *, complete: bool = True) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in form.problems(answers, complete)]


def test_good_answers_have_no_problem(form: Form) -> None:
    assert found(form, good_answers()) == []


def test_an_empty_draft_may_be_saved(form: Form) -> None:
    assert found(form, {}, complete=False) == []
    assert found(form, {"basic": {"name": ""}, "needs": {"items": []}}, complete=False) == []


def test_an_empty_form_is_not_complete(form: Form) -> None:
    problems = form.problems({}, complete=True)

    assert [problem.field for problem in problems] == [
        "answers.basic.name",
        "answers.basic.code",
        "answers.basic.phone",
        "answers.basic.nature",
        "answers.basic.revenue",
        "answers.basic.profit",
        "answers.needs.aims",
        "answers.needs.staff",
        "answers.needs.rating",
        "answers.needs.founded_on",
        "answers.needs.is_willing",
        "answers.needs.items",
    ]
    assert {problem.code for problem in problems} == {"required"}
    assert problems[4].requirement == "收入：金额，单位万元，最多6位小数，不高于1000000"


@pytest.mark.parametrize(
    ("page", "field", "answer", "code"),
    [
        ("basic", "name", "字" * 11, "too_long"),
        ("basic", "name", 5, "wrong_type"),
        ("basic", "name", "a\x00b", "malformed"),
        ("basic", "name", "\ud800", "malformed"),
        ("basic", "code", CREDIT_CODE[:17], "credit_code_length"),
        ("basic", "code", "9131000OMA3E5L9X7A", "credit_code_character"),
        ("basic", "code", "91210200MA626E53AX", "credit_code_check_digit"),
        ("basic", "code", CREDIT_CODE.lower(), "malformed"),
        ("basic", "phone", "12345", "malformed"),
        ("basic", "phone", {"key_id": "k"}, "wrong_type"),
        ("basic", "nature", "public", "not_an_option"),
        ("basic", "nature", ["private"], "wrong_type"),
        ("basic", "revenue", 5, "wrong_type"),
        ("basic", "revenue", 5.5, "wrong_type"),
        ("basic", "revenue", "five", "not_an_amount"),
        ("basic", "revenue", "1e3", "not_an_amount"),
        ("basic", "revenue", "1" * 40, "not_an_amount"),
        ("basic", "revenue", "٣", "not_an_amount"),
        ("basic", "revenue", "0.0000001", "not_whole_fen"),
        ("basic", "revenue", "-1", "below_minimum"),
        ("basic", "revenue", "1000000.01", "above_maximum"),
        ("basic", "profit", "1.001", "not_whole_fen"),
        ("basic", "profit", "99999999999999999", "above_maximum"),
        ("needs", "aims", ["quality", "quality"], "duplicate_option"),
        ("needs", "aims", ["fame"], "not_an_option"),
        ("needs", "aims", "quality", "wrong_type"),
        ("needs", "staff", "20", "wrong_type"),
        ("needs", "staff", True, "wrong_type"),
        ("needs", "staff", 0, "below_minimum"),
        ("needs", "staff", 10000, "above_maximum"),
        ("needs", "rating", "4.55", "not_a_number"),
        ("needs", "rating", "5.1", "above_maximum"),
        ("needs", "founded_on", "2023-02-29", "not_a_date"),
        ("needs", "founded_on", "20230201", "not_a_date"),
        ("needs", "founded_on", "2025-01-01", "above_maximum"),
        ("needs", "is_willing", "yes", "wrong_type"),
        ("needs", "items", {}, "wrong_type"),
        ("needs", "items", [{"kind": "software", "price": "1"}] * 4, "too_many_rows"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_even_in_a_draft(
    form: Form, page: str, field: str, answer: Any, code: str
) -> None:
    answers = changed(good_answers(), page, **{field: answer})

    assert found(form, answers, complete=False) == [(code, f"answers.{page}.{field}")]


@pytest.mark.parametrize(
    ("page", "field", "answer"),
    [
        ("basic", "name", "字" * 10),
        ("basic", "phone", "0411-80000000"),
        ("basic", "revenue", "1000000"),
        ("basic", "revenue", "0.000001"),
        ("basic", "profit", "-0.01"),
        ("needs", "staff", 1),
        ("needs", "staff", 9999),
        ("needs", "rating", "0"),
        ("needs", "rating", "5.0"),
        ("needs", "founded_on", "2024-12-31"),
        ("needs", "is_willing", False),
        ("needs", "items", [{"kind": "software", "price": "1"}] * 3),
    ],
)
def test_an_answer_on_its_limit_is_good(form: Form, page: str, field: str, answer: Any) -> None:
    assert found(form, changed(good_answers(), page, **{field: answer})) == []


def test_all_problems_come_at_once_with_their_paths(form: Form) -> None:
    answers = good_answers()
    answers["basic"]["revenue"] = "much"
    answers["basic"]["colour"] = "red"
    answers["needs"]["items"] = [{"kind": "gold", "price": "1.005"}, {"kind": "software"}, "row"]
    answers["party"] = {}

    assert found(form, answers) == [
        ("not_an_amount", "answers.basic.revenue"),
        ("unknown_field", "answers.basic.colour"),
        ("not_an_option", "answers.needs.items.0.kind"),
        ("not_whole_fen", "answers.needs.items.0.price"),
        ("required", "answers.needs.items.1.price"),
        ("wrong_type", "answers.needs.items.2"),
        ("unknown_page", "answers.party"),
    ]


@pytest.mark.parametrize(("answers", "field"), [([], "answers"), ({"basic": []}, "answers.basic"), (None, "answers")])
def test_answers_of_another_shape_are_a_problem_and_no_accident(form: Form, answers: Any, field: str) -> None:
    assert ("wrong_type", field) in found(form, answers, complete=False)


def test_a_hidden_field_must_be_empty_and_a_shown_one_filled(form: Form) -> None:
    hidden = changed(good_answers(), "basic", other_nature="集体")
    shown = changed(good_answers(), "basic", nature="other")

    assert found(form, hidden) == [("not_visible", "answers.basic.other_nature")]
    assert found(form, hidden, complete=False) == []
    assert found(form, shown) == [("required", "answers.basic.other_nature")]
    assert found(form, changed(shown, "basic", other_nature="集体")) == []


def test_a_text_for_other_is_required_with_the_option(form: Form) -> None:
    assert found(form, changed(good_answers(), "needs", aims=["other"])) == [("required", "answers.needs.aim_text")]
    assert found(form, changed(good_answers(), "needs", aims=["other"], aim_text="绿色")) == []


def test_a_row_can_require_a_field_by_its_own_columns(form: Form) -> None:
    cheap = {"kind": "software", "price": "100"}
    dear = {"kind": "software", "price": "100.01"}

    assert found(form, changed(good_answers(), "needs", items=[cheap, dear])) == [
        ("required", "answers.needs.items.1.note")
    ]


def test_a_sealed_answer_is_good_plain_and_sealed_and_is_never_echoed(form: Form) -> None:
    sealed = changed(good_answers(), "basic", phone=SEALED)
    wrong = form.problems(changed(good_answers(), "basic", phone="not a phone"), complete=True)

    assert found(form, sealed) == []
    assert "not a phone" not in str(wrong)


def test_plain_values_of_sealed_fields_are_sealed_in_rows_too(form: Form) -> None:
    answers = good_answers()
    answers["needs"]["items"] = [{"kind": "software", "price": "1", "contact": "0411-80000000"}]
    purposes: list[str] = []

    def seal(purpose: str, text: str) -> dict[str, str]:
        purposes.append(purpose)
        return {"key_id": "k1", "box": "box", "last4": text[-4:]}

    sealed = form.seal(answers, seal)

    assert form.sealed_paths == ("basic.phone", "needs.items.*.contact")
    assert purposes == ["declaration.basic.phone", "declaration.needs.items.contact"]
    assert sealed["basic"]["phone"]["last4"] == "0000"
    assert "80000000" not in str(sealed)
    assert form.seal(sealed, seal) == sealed
    assert answers["basic"]["phone"] == "13800000000"


def test_answers_become_typed_facts_without_the_sealed_ones(form: Form) -> None:
    facts = form.facts(good_answers())

    assert facts["declaration.basic.revenue"] == Money.wan_yuan("1000.5")
    assert facts["declaration.basic.profit"] == Money(-325)
    assert facts["declaration.needs.aims"] == frozenset({"quality", "cost"})
    assert facts["declaration.needs.items.count"] == 1
    assert facts["declaration.needs.items"][0]["price"] == Money.yuan("100")
    assert "declaration.basic.phone" not in facts
    assert facts.keys() <= form.fact_types().keys()


def test_an_unreadable_answer_is_no_fact(form: Form) -> None:
    facts = form.facts(changed(good_answers(), "basic", revenue="much"))

    assert "declaration.basic.revenue" not in facts


def test_the_stamp_covers_what_the_print_shows(form: Form) -> None:
    digest = form.stamped_digest(good_answers())

    assert list(digest) == ["basic"]  # the second page is not stamped
    assert form.stamped_digest(changed(good_answers(), "basic", revenue="1000.6")) != digest
    assert form.stamped_digest(changed(good_answers(), "basic", revenue="1000.50")) == digest
    assert form.stamped_digest(changed(good_answers(), "basic", phone=SEALED)) == digest
    assert form.stamped_digest(changed(good_answers(), "basic", other_nature="隐藏")) == digest
    assert form.stamped_digest(changed(good_answers(), "needs", staff=21)) == digest


def test_the_order_of_keys_changes_no_stamp(form: Form) -> None:
    answers = good_answers()
    reversed_basic = dict(reversed(answers["basic"].items()))

    assert form.stamped_digest({**answers, "basic": reversed_basic}) == form.stamped_digest(answers)


def test_changed_pages_are_named(form: Form) -> None:
    before = good_answers()
    after = changed(before, "needs", items=[{"kind": "travel", "price": "100"}])

    assert form.pages_changed(before, before) == ()
    assert form.pages_changed(before, after) == ("needs",)
    assert form.pages_changed({}, before) == ("basic", "needs")


def test_digests_of_a_broken_draft_do_not_fail(form: Form) -> None:
    broken = {"basic": {"revenue": 5.5, "name": ["x"], "phone": 7}, "needs": {"items": ["x"], "aims": {}}}

    assert form.stamped_digest(broken) != form.stamped_digest({})
    assert form.pages_changed(broken, broken) == ()
    assert form.facts(broken) == {}
    assert form.facts({}) == {"declaration.needs.items.count": 0}
    assert form.shown({**broken, "needs": []})


def test_a_form_is_prefilled_from_what_is_known(form: Form) -> None:
    assert form.prefilled({"organisation.name": "海州示例厂"}) == {"basic": {"name": "海州示例厂"}}


def test_what_the_registry_filled_in_cannot_be_changed(form: Form) -> None:
    before = good_answers()

    assert form.locked_paths == ("basic.name",)
    assert form.locked_problems(before, changed(before, "basic", revenue="1")) == []
    assert [
        (problem.code, problem.field) for problem in form.locked_problems(before, changed(before, "basic", name="别厂"))
    ] == [("field_locked", "answers.basic.name")]


def test_a_form_prints_in_chinese(form: Form) -> None:
    basic, needs = form.shown(changed(good_answers(), "basic", phone=SEALED))

    assert ("性质", "民营") in basic.rows
    assert ("收入", "1000.5万元") in basic.rows
    assert ("电话", "****0000") in basic.rows
    assert all(title != "其他性质" for title, _ in basic.rows)
    assert ("有意愿", "是") in needs.rows
    assert ("成立日期", "2010年5月1日") in needs.rows
    assert needs.tables == (("明细", ("类别", "价格", "说明", "联系电话"), (("软件", "100元", "", ""),)),)


def test_checking_a_form_is_fast(form: Form) -> None:
    answers = good_answers()
    fastest = min(_seconds(form, answers) for _ in range(5))

    assert fastest < 0.001  # about 30 us alone; the bound only catches what became slower by an order


def _seconds(form: Form, answers: dict[str, Any]) -> float:
    began = time.perf_counter()
    for _ in range(20):
        form.problems(answers, complete=True)
    return (time.perf_counter() - began) / 20
