"""What an amount is cut by after its own tier: the caps over several awards, and supports granted elsewhere."""

from __future__ import annotations

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.award_formula import Outcome, cap_line
from policy.award_lines import AwardLine, Cut
from policy.award_periods import period_in
from policy.caps import AWARD, YEAR, Cap
from policy.claims import Claim
from policy.conditions import Situation
from policy.overlap import INSTEAD, SUPPORTS, Overlap
from policy.sentences import in_words
from policy.subsidy import SubsidyLine


def within_limits(line: SubsidyLine, amount: Money, claim: Claim, situation: Situation) -> Outcome:
    """The amount under every cap of the line, then beside what was granted elsewhere."""
    outcome = under_caps(line, amount, claim, situation)
    amount, lines, problems = outcome.amount, list(outcome.lines), list(outcome.problems)
    for overlap in line.overlaps:
        held = overlap.held(situation)
        if held is None:
            problems.append(_unknown_supports(overlap))
        else:
            lines.append(_overlap_line(overlap, amount, held))
            amount = overlap.left(amount, held)
    return Outcome(amount, tuple(lines), tuple(problems))


def under_caps(line: SubsidyLine, amount: Money, claim: Claim, situation: Situation) -> Outcome:
    """The amount under the caps per year, cumulative, and per award; each counts what was awarded before under it."""
    lines: list[AwardLine] = []
    problems: list[Problem] = []
    for cap in line.caps:
        limit = cap.limit_in(situation)
        period, problem = period_in(limit.cap, situation)
        year = situation.facts.get(cap.year_of) if cap.year_of is not None else None
        if cap.period == YEAR and year is None:
            problem = Problem(code="date_unknown", field=cap.year_of, requirement=f"{cap.title}按该日期的年度计算")
        if period is None or problem is not None:
            problems += [problem] if problem is not None else []
            continue
        inputs = {"cap": cap.key, "per": cap.per, limit.cap.by: situation.facts[limit.cap.by].isoformat()}
        if year is not None:
            inputs["year"] = str(year.year)
        before = _before(cap, claim)
        lines.append(cap_line("line_cap", cap.title, period, amount, before=before, inputs=inputs))
        amount = Money(lines[-1].result_fen)
    return Outcome(amount, tuple(lines), tuple(problems))


def advance_beside_supports(
    line: SubsidyLine, amount: Money, situation: Situation, *, most: Money | None, before: Money
) -> Outcome:
    """A tranche that comes before its award: not more than the highest award that may come leaves beside what is held.

    `most` is that award, None where nothing limits it: then what was granted with this tranche stands for it.
    """
    lines: list[AwardLine] = []
    problems: list[Problem] = []
    for overlap in line.overlaps:
        held = overlap.held(situation)
        if held is None:
            problems.append(_unknown_supports(overlap))
            continue
        award = most if most is not None else before + amount
        left = min(amount, max(overlap.left(award, held) - before, ZERO))
        lines.append(_advance_line(overlap, amount, left, award=award, held=held))
        amount = left
    return Outcome(amount, tuple(lines), tuple(problems))


def _before(cap: Cap, claim: Claim) -> Money:
    return ZERO if cap.period == AWARD else claim.awarded_by_cap.get(cap.key, ZERO)


def _unknown_supports(overlap: Overlap) -> Problem:
    field = SUPPORTS if overlap.same_year_as is None else f"{SUPPORTS}, {overlap.same_year_as}"
    return Problem(code="fact_unknown", field=field, article=overlap.basis.article, requirement=overlap.title)


def _overlap_line(overlap: Overlap, amount: Money, held: Money) -> AwardLine:
    left = overlap.left(amount, held)
    requirement = overlap.title
    if held > ZERO:
        requirement += f"：其他政策已支持{in_words(held)}，本项核算{in_words(amount)}"
    sentence = requirement
    if overlap.pays == INSTEAD and amount > held > ZERO:
        sentence += "；退回其他支持后可按本项核算"
    over = (amount - left).fen
    return AwardLine(
        code="overlap",
        title=overlap.title,
        basis=overlap.basis,
        requirement=requirement,
        inputs={"amount_fen": amount.fen, "supported_elsewhere_fen": held.fen, "pays": overlap.pays},
        result_fen=left.fen,
        cuts=(Cut(reason=overlap.code, sentence=sentence, cut_fen=over, basis=overlap.basis),) if over else (),
    )


def _advance_line(overlap: Overlap, amount: Money, left: Money, *, award: Money, held: Money) -> AwardLine:
    requirement = overlap.title
    if held > ZERO:
        requirement += f"：其他政策已支持{in_words(held)}，本项最高{in_words(award)}"
    over = (amount - left).fen
    sentence = f"{requirement}，超出部分不先行拨付"
    return AwardLine(
        code="overlap",
        title=overlap.title,
        basis=overlap.basis,
        requirement=requirement,
        inputs={
            "amount_fen": amount.fen,
            "highest_award_fen": award.fen,
            "supported_elsewhere_fen": held.fen,
            "pays": overlap.pays,
        },
        result_fen=left.fen,
        cuts=(Cut(reason=overlap.code, sentence=sentence, cut_fen=over, basis=overlap.basis),) if over else (),
    )
