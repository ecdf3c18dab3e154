"""Windows of a subsidy line: the first and the last day on which a date of the project counts.

    windows:
      - {code: signed_in_time, title: 合同签订期限, on: contract_on, from: 2024-01-01, until: 2025-12-31, source: …}

`on` is any date among the facts; inside `base` it is the date of the line of spend, or of the row. Both
days count; `from` or `until` may be missing, not both. An unknown date lies in no window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy.gates import Rule
from policy.reading import Reading

_OPERATORS = {"from": "on_or_after", "until": "on_or_before"}


def read_windows(spec: Mapping[str, Any], reading: Reading) -> tuple[Rule, ...]:
    """The windows of a line or of its base, as the rules that they are."""
    return tuple(reading.rule(as_rule(window)) for window in spec.get("windows", ()))


def as_rule(window: Mapping[str, Any]) -> dict[str, Any]:
    """A window in the form of a rule of conditions.yaml."""
    basis = {name: window[name] for name in ("source", "assumed") if name in window}
    return {"code": window["code"], "title": window["title"], **basis, "condition": {"all": list(_borders(window))}}


def _borders(window: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, operator in _OPERATORS.items():
        if name in window:
            yield {"field": window["on"], operator: window[name]}
