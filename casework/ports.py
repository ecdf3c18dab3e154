"""What the pack hands in, by shape: `policy` has the classes, nothing here imports or inherits them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from contracts.refusal import Problem

Answers = Mapping[str, Any]
"""Page -> `{field: answer}`; a field of rows holds a list. A sealed answer is a `Sealed` as JSON, a decimal is text."""


class RouteStep(Protocol):
    """One step of a review route. `working_days` is None where the source states no limit."""

    @property
    def step(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def division_level(self) -> str | None: ...
    @property
    def working_days(self) -> int | None: ...
    @property
    def outcomes(self) -> Collection[str]: ...


class Route(Protocol):
    """The steps in their order, at least one, and where a dossier goes from each of them."""

    @property
    def steps(self) -> Sequence[RouteStep]: ...

    def next_index(self, index: int) -> int | None: ...

    def index_after_return(self, index: int) -> int: ...


class Form(Protocol):
    """The rules of a form: what is wrong with these answers, with fields as `answers.<page>.<field>`."""

    def problems(self, answers: Answers, complete: bool) -> Sequence[Problem]: ...
