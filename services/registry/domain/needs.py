"""Needs (改造需求) that enterprises publish, for providers to answer (供需对接, XB6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.states import move
from contracts.refusal import Invalid, Problem
from policy.providers import ProviderRules


class NeedState(StrEnum):
    """Where a need stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class NeedAction(StrEnum):
    CHANGE = "change"
    PUBLISH = "publish"
    CLOSE = "close"


TRANSITIONS: Final[Mapping[tuple[NeedState, NeedAction], NeedState]] = {
    (NeedState.DRAFT, NeedAction.CHANGE): NeedState.DRAFT,
    (NeedState.DRAFT, NeedAction.PUBLISH): NeedState.PUBLISHED,
    (NeedState.DRAFT, NeedAction.CLOSE): NeedState.CLOSED,
    (NeedState.PUBLISHED, NeedAction.CLOSE): NeedState.CLOSED,
}
"""What providers answer stays as they read it: a published need is closed and another one published."""


@dataclass(frozen=True, kw_only=True)
class NeedTold:
    """What is asked for. `subsector` and `scenarios` are codes of the pack; `budget_fen` None: not said."""

    title: str
    text: str
    subsector: str | None = None
    scenarios: tuple[str, ...] = ()
    budget_fen: int | None = None

    def problems(self, rules: ProviderRules) -> Iterator[Problem]:
        """Everything that is wrong with it."""
        for name in ("title", "text"):
            if not getattr(self, name).strip():
                yield Problem(code="required", field=name)
        if self.budget_fen is not None and self.budget_fen <= 0:
            yield Problem(code="out_of_range", field="budget_fen")
        if self.subsector is not None and self.subsector not in rules.subsectors:
            yield Problem(code="not_an_option", field="subsector", inputs={"options": [*rules.subsectors]})
        for index, scenario in enumerate(self.scenarios):
            if scenario not in rules.scenarios:
                yield Problem(code="not_an_option", field=f"scenarios.{index}", inputs={"value": scenario})

    @property
    def members(self) -> dict[str, Any]:
        told = {
            "title": self.title.strip(),
            "text": self.text.strip(),
            "scenarios": tuple(dict.fromkeys(self.scenarios)),
        }
        return told | {"subsector": self.subsector, "budget_fen": self.budget_fen}


@dataclass(frozen=True, kw_only=True)
class Need:
    """`division` is the enterprise's when it was drafted."""

    id: UUID
    city: str
    version: int
    enterprise_id: UUID
    division: str
    programme_year: str
    title: str
    text: str
    subsector: str | None
    scenarios: tuple[str, ...]
    budget_fen: int | None
    state: NeedState
    drafted_at: datetime
    published_at: datetime | None = None
    closing_reason: str = ""

    def changed(self, told: NeedTold, rules: ProviderRules) -> Need:
        """ActionNotAllowed once published; `Invalid` with all that is wrong."""
        must_be_sound(told, rules)
        return self._moved(NeedAction.CHANGE, **told.members)

    def published(self, *, at: datetime) -> Need:
        """For everybody to read."""
        return self._moved(NeedAction.PUBLISH, published_at=at)

    def closed(self, reason: str) -> Need:
        """No more interest is taken; what was matched stays."""
        return self._moved(NeedAction.CLOSE, closing_reason=reason.strip())

    def _moved(self, action: NeedAction, **members: Any) -> Need:
        return replace(self, version=self.version + 1, state=move(TRANSITIONS, self.state, action), **members)


def must_be_sound(told: NeedTold, rules: ProviderRules) -> None:
    """`Invalid` with all that is wrong."""
    problems = list(told.problems(rules))
    if problems:
        raise Invalid(problems=problems)
