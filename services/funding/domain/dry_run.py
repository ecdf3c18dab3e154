"""The dry run (预演): what another version of a pack would give the stored cases, computed as their awards were.

A case is a project, or a platform, under one subsidy line: all tranches of it. Every stored claim is first computed
again under its own version, so that a difference is the new version's and not that of newer code. What others hold of
a cap, and what earlier tranches brought, is taken as the new version gives it. A case of which that cannot be said is
left out with the reason; nothing is saved, planned or told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from casework.days import local_date
from contracts.money import ZERO, Money
from contracts.refusal import Refusal
from policy.claims import Claim
from policy.refs import PackRef
from policy.split import split
from services.funding.domain.award import Award, Computation, compute
from services.funding.domain.dry_run_caps import Caps
from services.funding.domain.occasion import Part
from services.funding.domain.shares import Shares, from_fen

if TYPE_CHECKING:
    from policy.pack import Pack

UNKNOWN = frozenset({"fact_unknown", "date_unknown"})
"""Codes of problems that say that a fact is missing, not that it speaks against the award."""


@dataclass(frozen=True, kw_only=True)
class StoredAward:
    """An award as it stands; `is_undone` when its tranche was revoked or recalled, so that nothing of it is due."""

    award: Award
    is_undone: bool


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """Which case: the numbers of its awards, whose it is, and the pack versions that it was computed by."""

    numbers: tuple[str, ...]
    applicant_name: str
    credit_code: str
    division: str
    line: str
    title: str
    packs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a version gives a case: the parts by source add up to `amount`, which is below zero for a recovery.

    `problems` are the rules for which nothing more is due, as JSON; empty: the case is eligible.
    """

    amount: Money
    shares: Shares
    problems: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One case by what stands and by the new version."""

    case: CaseHead
    before: Outcome
    after: Outcome

    @property
    def difference(self) -> Money:
        return self.after.amount - self.before.amount

    @property
    def differences(self) -> dict[str, Money]:
        """The difference by fund source; adds up to `difference`."""
        return _added(self.after.shares, {source: Money(-part.fen) for source, part in self.before.shares.items()})

    @property
    def becomes_eligible(self) -> bool:
        return bool(self.before.problems) and not self.after.problems

    @property
    def becomes_ineligible(self) -> bool:
        return bool(self.after.problems) and not self.before.problems


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A case that the new version cannot be tried on. `reason` is a code of `REASONS`, `facts` fill its sentence."""

    case: CaseHead
    reason: str
    facts: Mapping[str, Any]

    @property
    def sentence(self) -> str:
        return REASONS[self.reason].format_map(self.facts)


REASONS: Mapping[str, str] = {
    "undone": "已撤销或收回，不再有应付金额",
    "own_version_missing": "库中没有其所依据的版本 {pack}，无法核对",
    "own_version_differs": "按其所依据的版本 {pack} 重算为 {found_yuan} 元，"
    "与已存的 {stored_yuan} 元不符，差异不能归于新版本",
    "line_gone": "新版本没有补助事项 {line}",
    "tranche_gone": "新版本的补助事项没有分期 {tranche}",
    "scope_changed": "新版本改变了限额的对象（{before} → {after}），已存的累计金额不适用",
    "facts_missing": "新版本所依据的信息未随案件保存：{facts}",
    "not_computable": "按新版本无法计算：{error}",
}


class _NotRecomputed(Exception):
    """Why a case is left out."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


class DryRun:
    """Tries `new` on one case after the other, in the order in which they came: later ones meet what earlier ones hold.

    `own` gives the pinned version of a reference, or raises a Refusal.
    """

    def __init__(self, new: Pack, own: Callable[[PackRef], Pack]) -> None:
        self._new, self._own = new, own
        self._keys = frozenset(line.key for line in new.lines)
        self._caps = Caps(new)

    def of(self, stored: Sequence[StoredAward]) -> Effect | LeftOut:
        """What becomes of a case; `stored` are its awards by tranche, the earlier one first."""
        standing = [each.award for each in stored if not each.is_undone]
        case = _head([each.award for each in stored])
        try:
            if not standing:
                raise _NotRecomputed("undone")
            before, after = self._both(standing)
        except _NotRecomputed as why:
            return LeftOut(case=case, reason=why.reason, facts=why.facts)
        self._caps.keep(standing, after)
        return Effect(case=case, before=self._outcome(standing, before), after=_outcome(self._new, standing, after))

    def _both(self, standing: Sequence[Award]) -> tuple[list[Computation], list[Computation]]:
        """What each award comes to by its own version and by the new one."""
        before: list[Computation] = []
        after: list[Computation] = []
        brought: dict[str, Money] = {}
        for award in standing:
            before.append(self._as_stored(award))
            again = self._again(award, brought)
            _must_know_the_facts(before[-1], again)
            brought[award.part.name] = again.amount - award.amount
            after.append(again)
        return before, after

    def _as_stored(self, award: Award) -> Computation:
        try:
            own = self._own(award.pack)
        except Refusal:
            raise _NotRecomputed("own_version_missing", pack=award.pack.text) from None
        found = _computed(own, award, Claim.from_wire(own, award.claim), award.part)
        if _net(found) != _net(award.computation):
            raise _NotRecomputed(
                "own_version_differs",
                pack=award.pack.text,
                found_yuan=_net(found).as_yuan(),
                stored_yuan=_net(award.computation).as_yuan(),
            )
        return found

    def _again(self, award: Award, brought: Mapping[str, Money]) -> Computation:
        if award.line not in self._keys:
            raise _NotRecomputed("line_gone", line=award.line)
        own, line = self._own(award.pack).line(award.line), self._new.line(award.line)
        if own.scope != line.scope:
            raise _NotRecomputed("scope_changed", before=own.scope, after=line.scope)
        key = award.part.key
        if len(own.tranches) == 1:
            key = line.tranches[-1].key
        elif key not in [tranche.key for tranche in line.tranches]:
            raise _NotRecomputed("tranche_gone", tranche=key)
        granted = {name: amount + brought.get(name, ZERO) for name, amount in award.part.granted.items()}
        try:
            claim = self._caps.met_by(award, Claim.from_wire(self._new, award.claim))
            return _computed(self._new, award, claim, Part(key=key, granted=granted))
        except (Refusal, KeyError, ValueError, TypeError, ArithmeticError) as error:
            raise _NotRecomputed("not_computable", error=f"{type(error).__name__}: {error}") from error

    def _outcome(self, standing: Sequence[Award], before: Sequence[Computation]) -> Outcome:
        """What stands: the amounts and the split that were stored."""
        parts = [replace(each, shares=award.shares) for award, each in zip(standing, before, strict=True)]
        return _outcome(self._own(standing[-1].pack), standing, parts)


def _computed(pack: Pack, award: Award, claim: Claim, part: Part) -> Computation:
    return compute(pack, claim, part, on=local_date(award.computed_at), correction=award.correction)


def _recoverable(computation: Computation) -> Money:
    return Money(computation.outcome.get("recoverable_fen", 0))


def _net(computation: Computation) -> Money:
    """What it adds to what the recipient has."""
    return computation.amount - _recoverable(computation)


def _outcome(pack: Pack, awards: Sequence[Award], computed: Sequence[Computation]) -> Outcome:
    """The whole case: payments less recoveries, which are taken off by the split of their tranche."""
    shares: Shares = {}
    for award, each in zip(awards, computed, strict=True):
        shares = _added(shares, each.shares)
        if (back := _recoverable(each)) > ZERO:
            rule = pack.split_on(local_date(award.computed_at), award.line, each.outcome["tranche"])
            shares = _added(shares, from_fen({source: -fen for source, fen in split(back.fen, rule).items()}))
    amount = sum((_net(each) for each in computed), ZERO)
    return Outcome(amount=amount, shares=shares, problems=tuple(computed[-1].outcome["problems"]))


def _must_know_the_facts(before: Computation, after: Computation) -> None:
    """An unknown fact speaks against nobody: where the new version fails for one that the old did not ask for."""
    missing = sorted(_unknown(after) - _unknown(before))
    if missing:
        raise _NotRecomputed("facts_missing", facts="、".join(missing))


def _unknown(computation: Computation) -> set[str]:
    names: set[str] = set()
    for problem in computation.outcome["problems"]:
        if problem["code"] in UNKNOWN and problem.get("field"):
            names.add(problem["field"])
        names |= {name for name, value in problem.get("inputs", {}).items() if value is None}
    return names


def _added(shares: Shares, more: Shares) -> dict[str, Money]:
    return {source: shares.get(source, ZERO) + more.get(source, ZERO) for source in {**shares, **more}}


def _head(awards: Sequence[Award]) -> CaseHead:
    last = awards[-1]
    return CaseHead(
        numbers=tuple(award.number for award in awards),
        applicant_name=last.applicant.name,
        credit_code=last.applicant.credit_code,
        division=last.division,
        line=last.line,
        title=last.title.split("：")[0],
        packs=tuple(sorted({award.pack.text for award in awards})),
    )
