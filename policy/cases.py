"""Worked cases of a pack: what is given, what must come out. Every boundary and every date has one.

    base:                                     # what the cases of this file share; a case adds or overrides
      kind: award
      given: {line: transformation, facts: {contract_on: 2024-03-01}}
    cases:
      - name: 合格投入40万元，补贴20万元，中央、地方各10万元
        given:
          spend: [{category: software, link: production_control, amount_yuan: "400000", invoice_on: 2024-05-01}]
        expect: {award_yuan: "200000.00", shares_yuan: {central: "100000.00", local: "100000.00"}}

The kinds are those of `case_kinds`. Only what a case expects is compared. Facts are written as text:
money in yuan, dates as YYYY-MM-DD; `answers: {<form>: {…}}` adds the facts of a form. `shows: [DL9]`
names the requirements that a case is an example of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.refusal import Refusal
from policy.case_kinds import CASE_KINDS
from policy.pack import Pack
from policy.pack_problems import PackInvalid, PackProblem
from policy.packs import load_folder
from policy.schema import Check, Place, anything, list_of, map_of, matching, one_of, shape, text
from policy.yaml_source import Document, read_document

_MAP: Check = map_of(anything, keys=r".+")
_COMMON: dict[str, Check] = {
    "kind": one_of(*CASE_KINDS),
    "given": _MAP,
    "shows": list_of(matching(r"[A-Z]{2,3}[0-9]{1,2}", "DL9"), at_least=1, unique=""),
}

CASES: Check = shape(
    {"cases": list_of(shape({"name": text, "expect": _MAP}, _COMMON), at_least=1, unique="name")},
    {"base": shape({}, _COMMON)},
)


@dataclass(frozen=True)
class CaseResult:
    """What became of one case: `found` has the members that were expected, or `error` when it could not be run.

    `shows` are the ids of the requirements that the case is an example of.
    """

    file: str
    line: int
    name: str
    shows: tuple[str, ...]
    expected: Mapping[str, Any]
    found: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        return self.expected == self.found

    def __str__(self) -> str:
        verdict = "passed" if self.passed else f"failed: expected {self.expected}, found {self.found}"
        return f"{self.file}:{self.line} {self.name}: {verdict}"


def run_cases(folder: Path, *, national: Path | None = None) -> list[CaseResult]:
    """Every case of the folder, in the order of the files; PackInvalid when the pack or a case file is malformed."""
    pack = load_folder(folder, national=national)
    documents, problems = read_cases(folder)
    if problems:
        raise PackInvalid(problems)
    return [result for document in documents for result in run_document(pack, document)]


def run_national_cases(folder: Path, *, national: Path | None = None) -> list[CaseResult]:
    """The cases of what is national, against the copy of it in the pack of the folder."""
    shared = national if national is not None else folder.parent.parent / "national"
    documents, problems = read_cases(shared)
    if problems:
        raise PackInvalid(problems)
    pack = load_folder(folder, national=shared)
    return [result for document in documents for result in run_document(pack, document)]


def read_cases(folder: Path) -> tuple[list[Document], list[PackProblem]]:
    """The case files of a pack folder, or of the national one, held against their shape."""
    documents, problems = [], []
    for path in sorted((folder / "cases").glob("*.yaml")):
        document, found = read_document(f"cases/{path.name}", path.read_text(encoding="utf-8"))
        CASES(document.content, Place(document, found))
        documents.append(document)
        problems += found
    return documents, problems


def run_document(pack: Pack, document: Document) -> Iterator[CaseResult]:
    """The cases of one file against a pack, which need not be the one of its folder (a replay, a mutation)."""
    base = document.content.get("base", {})
    for number, case in enumerate(document.content["cases"]):
        kind = case.get("kind", base.get("kind"))
        given = _merged(base.get("given", {}), case.get("given", {}))
        found = _run(pack, kind, given)
        shown = found if "error" in found else {name: found.get(name) for name in case["expect"]}
        ids = tuple(case.get("shows", base.get("shows", ())))
        line = document.line_of(("cases", number))
        yield CaseResult(document.name, line, case["name"], ids, case["expect"], shown)


def _run(pack: Pack, kind: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """A case that names what the pack does not have fails; it must not stop the others."""
    if kind is None:
        return {"error": "no kind"}
    try:
        return CASE_KINDS[kind](pack, given)
    except (LookupError, ValueError, TypeError, ArithmeticError, Refusal) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _merged(base: Any, added: Any) -> Any:
    """`added` over `base`, maps member by member."""
    if not isinstance(base, dict) or not isinstance(added, dict):
        return added
    return {**base, **{name: _merged(base.get(name), value) for name, value in added.items()}}
