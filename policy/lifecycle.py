"""Stages: their order is data. Each service keeps the milestones it heard; this tells which stages are open.

    - name: filing
      title: 项目立项
      service: project
      actor: applicant
      form: filing
      attachments: filing
      route: filing
      gate: filing
      opens_when: [pilot_listed]            # all of these milestones have to be there
      closes_when: [pilot_delisted]         # one of these is enough to close it
      has_window: true                      # every call then sets a window for it
      applicants: [enterprise]              # of which kinds; left out: of any
      awards: [diagnosis]                   # service funding: what its approval makes due, by the keys of subsidy.yaml
      yields: [filing_number, enrolment, contract]   # what follows from its approval
      is_published: true                    # its approval puts the project on the public list of filed projects
      amendment: {route: change, source: …} # what was approved may be amended, and who reviews that
      projects_per_case: {at_most: 1, assumed: …}    # of the stage that begins a project; null: as many as one likes
      delegable: true                       # the enterprise may let a provider act for it here; else it may not

Milestones are names of events that hold now, in whatever order they were heard; beside them
`<stage>_approved` for each stage of a project that was reviewed and approved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.refusal import Problem
from policy.calls import Call
from policy.refs import Basis

if TYPE_CHECKING:
    from policy.pack import Pack

SERVICES = ("registry", "declaration", "project", "acceptance", "funding")
APPLICANT_KINDS = ("enterprise", "provider", "institution")
FILING_NUMBER, ENROLMENT, CONTRACT, COMPLETION = "filing_number", "enrolment", "contract", "completion"
YIELDS = (FILING_NUMBER, ENROLMENT, CONTRACT, COMPLETION)
"""What the approval of a project's stage can bring: the number, pilot management, the contract in force, the end of
the work."""


@dataclass(frozen=True)
class Stage:
    """One stage: what it asks (form, attachments, gate), who reviews it (route), when it is open, what it yields.

    `is_delegable`: the enterprise may let a provider save and hand in for it (协助/代为提交). `amendment_route` None:
    what was approved stays. `projects_per_case` None: without a limit. `awards` are the subsidy lines that it asks for.
    """

    name: str
    title: str
    service: str
    actor: str
    form: str | None
    attachments: str | None
    route: str | None
    gate: str | None
    opens_when: frozenset[str]
    closes_when: frozenset[str]
    has_window: bool
    basis: Basis
    yields: frozenset[str] = frozenset()
    is_delegable: bool = False
    applicants: frozenset[str] = frozenset(APPLICANT_KINDS)
    is_published: bool = False
    amendment_route: str | None = None
    projects_per_case: int | None = None
    awards: tuple[str, ...] = ()

    def applicant_problem(self, kind: str) -> Problem | None:
        """`applicant_not_admitted`, with the article of the stage, for an applicant of a kind that it is not for."""
        if kind in self.applicants:
            return None
        return _problem(self, "applicant_not_admitted", kind=kind, applicants=sorted(self.applicants))


def approved(stage: str) -> str:
    """The milestone that the approval of a project's stage sets."""
    return f"{stage}_approved"


def open_stages(
    pack: Pack, milestones: Collection[str], at: datetime, *, call: Call | None = None
) -> tuple[Stage, ...]:
    """The stages that may be begun or gone on with at the moment, in the pack's order."""
    return tuple(stage for stage in pack.stages if not _problems(stage, milestones, at, call, stage.actor))


def stage_problems(
    pack: Pack,
    name: str,
    milestones: Collection[str],
    at: datetime,
    *,
    call: Call | None = None,
    actor: str | None = None,
) -> list[Problem]:
    """Why a stage is not open: `stage_not_reached`, `stage_over`, `window_not_open`, `window_over`; empty: it is.

    Without a call no window is judged; `actor` is the stage's own unless another one has a window of its own.
    """
    stage = pack.stage(name)
    return _problems(stage, milestones, at, call, actor or stage.actor)


def closed_for_all(pack: Pack, name: str, milestones: Collection[str], at: datetime) -> list[Problem]:
    """Why nobody can begin a stage now that belongs to no call; empty: it is open.

    A call that sets a window for the stage opens it; where no call does, there is no window.
    """
    stage = pack.stage(name)
    problems = stage_problems(pack, name, milestones, at)
    windows = [call.window(name, stage.actor) for call in pack.calls]
    found = [window.problem(at) for window in windows if window is not None]
    if problems or not found or None in found:
        return problems
    return [problem for problem in found if problem is not None][-1:]


def _problems(stage: Stage, milestones: Collection[str], at: datetime, call: Call | None, actor: str) -> list[Problem]:
    found = []
    missing = sorted(stage.opens_when.difference(milestones))
    if missing:
        found.append(_problem(stage, "stage_not_reached", waits_for=missing))
    ended_by = sorted(stage.closes_when.intersection(milestones))
    if ended_by:
        found.append(_problem(stage, "stage_over", ended_by=ended_by))
    window = call.window(stage.name, actor) if call is not None and stage.has_window else None
    problem = window.problem(at) if window is not None else None
    return [*found, problem] if problem is not None else found


def _problem(stage: Stage, code: str, **inputs: Any) -> Problem:
    return Problem(
        code=code,
        article=stage.basis.article,
        requirement=f"{stage.title}{stage.basis.remark}",
        inputs={"stage": stage.name, **inputs},
    )


def read_stage(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Stage:
    """A stage from its compiled form."""
    return Stage(
        name=spec["name"],
        title=spec["title"],
        service=spec["service"],
        actor=spec["actor"],
        form=spec.get("form"),
        attachments=spec.get("attachments"),
        route=spec.get("route"),
        gate=spec.get("gate"),
        opens_when=frozenset(spec.get("opens_when", ())),
        closes_when=frozenset(spec.get("closes_when", ())),
        has_window=spec.get("has_window", False),
        basis=Basis.read(spec, sources),
        yields=frozenset(spec.get("yields", ())),
        is_delegable=spec.get("delegable", False),
        applicants=frozenset(spec.get("applicants", APPLICANT_KINDS)),
        is_published=spec.get("is_published", False),
        amendment_route=spec.get("amendment", {}).get("route"),
        projects_per_case=spec.get("projects_per_case", {}).get("at_most"),
        awards=tuple(spec.get("awards", ())),
    )


def first_stage(pack: Pack) -> Stage:
    """The stage by which a case begins under a call: a declaration, or where the programme has none a project.

    LookupError for a pack that has neither.
    """
    for stage in pack.stages:
        if stage.service in ("declaration", "project"):
            return stage
    raise LookupError("no stage of a declaration or a project")
