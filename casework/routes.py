"""Where a dossier is on the review route of its pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.dossier import Dossier, OpenStep
from casework.ports import Route, RouteStep
from casework.review_clock import ReviewClock
from casework.states import Action
from contracts.refusal import ActionNotAllowed
from contracts.working_days import WorkingDays


def open_step(route: Route, index: int, calendar: WorkingDays, *, at: datetime) -> OpenStep:
    """The step of the route with its clock started. A route without steps is a broken pack: IndexError."""
    step = route.steps[index]
    return OpenStep(
        index=index,
        name=step.step,
        role=step.role,
        division_level=step.division_level,
        clock=ReviewClock.start(step.working_days, at=at, calendar=calendar),
    )


def opened(dossier: Dossier, action: Action) -> OpenStep:
    """The step that the dossier is in; `ActionNotAllowed` where it is in none."""
    if dossier.step is None:
        raise ActionNotAllowed(state=dossier.state.value, action=action.value)
    return dossier.step


def current_step(dossier: Dossier, route: Route) -> RouteStep:
    """What the pack says about the step that the dossier is in: whose role it takes, which outcomes it has."""
    return route.steps[opened(dossier, Action.PASS_STEP).index]


def next_step(route: Route, step: OpenStep, calendar: WorkingDays, *, at: datetime) -> OpenStep:
    """The step after this one, opened. ValueError after the last."""
    index = route.next_index(step.index)
    if index is None:
        raise ValueError(f"{step.name} is the last step")
    return open_step(route, index, calendar, at=at)


def step_after_return(route: Route, step: OpenStep, calendar: WorkingDays, *, at: datetime) -> OpenStep:
    """Where a corrected dossier goes on: the same step with the days it has left, unless the route begins anew."""
    index = route.index_after_return(step.index)
    if index != step.index:
        return open_step(route, index, calendar, at=at)
    return replace(step, clock=step.clock.resumed(at=at, calendar=calendar))
