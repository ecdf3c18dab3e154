"""Honour without money in a pack (ZS8): who needs no funds may take the honour only, and what that takes.

    honour:                                   # in pack.yaml, may be left out
      title: 不需要奖补资金支持的，获得试点企业荣誉
      gate: honour
      gives_up: [completion]                  # subsidy lines; left out: all of them
      source: …

Without it nothing speaks against giving up money, and no condition is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.refusal import Problem
from policy.facts import Facts
from policy.refs import NO_BASIS, Basis

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True)
class HonourRule:
    """`gate` names the rules that must hold for the honour; None: there are none.

    `given_up` are the subsidy lines that nothing is paid by any more; None: all.
    """

    title: str
    gate: str | None
    basis: Basis
    given_up: frozenset[str] | None = None

    def gives_up(self, line: str) -> bool:
        """Whether a project with the honour gets nothing by this line."""
        return self.given_up is None or line in self.given_up

    def problems(self, pack: Pack, facts: Facts) -> list[Problem]:
        """Why the project does not get the honour, each with its article."""
        return pack.gate(self.gate).failed(facts) if self.gate is not None else []

    @property
    def stands(self) -> Problem:
        """Why nothing is paid to who has the honour only."""
        return Problem(
            code="honour_only",
            article=self.basis.article,
            requirement=self.title,
            inputs={"assumed": self.basis.assumed} if self.basis.assumed is not None else {},
        )


def honour_of(pack: Pack) -> HonourRule:
    """What the pack says of the honour without money, or what holds where it says nothing."""
    spec = pack.compiled["pack"].get("honour")
    if spec is None:
        return HonourRule(title="仅授予荣誉的项目不拨付资金", gate=None, basis=NO_BASIS)
    given_up = frozenset(spec["gives_up"]) if "gives_up" in spec else None
    return HonourRule(title=spec["title"], gate=spec["gate"], basis=Basis.read(spec, pack.sources), given_up=given_up)
