"""Which events a handler can lead to: what it calls, and what that calls, is followed through the source.

Names are followed through imports. A method of an object is followed to every method of that name in
the service and in casework, so more is found than can happen, never less.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from contracts.events.subscriptions import event_types
from tests.architecture.source import ROOT, parsed, python_files

Place = tuple[str, str]
"""(module, qualified name)"""

_EVENTS = {kind.__name__ for kind in event_types()}


@dataclass
class _Module:
    """Functions by qualified name, and what the names of a module stand for."""

    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    names: dict[str, Place] = field(default_factory=dict)


def announced_by(service: str, handler: Place) -> set[str]:
    """The names of the event classes that a handler can build, itself or through what it calls."""
    modules = _modules(service)
    found: set[str] = set()
    seen: set[Place] = set()
    waiting = [handler]
    while waiting:
        place = waiting.pop()
        if place in seen or place[1] not in modules.get(place[0], _Module()).functions:
            continue
        seen.add(place)
        module = modules[place[0]]
        for node in _acting(module.functions[place[1]]):
            events, places = _followed(node, place[0], module, modules)
            found |= events
            waiting += places
    return found


def loops(leads_to: dict[str, set[str]]) -> list[list[str]]:
    """Every way from an event back to itself, each told once."""
    found: list[list[str]] = []

    def walk(path: list[str]) -> None:
        for following in sorted(leads_to.get(path[-1], ())):
            if following == path[0]:
                found.append([*path, following])
            elif following not in path and following > path[0]:
                walk([*path, following])

    for event in sorted(leads_to):
        walk([event])
    return found


def _followed(node: ast.AST, here: str, module: _Module, modules: dict[str, _Module]) -> tuple[set[str], list[Place]]:
    """The events and the functions that one expression names."""
    if isinstance(node, ast.Name):
        meant = module.names.get(node.id, (here, node.id))
        return ({meant[1]} if meant[1] in _EVENTS else set()), [meant]
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id in module.names:
            package, name = module.names[node.value.id]
            return set(), [(f"{package}.{name}", node.attr), (package, f"{name}.{node.attr}")]
        return set(), [
            (name, function)
            for name, other in modules.items()
            for function in other.functions
            if function.endswith(f".{node.attr}") and ".service" not in name
        ]
    return set(), []


def _acting(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The expressions of a function's body, without annotations and without questions for a type."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            continue
        yield node
        if isinstance(node, ast.AnnAssign):
            waiting += [node.value] if node.value else []
        else:
            waiting += ast.iter_child_nodes(node)


@cache
def _modules(service: str) -> dict[str, _Module]:
    paths = [*python_files("casework"), *python_files(f"services/{service}")]
    return {_name(path): _read(parsed(path)) for path in paths}


def _read(tree: ast.Module) -> _Module:
    module = _Module()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            module.names |= {each.asname or each.name: (node.module, each.name) for each in node.names}
        elif isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            module.functions |= {
                f"{node.name}.{each.name}": each for each in node.body if isinstance(each, ast.FunctionDef)
            }
    return module


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
