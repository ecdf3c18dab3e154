"""The codes of problems, read from the source: where one is written, where a constant holds it, where it is handed in.

A function that hands its parameter `code` to `Problem`, and an exception that keeps one, are followed to
what their callers write there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import parsed, shown

_PROBLEMS = {"Problem"}


@dataclass(frozen=True)
class _Taking:
    """A function, method or exception that is told a code: its name, and at which place."""

    name: str
    index: int


def codes_in(paths: Iterable[Path]) -> dict[str, str]:
    """Every code, with the first place (`policy/forms.py:77`) that writes it."""
    trees = {path: parsed(path) for path in paths}
    shared = {each for tree in trees.values() for each in _taking_a_code(tree) if not each.name.startswith("_")}
    found: dict[str, str] = {}
    for path, tree in trees.items():
        constants, taking = _constants(tree), shared | set(_taking_a_code(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for code in _codes_of(node, taking, constants):
                    found.setdefault(code, f"{shown(path)}:{node.lineno}")
    return found


def _codes_of(call: ast.Call, taking: set[_Taking], constants: dict[str, str]) -> Iterator[str]:
    name = _name(call.func)
    places = [each.index for each in taking if each.name == name]
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code" and (name in _PROBLEMS or places)]
    given += [call.args[index] for index in places if index < len(call.args)]
    for expression in given:
        for node in ast.walk(expression):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.Name) and node.id in constants:
                yield constants[node.id]


def _taking_a_code(tree: ast.Module) -> Iterator[_Taking]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            (_name(base) or "").endswith(("Error", "Exception")) for base in node.bases
        ):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__" and "code" in _parameters(method):
                    yield _Taking(node.name, _parameters(method).index("code"))
        elif isinstance(node, ast.FunctionDef) and "code" in _parameters(node) and _hands_its_code_on(node):
            yield _Taking(node.name, _parameters(node).index("code"))


def _hands_its_code_on(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and _name(node.func) in _PROBLEMS
        and any(
            each.arg == "code" and isinstance(each.value, ast.Name) and each.value.id == "code"
            for each in node.keywords
        )
        for node in ast.walk(function)
    )


def _parameters(function: ast.FunctionDef) -> list[str]:
    """The parameters that a caller fills in order."""
    names = [each.arg for each in function.args.args]
    return names[1:] if names[:1] == ["self"] else names


def _constants(tree: ast.Module) -> dict[str, str]:
    """The texts that names of a module stand for: `NO_TIER: Final = "no_tier"`."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def _name(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None
