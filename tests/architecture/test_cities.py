"""What one city decided is in its pack. No Python asks which city it is."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, parsed, python_files, shown

CODE = ("contracts", "policy", "casework", "chassis", "services", "gateway", "console")

_KNOWN_CITIES = {"dalian", "xiamen", "zhongshan", "ningbo", "hohhot", "inner-mongolia", "大连", "厦门", "中山", "宁波"}
_NOT_CITIES = {"national"}


def test_no_code_compares_a_city_with_a_name() -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in python_files(*CODE)
        for line in comparisons_with_a_city(parsed(path), city_names())
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'if city == "somewhere": pass',
        'rate = 1 if case.city != "somewhere" else 2',
        'if row["city"] in ("a", "b"): pass',
        'match declaration.city:\n    case "somewhere": pass',
        'if place == "dalian": pass',
        'rates = {"dalian": 1}[city]',
        'if name.startswith("大连"): pass',
    ],
)
def test_a_question_for_the_city_is_found_however_it_is_asked(code: str) -> None:
    assert list(comparisons_with_a_city(ast.parse(code), city_names()))


@pytest.mark.parametrize(
    "code",
    ["if row.city != actor.city: pass", 'if city == "": pass', 'pack = packs.get("city")', '"""As in dalian."""'],
)
def test_what_does_not_ask_for_a_certain_city_is_left_alone(code: str) -> None:
    assert not list(comparisons_with_a_city(ast.parse(code), city_names()))


def city_names() -> set[str]:
    """The folders of the packs and the cities whose papers we read."""
    folders = {path.name for path in (ROOT / "packs").glob("*") if path.is_dir()}
    return (folders | _KNOWN_CITIES) - _NOT_CITIES


def comparisons_with_a_city(tree: ast.AST, cities: set[str]) -> Iterator[int]:
    """The lines that compare something called city with a text, or that decide by the name of a city."""
    for node in ast.walk(tree):
        subjects, choices = _decision(node)
        texts = set().union(*map(_texts, [*subjects, *choices]))
        if texts & cities or (any(map(_is_city, subjects)) and texts - {""}):
            yield getattr(node, "lineno", 0)


def _decision(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """What a piece of code looks at, and the values that it looks for; nothing where it does not decide."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [left, *others], []
        case ast.Match(subject=subject, cases=cases):
            return [subject], [case.pattern for case in cases]
        case ast.Dict(keys=keys):
            return [], [key for key in keys if key]
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith"), args=arguments):
            return [], list(arguments)
    return [], []


def _texts(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def _is_city(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=name)):
            return name in ("city", "city_code", "city_name")
    return False
