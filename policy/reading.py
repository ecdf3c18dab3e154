"""What the parts of a subsidy line are read with: the facts that there are, the pack's values, its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy.condition_reader import Values, read_condition
from policy.conditions import Condition
from policy.dated import Dated, read_dated
from policy.facts import Catalogue
from policy.gates import Rule, read_rule
from policy.refs import Basis


@dataclass(frozen=True)
class Reading:
    """`catalogue` is what conditions are typed against here: inside a table its columns come first."""

    catalogue: Catalogue
    values: Values
    sources: Mapping[str, str]

    def among(self, columns: Catalogue) -> Reading:
        """The same inside a row with these columns."""
        return replace(self, catalogue={**self.catalogue, **columns})

    def basis(self, spec: Mapping[str, Any]) -> Basis:
        return Basis.read(spec, self.sources)

    def dated(self, key: str, spec: Mapping[str, Any]) -> Dated:
        return read_dated(key, spec, self.sources)

    def dated_in(self, spec: Mapping[str, Any], name: str, key: str) -> Dated | None:
        """The dated value of a member, where there is one."""
        return self.dated(f"{key}.{name}", spec[name]) if name in spec else None

    def condition(self, spec: Mapping[str, Any]) -> Condition:
        return read_condition(spec, self.catalogue, self.values)

    def when(self, spec: Mapping[str, Any]) -> Condition | None:
        """The condition under which a part applies; None: always."""
        return self.condition(spec["when"]) if "when" in spec else None

    def rule(self, spec: Mapping[str, Any]) -> Rule:
        return read_rule(spec, self.catalogue, self.values, self.sources)
