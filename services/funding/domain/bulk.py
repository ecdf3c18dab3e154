"""Bulk acts: what can be done is done, and every item has its own result. Never an amount dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.refusal import Problem, Refusal
from services.funding.domain.refusals import NoneDone

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class ItemRefused:
    """One item that was left as it was, and why."""

    id: UUID
    code: str
    facts: dict[str, Any]
    problems: tuple[Problem, ...]

    def as_wire(self) -> dict[str, Any]:
        problems = [problem.as_wire() for problem in self.problems]
        return {"id": str(self.id), "code": self.code, "facts": self.facts, "problems": problems}


@dataclass(frozen=True, kw_only=True)
class Sorted(Generic[Value]):
    """What came out of the items, in their order, and which were refused."""

    done: tuple[Value, ...]
    refused: tuple[ItemRefused, ...]


def sort_out(ids: Iterable[UUID], act: Callable[[UUID], Value]) -> Sorted[Value]:
    """Try `act` on every id, each once. With nothing done the refusal rises: the one they share, or NoneDone."""
    done: list[Value] = []
    refusals: list[tuple[UUID, Refusal]] = []
    for each in dict.fromkeys(ids):
        try:
            done.append(act(each))
        except Refusal as refusal:
            refusals.append((each, refusal))
    if not done:
        _rise(refusals)
    refused = [
        ItemRefused(id=each, code=refusal.code, facts=refusal.facts, problems=refusal.problems)
        for each, refusal in refusals
    ]
    return Sorted(done=tuple(done), refused=tuple(refused))


def all_or_nothing(ids: Iterable[UUID], act: Callable[[UUID], Value]) -> tuple[Value, ...]:
    """Like `sort_out`, but one refused item refuses them all: a payment batch is what its maker chose."""
    sorted_out = sort_out(ids, act)
    if sorted_out.refused:
        raise NoneDone(problems=[_problem(item) for item in sorted_out.refused])
    return sorted_out.done


def _rise(refusals: list[tuple[UUID, Refusal]]) -> None:
    if len({refusal.code for _, refusal in refusals}) == 1:
        raise refusals[0][1]
    raise NoneDone(
        problems=[
            _problem(ItemRefused(id=each, code=refusal.code, facts=refusal.facts, problems=refusal.problems))
            for each, refusal in refusals
        ]
    )


def _problem(item: ItemRefused) -> Problem:
    inputs = {**item.facts, "problems": [problem.as_wire() for problem in item.problems]}
    return Problem(code=item.code, field=str(item.id), inputs=inputs)
