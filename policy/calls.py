"""Calls (申报通知) and their windows: who may act when, to the second, in the city's time.

    calls:
      - key: first
        batch: "2024-1"
        title: 关于申报…项目的通知
        windows:
          - {stage: declaration, actor: applicant, opens_at: 2024-11-01T00:00:00, closes_at: null, assumed: …}
          - {stage: acceptance, actor: applicant, opens_at: {value: acceptance_opens_on}}

A window may have no end (`closes_at: null`) and no beginning; `closes_at` is the last second that
still counts. `{value: …}` takes a dated value of unit date: its day begins, or ends, the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.refusal import Problem
from policy.dated import Dated
from policy.refs import Basis

ZONE = ZoneInfo("Asia/Shanghai")
APPLICANT = "applicant"
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Window:
    """`opens_at` and `closes_at` are aware moments in the city's zone; None means without beginning or end."""

    opens_at: datetime | None
    closes_at: datetime | None
    basis: Basis

    def is_open(self, at: datetime) -> bool:
        """Whether the moment (aware) lies inside; the closing second counts to its end."""
        return self.problem(at) is None

    def problem(self, at: datetime) -> Problem | None:
        """`window_not_open` or `window_over`, with the article that sets the window."""
        if self.opens_at is not None and at < self.opens_at:
            return self._problem("window_not_open", f"自{_words(self.opens_at)}起受理", at)
        if self.closes_at is not None and at >= self.closes_at + timedelta(seconds=1):
            return self._problem("window_over", f"于{_words(self.closes_at)}截止", at)
        return None

    def _problem(self, code: str, requirement: str, at: datetime) -> Problem:
        limits = {"opens_at": self.opens_at, "closes_at": self.closes_at}
        inputs = {name: moment.isoformat() for name, moment in limits.items() if moment is not None}
        inputs["at"] = at.astimezone(ZONE).isoformat()
        return Problem(
            code=code, article=self.basis.article, requirement=requirement + self.basis.remark, inputs=inputs
        )


@dataclass(frozen=True)
class Call:
    """A notice that opens a round (`batch`). `details` are its further particulars as (title, text);

    `attributes` those that lists are narrowed by (XA1): level, region, department, applicants, sizes, …
    """

    key: str
    batch: str
    title: str
    windows: Mapping[tuple[str, str], Window]
    details: tuple[tuple[str, str], ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def window(self, stage: str, actor: str = APPLICANT) -> Window | None:
        """None: the call sets no window for this stage and actor."""
        return self.windows.get((stage, actor))


def read_call(spec: Mapping[str, Any], values: Mapping[str, Dated], sources: Mapping[str, str]) -> Call:
    """A call from its compiled form."""
    windows = {(each["stage"], each["actor"]): _read_window(each, values, sources) for each in spec["windows"]}
    details = tuple((each["title"], each["text"]) for each in spec.get("details", ()))
    attributes = {name: told for name, told in spec.get("attributes", {}).items() if name not in ("source", "assumed")}
    return Call(spec["key"], spec["batch"], spec["title"], windows, details, attributes)


def _read_window(spec: Mapping[str, Any], values: Mapping[str, Dated], sources: Mapping[str, str]) -> Window:
    basis = Basis.read(spec, sources)
    for name in ("opens_at", "closes_at"):
        if isinstance(spec.get(name), Mapping):
            basis = values[spec[name]["value"]].periods[0].basis
    return Window(
        _moment(spec.get("opens_at"), values, time()), _moment(spec.get("closes_at"), values, _LAST_SECOND), basis
    )


def _moment(raw: Any, values: Mapping[str, Dated], of_day: time) -> datetime | None:
    if raw is None:
        return None
    if isinstance(raw, Mapping):
        day: date = values[raw["value"]].periods[0].value
        return datetime.combine(day, of_day, ZONE)
    return datetime.fromisoformat(raw).replace(tzinfo=ZONE)


def _words(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M:%S}"
