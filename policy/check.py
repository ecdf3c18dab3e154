"""What `shuzhuan packs check` prints: what is wrong with a folder, what it assumes, whether its cases pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy.assumptions import Assumption
from policy.cases import CaseResult, read_cases, run_document
from policy.pack_problems import PackInvalid, PackProblem
from policy.packs import load_folder
from policy.refs import PackRef


@dataclass(frozen=True)
class Report:
    """`ref` is None when the folder does not compile; then only `problems` says anything."""

    ref: PackRef | None
    problems: tuple[PackProblem, ...]
    assumed: tuple[Assumption, ...]
    cases: tuple[CaseResult, ...]

    @property
    def is_clean(self) -> bool:
        """No problem, and every worked case passes; assumptions are allowed, because they are shown."""
        return not self.problems and all(case.passed for case in self.cases)


def check_folder(folder: Path, *, national: Path | None = None) -> Report:
    """The report on a pack folder; nothing is raised for a bad pack, only for a folder that cannot be read."""
    documents, case_problems = read_cases(folder)
    try:
        pack = load_folder(folder, national=national)
    except PackInvalid as invalid:
        return Report(None, (*invalid.problems, *case_problems), (), ())
    results = [] if case_problems else [result for each in documents for result in run_document(pack, each)]
    return Report(pack.ref, tuple(case_problems), pack.assumptions, tuple(results))
