"""YAML as a pack may use it."""

from __future__ import annotations

import pytest

from policy.yaml_source import read_document


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("on: 2024-01-01", {"on": "2024-01-01"}),
        ("code: 06", {"code": "06"}),
        ("no: no", {"no": "no"}),
        ("days: 3\nflag: true\nnothing: null", {"days": 3, "flag": True, "nothing": None}),
        ('rate: "0.50"', {"rate": "0.50"}),
        ("version: 1.2.3", {"version": "1.2.3"}),
        ("at: 2024-03-01T09:00:00", {"at": "2024-03-01T09:00:00"}),
    ],
)
def test_plain_words_stay_text(text: str, content: dict[str, object]) -> None:
    document, problems = read_document("pack.yaml", text)

    assert document.content == content
    assert problems == []


@pytest.mark.parametrize("number", ["0.5", "1.", ".5", "1e3", "-2.5", ".nan", ".inf"])
def test_a_float_is_refused_with_its_line_and_key(number: str) -> None:
    _, problems = read_document("subsidy.yaml", f"lines:\n  - key: main\n    rate: {number}\n")

    assert [(problem.code, problem.line, problem.key) for problem in problems] == [("float", 3, "lines.0.rate")]


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate_key", 3, "a"),
        ("a: &x {b: 1}\nc: *x", "alias", 1, "c"),
        ("a: !!python/name:os.system x", "tag", 1, "a"),
        ("a: [1, 2", "not_yaml", 1, ""),
        ("a: '\x01'", "not_yaml", 1, ""),
    ],
)
def test_what_could_hide_a_value_is_refused(text: str, code: str, line: int, key: str) -> None:
    _, problems = read_document("pack.yaml", text)

    assert [(problem.code, problem.line, problem.key) for problem in problems] == [(code, line, key)]


def test_a_problem_speaks_chinese_and_english() -> None:
    _, problems = read_document("pack.yaml", "rate: 0.5")

    assert problems[0].in_chinese == "不允许浮点数 0.5，请加引号写成文本"
    assert problems[0].in_english == "a float is not allowed: quote 0.5 as text"
    assert str(problems[0]).startswith("pack.yaml:1 rate: ")
