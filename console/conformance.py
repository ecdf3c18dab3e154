"""`shuzhuan conformance`: which flow or worked case shows which requirement, as docs/conformance.md.

A worked case names its ids by `shows`, a test by `@pytest.mark.shows("DL9", …)`. Read from the sources; nothing is run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from policy.cases import read_cases

app = typer.Typer(no_args_is_help=True, help="Requirements, and what shows them.")

ROOT = Path(__file__).resolve().parents[1]
_ID = re.compile(r"^\| ([A-Z]+[0-9]+) \| (.+) \|$", re.MULTILINE)
_TESTS = ("flow", "api", "faults", "contract", "deploy", "portal")
"""The folders whose tests drive the real thing; a unit test shows no requirement."""


@dataclass(frozen=True, order=True)
class Shown:
    """One sentence that shows a requirement, and where it stands."""

    id: str
    place: str
    sentence: str


def requirements(root: Path = ROOT) -> dict[str, str]:
    """Every id with its row, in the order of docs/requirements.md."""
    return dict(_ID.findall((root / "docs" / "requirements.md").read_text(encoding="utf-8")))


def shown_by(root: Path = ROOT) -> list[Shown]:
    """What shows requirements: tests first, then worked cases, by place."""
    return sorted([*_by_tests(root)]) + sorted([*_by_cases(root)])


def page(root: Path = ROOT) -> str:
    """docs/conformance.md as it has to be now."""
    known, shown = requirements(root), shown_by(root)
    unknown = sorted({each.id for each in shown} - known.keys())
    if unknown:
        raise ValueError(f"docs/requirements.md does not know {', '.join(unknown)}")
    lines = [
        "# Conformance",
        "",
        "Written by `shuzhuan conformance write` from tests and worked cases; see [requirements.md](requirements.md).",
        "A requirement is shown by tests that drive the platform, and by worked cases of packs.",
        "",
    ]
    for id_, row in known.items():
        found = [each for each in shown if each.id == id_]
        if found:
            lines += [f"## {id_}", "", row, "", *(f"- {each.sentence} (`{each.place}`)" for each in found), ""]
    return "\n".join(lines)


def not_shown(root: Path = ROOT) -> list[str]:
    """Every id that no test and no worked case shows."""
    found = {each.id for each in shown_by(root)}
    return [id_ for id_ in requirements(root) if id_ not in found]


@app.command()
def write() -> None:
    """Write docs/conformance.md anew."""
    (ROOT / "docs" / "conformance.md").write_text(page(), encoding="utf-8")


@app.command()
def check() -> None:
    """Exit status 1 when a requirement is shown by nothing, or docs/conformance.md is not what the sources say."""
    if missing := not_shown():
        typer.echo(f"shown by no test and no worked case: {', '.join(missing)}", err=True)
        raise typer.Exit(1)
    path = ROOT / "docs" / "conformance.md"
    if not path.exists() or path.read_text(encoding="utf-8") != page():
        typer.echo("docs/conformance.md is out of date: shuzhuan conformance write", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(requirements())} requirements, each of them shown")


def _by_tests(root: Path) -> Iterator[Shown]:
    for folder in _TESTS:
        for path in sorted((root / "tests" / folder).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    sentence = node.name.removeprefix("test_").replace("_", " ")
                    place = path.relative_to(root).as_posix()
                    yield from (Shown(id_, place, sentence) for id_ in _marked(node))


def _marked(node: ast.FunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.shows":
            yield from (str(ast.literal_eval(argument)) for argument in decorator.args)


def _by_cases(root: Path) -> Iterator[Shown]:
    packs = root / "packs"
    for folder in (*sorted(head.parent for head in packs.glob("*/*/pack.yaml")), packs / "national"):
        documents, _ = read_cases(folder)
        for document in documents:
            place = (folder / document.name).relative_to(root).as_posix()
            base = document.content.get("base", {}).get("shows", ())
            for case in document.content["cases"]:
                yield from (Shown(id_, place, case["name"]) for id_ in case.get("shows", base))
