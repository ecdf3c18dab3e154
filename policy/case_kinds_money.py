"""The kinds of worked cases about money: awards, tranches, trials, platforms, splits, budgets.

All but `split` and `budget` take a claim: `line`, `facts`, `spend`, `awarded_before_yuan`, and `awarded_by_cap_yuan`
by the key of the cap. `platform` takes `costs_yuan`, the cost of each enterprise, in place of its rows, `copies` times
over; the rows are named 1, 2, …, and `awarded_by_row_yuan` is what other awards gave them. `tranche` takes the name of
an event as `trigger`, or a `tranche`, and `granted_yuan` by the key of the tranche. `budget` takes `pools` {source,
category, allocated_yuan, committed_yuan}, `demands` {code, category, parts_yuan by source, came_on, score} and `on`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.money import Money
from policy.award import Award, compute_award
from policy.award_lines import AwardLine
from policy.budget import Demand, Pool
from policy.budget_service import serve
from policy.case_facts import Given, codes_of, facts_of
from policy.claims import Claim, RowBefore, SpendLine
from policy.pack import Pack
from policy.split import split
from policy.tranche_due import NOTHING, RECOVERY, Due, due, plan
from policy.tranches import triggered

Found = dict[str, Any]
_DATES = ("invoice_on", "contract_on", "completed_on", "paid_on")


def _claim(pack: Pack, given: Given) -> Claim:
    before = given.get("awarded_by_cap_yuan", {})
    return Claim(
        line=given["line"],
        facts=facts_of(pack, given),
        spend=tuple(_spend(line, str(number)) for number, line in enumerate(given.get("spend", ()), start=1)),
        awarded_before=Money.yuan(given.get("awarded_before_yuan", "0")),
        awarded_by_cap={key: Money.yuan(text) for key, text in before.items()},
    )


def _spend(line: Mapping[str, Any], code: str) -> SpendLine:
    ceiling = line.get("ceiling_yuan")
    return SpendLine(
        code=code,
        category=line["category"],
        link=line.get("link"),
        amount=Money.yuan(line["amount_yuan"]),
        tax=Money.yuan(line.get("tax_yuan", "0")),
        quantity=Decimal(line.get("quantity", "1")),
        ceiling=Money.yuan(ceiling) if ceiling is not None else None,
        dates={name: date.fromisoformat(line[name]) for name in _DATES if name in line},
    )


def _award(pack: Pack, given: Given) -> Found:
    claim = _claim(pack, given)
    return _found(pack, claim, compute_award(pack, claim))


def _platform(pack: Pack, given: Given) -> Found:
    claim = _claim(pack, given)
    base = pack.line(claim.line).base
    costs = [Money.yuan(text) for text in given["costs_yuan"]] * int(given.get("copies", "1"))
    names = [{base.identified_by: str(number)} if base.identified_by else {} for number in range(1, len(costs) + 1)]
    rows = tuple({**name, base.amount: cost} for name, cost in zip(names, costs, strict=True))
    before = given.get("awarded_by_row_yuan", {}).items()
    claim = replace(
        claim,
        facts={**claim.facts, base.rows: rows},
        awarded_by_row={row: RowBefore(amount=Money.yuan(text)) for row, text in before},
    )
    award = compute_award(pack, claim)
    return {**_found(pack, claim, award), "before_yuan": _yuan(sum(row.before_fen for row in award.rows))}


def _trial(pack: Pack, given: Given) -> Found:
    claim = _claim(pack, given)
    parts = plan(pack, claim)
    tranches = {part.tranche: _yuan(part.net_fen) for part in parts}
    return {**_found(pack, claim, compute_award(pack, claim)), "tranches_yuan": tranches}


def _tranche(pack: Pack, given: Given) -> Found:
    claim = _claim(pack, given)
    granted = {key: Money.yuan(text) for key, text in given.get("granted_yuan", {}).items()}
    key = given.get("tranche")
    if key is None:
        tranche = triggered(pack.line(claim.line), given["trigger"], granted)
        if tranche is None:
            return {"tranche": None, "outcome": NOTHING}
        key = tranche.key
    part = due(pack, claim, key, granted)
    return {
        "tranche": part.tranche,
        "outcome": part.outcome,
        "due_yuan": _yuan(part.amount_fen),
        "award_yuan": _yuan(part.award.award_fen) if part.award is not None else None,
        "fails": codes_of(part.problems),
        **_explained(part.lines),
        **_shares_of(part, pack, claim),
    }


def _shares_of(part: Due, pack: Pack, claim: Claim) -> Found:
    """How a payment is split on the day of the plan; a recovery goes back by the split that it was paid by."""
    if "planned_on" not in claim.facts or part.outcome == RECOVERY:
        return {}
    rule = pack.split_on(claim.facts["planned_on"], part.line, part.tranche)
    return {"shares_yuan": _in_yuan(split(part.amount_fen, rule))}


def _found(pack: Pack, claim: Claim, award: Award) -> Found:
    line = pack.line(claim.line)
    found = {
        "award_yuan": _yuan(award.award_fen),
        "calculated_yuan": _yuan(award.calculated_fen),
        "base_yuan": _yuan(award.base_fen),
        "fails": codes_of(award.problems),
        "payee": line.payee_kind,
        "instruments": list(line.instruments),
        "subject": line.subject,
        "holder": line.holder,
        "rows_yuan": [_yuan(row.award_fen) for row in award.rows],
        **_explained(award.lines),
    }
    if "planned_on" in claim.facts:
        rule = pack.split_on(claim.facts["planned_on"], line.key)
        found["shares_yuan"] = _in_yuan(split(award.award_fen, rule))
    return found


def _explained(lines: tuple[AwardLine, ...]) -> Found:
    cuts: dict[str, int] = {}
    for cut in (cut for line in lines for cut in line.cuts):
        cuts[cut.reason] = cuts.get(cut.reason, 0) + cut.cut_fen
    return {
        "cuts_yuan": {reason: _yuan(fen) for reason, fen in cuts.items()},
        "articles": {line.code: line.article for line in lines},
        "requirements": {line.code: line.requirement for line in lines},
    }


def _split(pack: Pack, given: Given) -> Found:
    rule = pack.split_on(date.fromisoformat(given["on"]), given.get("line"), given.get("tranche"))
    available = {source: Money.yuan(text).fen for source, text in given.get("available_yuan", {}).items()}
    parts = split(Money.yuan(given["award_yuan"]).fen, rule, available)
    return {
        "shares_yuan": _in_yuan(parts),
        "rule": {source: str(share) for source, share in rule.shares.items()},
        "words": rule.words(pack.fund_sources),
    }


def _budget(pack: Pack, given: Given) -> Found:
    rules, on = pack.budget, date.fromisoformat(given["on"])
    if rules is None:
        raise ValueError("the pack has no budget.yaml")
    year = int(given.get("year", on.year))
    pools = [_pool(each, year) for each in given["pools"]]
    service = serve(
        rules, {pool.key: pool for pool in pools}, [_demand(each, year) for each in given["demands"]], on=on
    )
    return {
        "order": [each.code for each in service.outcomes],
        "statuses": {each.code: each.status for each in service.outcomes},
        "parts_yuan": {each.code: _in_yuan(each.parts) for each in service.outcomes},
        "left_yuan": {f"{source}/{category}": _yuan(p.left_fen) for (source, _, category), p in service.pools.items()},
        "loans_yuan": {
            f"{loan.lender[0]}/{loan.lender[2]} > {loan.borrower[2]}": _yuan(loan.fen) for loan in service.loans
        },
    }


def _pool(given: Given, year: int) -> Pool:
    return Pool(
        key=(given["source"], year, given["category"]),
        allocated_fen=Money.yuan(given["allocated_yuan"]).fen,
        committed_fen=Money.yuan(given.get("committed_yuan", "0")).fen,
    )


def _demand(given: Given, year: int) -> Demand:
    return Demand(
        code=given["code"],
        category=given["category"],
        year=year,
        parts={source: Money.yuan(text).fen for source, text in given["parts_yuan"].items()},
        came_on=date.fromisoformat(given["came_on"]),
        score=Decimal(given["score"]) if "score" in given else None,
    )


def _in_yuan(parts: Mapping[str, int]) -> dict[str, str]:
    return {source: _yuan(fen) for source, fen in parts.items()}


def _yuan(fen: int) -> str:
    return Money(fen).as_yuan()


MONEY_KINDS: dict[str, Callable[[Pack, Given], Found]] = {
    "award": _award,
    "platform": _platform,
    "trial": _trial,
    "tranche": _tranche,
    "split": _split,
    "budget": _budget,
}
