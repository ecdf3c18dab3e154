"""The tests themselves: all of them are found, none is left out, and they run the code as it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, parsed, python_files, shown

_LEAVES_OUT = {"skip", "skipif", "skipIf", "skipUnless", "importorskip", "xfail", "expectedFailure"}


def test_every_test_file_has_tests() -> None:
    empty = [path for path in python_files("tests") if path.name.startswith("test_") and not list(_tests(path))]

    assert [shown(path) for path in empty] == []


def test_every_test_is_in_a_file_that_is_collected() -> None:
    others = [path for path in python_files("tests") if not path.name.startswith("test_")]

    assert [shown(path) for path in others if list(_tests(path))] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert _uses(_LEAVES_OUT) == []


def test_no_test_replaces_a_part_of_the_code() -> None:
    assert _uses({"MagicMock", "mock"}) == []


@pytest.mark.parametrize("code", ["pytest.skip('later')", "@pytest.mark.xfail\ndef f(): ...", "mock.patch('a.b')"])
def test_what_is_forbidden_to_tests_is_found(code: str) -> None:
    assert _names(ast.parse(code)) & (_LEAVES_OUT | {"mock"})


def test_the_monkey_patch_comes_before_every_other_statement() -> None:
    documentation, first, second, *_ = parsed(ROOT / "tests" / "conftest.py").body

    assert isinstance(documentation, ast.Expr)
    assert [ast.unparse(first), ast.unparse(second)] == ["import eventlet", "eventlet.monkey_patch()"]


def _tests(path: Path) -> Iterator[str]:
    """The names that pytest would collect: functions, classes, and the machines of hypothesis, which are assigned."""
    for node in ast.walk(parsed(path)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test_"):
                yield name
            case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("Test"):
                yield name


def _uses(names: set[str]) -> list[str]:
    found = {shown(path): _names(parsed(path)) & names for path in python_files("tests")}
    return [f"{path}: {', '.join(sorted(used))}" for path, used in found.items() if used]


def _names(tree: ast.AST) -> set[str]:
    """Every name and attribute that the code uses or imports."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
