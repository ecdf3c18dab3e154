"""Loan whitelists of a pack (技术创新基金白名单, XB23): who is on that of enterprises, who may get on that of projects.

    enterprises: {title: …, source: {ref: plan, article: …}}                 # loans.yaml, may be left out
    projects: {title: …, gate: pilot_enterprise, source: {ref: plan, article: …}}

Every listed pilot enterprise is on the enterprise list without asking; a project gets on its list by an application.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.refusal import Problem
from policy.facts import Facts
from policy.refs import Basis

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True)
class LoanList:
    """`gate` names the rules that a project must meet; None: whoever is a pilot enterprise is on it."""

    title: str
    gate: str | None
    basis: Basis

    def problems(self, pack: Pack, facts: Facts) -> list[Problem]:
        """Why the project does not get on the list, each with its article."""
        return pack.gate(self.gate).failed(facts) if self.gate is not None else []


@dataclass(frozen=True)
class LoanRules:
    """Both lists."""

    enterprises: LoanList
    projects: LoanList


def loans_of(pack: Pack) -> LoanRules | None:
    """None for a pack without loans."""
    spec = pack.compiled.get("loans")
    if spec is None:
        return None
    read = {
        name: LoanList(each["title"], each.get("gate"), Basis.read(each, pack.sources)) for name, each in spec.items()
    }
    return LoanRules(enterprises=read["enterprises"], projects=read["projects"])
