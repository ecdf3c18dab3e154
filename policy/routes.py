"""Review routes: the steps of a case as data. States are code and closed; steps, roles and terms are the pack's.

    declaration:
      title: 试点企业审核
      resumes_at: first_step                # where a returned case goes on
      assumed: 手册只说重新提交审批
      steps:
        - {step: preliminary_review, title: 区县初审, role: district_reviewer, division_level: district,
           working_days: 3, outcomes: [approved, returned, rejected], source: {ref: guide, article: 四、（一）1}}

`role` is a role of `contracts.roles.Role`; no use case names one. `working_days: null` sets no term. `actor: league`
lets the step pass cases only within the window that a call sets for that actor; `requires_document` asks for a letter
over several cases (`documents`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.documents import DocumentRule, read_document
from policy.refs import Basis

OUTCOMES = ("approved", "returned", "rejected", "passed", "failed", "deferred")
DIVISION_LEVELS = ("town", "county", "district", "league", "city", "region")
FIRST_STEP, SAME_STEP = "first_step", "same_step"
SPECIAL_AUDIT, AUDIT_REPORT = "special_audit", "special_audit_report"
"""The form of a step that audits what was spent, and the slot of the report that has to come with it."""


@dataclass(frozen=True)
class Step:
    """Who decides, where, within how many working days, and what the answer may be.

    `assigned_by` is the role that picks the person or institution, where one is picked; `forms` and
    `attachments` are what the step hands in itself; `actor` has a window of its own in the calls.
    """

    step: str
    title: str
    role: str
    division_level: str
    working_days: int | None
    outcomes: frozenset[str]
    assigned_by: str | None
    forms: tuple[str, ...]
    attachments: str | None
    basis: Basis
    actor: str | None = None
    document: DocumentRule | None = None

    def allows(self, outcome: str) -> bool:
        return outcome in self.outcomes


@dataclass(frozen=True)
class Route:
    """The steps in their order; a case in review carries the index of its step."""

    name: str
    title: str
    steps: tuple[Step, ...]
    resumes_at: str
    basis: Basis

    def step(self, index: int) -> Step:
        """IndexError outside the route, below zero too."""
        if index < 0:
            raise IndexError(index)
        return self.steps[index]

    def next_index(self, index: int) -> int | None:
        """The index of the step after this one; None: the route is done."""
        return index + 1 if index + 1 < len(self.steps) else None

    def index_after_return(self, index: int) -> int:
        """Where a case that was returned at `index` goes on when it is submitted again."""
        return 0 if self.resumes_at == FIRST_STEP else index

    def index_of(self, step: str) -> int:
        """KeyError for a step that the route does not have."""
        for index, each in enumerate(self.steps):
            if each.step == step:
                return index
        raise KeyError(step)


def read_route(name: str, spec: Mapping[str, Any], sources: Mapping[str, str]) -> Route:
    """A route from its compiled form."""
    steps = tuple(_read_step(step, sources) for step in spec["steps"])
    return Route(name, spec["title"], steps, spec.get("resumes_at", FIRST_STEP), Basis.read(spec, sources))


def _read_step(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Step:
    return Step(
        step=spec["step"],
        title=spec["title"],
        role=spec["role"],
        division_level=spec["division_level"],
        working_days=spec["working_days"],
        outcomes=frozenset(spec["outcomes"]),
        assigned_by=spec.get("assigned_by"),
        forms=tuple(spec.get("forms", ())),
        attachments=spec.get("attachments"),
        basis=Basis.read(spec, sources),
        actor=spec.get("actor"),
        document=read_document(spec.get("requires_document"), sources),
    )
