"""Public notices (公示): how long, and in which kind of day.

notices:
  allocation_plan:
    title: 资金分配方案公示
    length: {title: 公示期, unit: working_day, by: planned_on, values: [{value: "5", assumed: …}]}
    source: {ref: guide, article: 五、资金拨付（二）}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.dated import Dated, period_on, read_dated
from policy.refs import Basis


@dataclass(frozen=True, slots=True)
class NoticeLength:
    """`days` of the `unit`: `working_day` or `day`."""

    days: int
    unit: str
    basis: Basis


@dataclass(frozen=True)
class NoticeRule:
    """What is published, and for how long."""

    key: str
    title: str
    length: Dated
    basis: Basis

    def length_on(self, on: date) -> NoticeLength:
        """The length for a notice that is opened on the day."""
        period = period_on(self.length, on)
        return NoticeLength(period.value, self.length.unit, period.basis)


def read_notice(key: str, spec: Mapping[str, Any], sources: Mapping[str, str]) -> NoticeRule:
    """A rule from its compiled form."""
    length = read_dated(f"notices.{key}.length", spec["length"], sources)
    return NoticeRule(key, spec["title"], length, Basis.read(spec, sources))
