"""Rules and gates: a rule is a condition with a code and an article, a gate is the rules that must all hold.

    rules:
      - code: contract_signed_in_time
        title: 合同签订时间
        source: {ref: guide, article: 一、申报条件（二）}
        condition: {field: contract_on, on_or_after: {value: contracts_count_from}}
    gates:
      filing: [contract_signed_in_time, provider_enrolled]

`severity: warns` makes a rule a hint for the reviewer; by default it `blocks`. Every failed rule is
reported, never only the first (requirement ALL4: each with its article).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.refusal import Problem
from contracts.wire import to_json
from policy.condition_reader import Values, read_condition
from policy.conditions import Comparison, Condition, Group, Situation, comparisons_in, tables_in
from policy.dated import Dated
from policy.facts import Catalogue, Facts
from policy.refs import Basis
from policy.sentences import sentence

BLOCKS, WARNS = "blocks", "warns"


@dataclass(frozen=True)
class Need:
    """What would make a failed rule hold: one of `sentences` where the rule offers a choice, else all of them."""

    code: str
    article: str | None
    sentences: tuple[str, ...]
    is_choice: bool


@dataclass(frozen=True)
class Rule:
    """One demand of the notice. `sentence` is its condition in Chinese, with dated values as they are last."""

    code: str
    title: str
    basis: Basis
    severity: str
    condition: Condition
    sentence: str

    def failed(self, situation: Situation) -> Problem | None:
        """None when the rule holds, else the problem with its article, its sentence and the facts that it judged."""
        if self.condition.holds(situation) is True:
            return None
        failing = list(self.condition.failing(situation))
        return Problem(
            code=self.code,
            field=_field(failing),
            article=self.basis.article,
            requirement=sentence(self.condition, situation) + self.basis.remark,
            inputs=_inputs(failing),
        )

    def need(self, situation: Situation) -> Need:
        """The failing parts in words."""
        condition, is_choice = self.condition, False
        parts: tuple[Condition, ...] = (condition,)
        if isinstance(condition, Group) and condition.quantifier != "none":
            is_choice = condition.quantifier == "any"
            parts = tuple(member for member in condition.members if member.holds(situation) is not True)
        return Need(self.code, self.basis.article, tuple(sentence(part, situation) for part in parts), is_choice)


@dataclass(frozen=True)
class Gate:
    """Rules that must all hold before a stage may go on."""

    name: str
    rules: tuple[Rule, ...]
    values: Mapping[str, Dated]
    catalogue: Catalogue

    def failed(self, facts: Facts) -> list[Problem]:
        """Every blocking rule that does not hold; empty: the gate is open."""
        return self._problems(facts, BLOCKS)

    def refuted(self, facts: Facts) -> list[Problem]:
        """Every blocking rule that these facts contradict; one that they leave open is not among them."""
        return [problem for rule in self._that_hold(facts, False) if (problem := rule.failed(self._situation(facts)))]

    def undecided(self, facts: Facts) -> list[Need]:
        """Every blocking rule that these facts leave open, in words: what is still to be shown."""
        return [rule.need(self._situation(facts)) for rule in self._that_hold(facts, None)]

    def warnings(self, facts: Facts) -> list[Problem]:
        """Every warning rule that does not hold: for people to look at, never a reason to refuse."""
        return self._problems(facts, WARNS)

    def needs(self, facts: Facts) -> list[Need]:
        """What you would need: the failing parts of every blocking rule, in words."""
        situation = Situation(facts, self.values)
        return [
            rule.need(situation)
            for rule in self.rules
            if rule.severity == BLOCKS and rule.condition.holds(situation) is not True
        ]

    @cached_property
    def fact_names(self) -> frozenset[str]:
        """Every fact that the gate judges by, the dates of its dated values among them: what has to be supplied."""
        names: set[str] = set()
        for rule in self.rules:
            for comparison in comparisons_in(rule.condition):
                operand = comparison.operand
                names |= {comparison.field} | ({operand.fact} if operand.fact is not None else set())
                names |= {self.values[operand.value].by} if operand.value is not None else set()
            names |= tables_in(rule.condition)
        return frozenset(name for name in names if name in self.catalogue)

    def _situation(self, facts: Facts) -> Situation:
        return Situation(facts, self.values)

    def _that_hold(self, facts: Facts, verdict: bool | None) -> list[Rule]:
        situation = self._situation(facts)
        blocking = (rule for rule in self.rules if rule.severity == BLOCKS)
        return [rule for rule in blocking if rule.condition.holds(situation) is verdict]

    def _problems(self, facts: Facts, severity: str) -> list[Problem]:
        situation = Situation(facts, self.values)
        found = (rule.failed(situation) for rule in self.rules if rule.severity == severity)
        return [problem for problem in found if problem is not None]


def read_rule(spec: Mapping[str, Any], catalogue: Catalogue, values: Values, sources: Mapping[str, str]) -> Rule:
    """A rule from its compiled form."""
    condition = read_condition(spec["condition"], catalogue, values)
    return Rule(
        code=spec["code"],
        title=spec["title"],
        basis=Basis.read(spec, sources),
        severity=spec.get("severity", BLOCKS),
        condition=condition,
        sentence=sentence(condition, Situation({}, values)),
    )


def _field(failing: list[tuple[Comparison, Situation]]) -> str | None:
    """The first fact that fails, by its full name."""
    return next((situation.name_of(comparison.field) for comparison, situation in failing), None)


def _inputs(failing: list[tuple[Comparison, Situation]]) -> dict[str, Any]:
    """The judged facts as JSON, operands that are facts among them; unknown ones are null."""
    inputs: dict[str, Any] = {}
    for comparison, situation in failing:
        for name in (comparison.field, comparison.operand.fact):
            if name is not None:
                inputs[situation.name_of(name)] = to_json(situation.facts.get(name))
    return inputs
