"""Sheets for the finance side (报表): lines, and a last row that says how many they are and what they add up to.

The last row also carries a digest over the lines, so that whoever hands a sheet back can be told whether it is still
the one that was given out. Never an account number, a phone or an identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts.money import ZERO, Money
from policy.canonical import canonical_json
from services.funding.domain.acts import PlanNotice
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.ledger import EntryKind
from services.funding.domain.refusals import SheetTooLarge

MOST_ROWS: Final = 20_000

KIND_TITLES: Final[Mapping[EntryKind, str]] = {
    EntryKind.BUDGET_CONFIRMED: "确认预算指标",
    EntryKind.PLAN_APPROVED: "批准分配方案",
    EntryKind.COMMITMENT_CANCELLED: "取消安排",
    EntryKind.TRANCHE_RELEASED: "下达",
    EntryKind.RELEASE_RECALLED: "收回已下达",
    EntryKind.PAYMENT_CHECKED: "复核拨付",
    EntryKind.PAYMENT_MADE: "拨付成功",
    EntryKind.PAYMENT_RETURNED: "银行退回",
    EntryKind.PAYMENT_RETURNED_LATE: "拨付后退汇",
    EntryKind.RETURN_CORRECTED: "退回更正",
    EntryKind.RETURN_RECALLED: "收回已退回",
    EntryKind.RECOVERY_OPENED: "发起追回",
    EntryKind.RECOVERY_SETTLED: "追回到账",
    EntryKind.RECOVERY_NETTED: "追回抵扣",
    EntryKind.RECOVERY_REENTERED: "追回资金回到预算",
    EntryKind.PAYMENT_NETTED: "抵扣拨付",
}

Cell = str | Money


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`amounts` are the columns that are added up; a cell of them is Money, every other one is text."""

    name: str
    title: str
    columns: tuple[str, ...]
    amounts: frozenset[str]
    lines: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if len(self.lines) > MOST_ROWS:
            raise SheetTooLarge(most=MOST_ROWS, found=len(self.lines))
        for line in self.lines:
            kinds = {title for title, cell in zip(self.columns, line, strict=True) if isinstance(cell, Money)}
            if kinds != self.amounts:
                raise ValueError(f"not a line of {self.columns}: {line}")

    @property
    def totals(self) -> dict[str, Money]:
        """Column -> what its lines add up to."""
        totals = dict.fromkeys((title for title in self.columns if title in self.amounts), ZERO)
        for line in self.lines:
            for title, cell in zip(self.columns, line, strict=True):
                if isinstance(cell, Money):
                    totals[title] += cell
        return totals

    @property
    def digest(self) -> str:
        """sha256 over the cells of all lines, as they are written."""
        return digest_of([as_text(cell) for cell in line] for line in self.lines)


def as_text(cell: Cell) -> str:
    """Money as yuan with two decimals; a difference below zero with its sign."""
    if not isinstance(cell, Money):
        return cell
    return cell.as_yuan()


def digest_of(lines: Iterable[Sequence[str]]) -> str:
    """sha256 over lines of text, in their order."""
    return hashlib.sha256(canonical_json([list(line) for line in lines])).hexdigest()


def plan_sheet(plan: AllocationPlan, sources: Mapping[str, str]) -> Sheet:
    """A plan line per enterprise with a column for each fund source; `sources` gives their titles."""
    used = [source for source in plan.totals if source in sources] + [
        source for source in plan.totals if source not in sources
    ]
    by_source = {source: f"{sources.get(source, source)}（元）" for source in used}
    return Sheet(
        name=f"{plan.number}.xlsx",
        title="资金分配方案",
        columns=("序号", "企业名称", "统一社会信用代码", "区划代码", "金额（元）", *by_source.values()),
        amounts=frozenset({"金额（元）", *by_source.values()}),
        lines=tuple(
            (
                str(number),
                line.applicant_name,
                line.credit_code,
                line.division,
                line.amount,
                *(line.shares.get(source, ZERO) for source in used),
            )
            for number, line in enumerate(plan.included, 1)
        ),
    )


def notice_sheet(notice: PlanNotice) -> Sheet:
    """What is published: who, and how much."""
    return Sheet(
        name=f"{notice.notice.title}.xlsx",
        title="公示名单",
        columns=("序号", "企业名称", "拟奖补金额（元）"),
        amounts=frozenset({"拟奖补金额（元）"}),
        lines=tuple(
            (str(number), line.title, line.amount_fen or ZERO) for number, line in enumerate(notice.notice.lines, 1)
        ),
    )


def journal_sheet(name: str, postings: Iterable[Mapping[str, Any]], sources: Mapping[str, str]) -> Sheet:
    """A line for each posting, debit and credit in columns of their own."""
    return Sheet(
        name=name,
        title="日记账",
        columns=(
            *("凭证序号", "记账日期", "事项", "科目代码", "科目", "资金来源", "预算年度", "资金类别"),
            *("借方（元）", "贷方（元）", "案件"),
        ),
        amounts=frozenset({"借方（元）", "贷方（元）"}),
        lines=tuple(_posting(each, sources) for each in postings),
    )


def _posting(posting: Mapping[str, Any], sources: Mapping[str, str]) -> tuple[Cell, ...]:
    fen = posting["amount_fen"]
    return (
        str(posting["seq"]),
        posting["booked_on"].isoformat(),
        KIND_TITLES[EntryKind(posting["kind"])],
        posting["account"],
        posting["title"],
        sources.get(posting["fund_source"], posting["fund_source"]),
        str(posting["fund_year"]),
        posting["category"],
        Money(max(fen, 0)),
        Money(max(-fen, 0)),
        str(posting["case_id"] or ""),
    )
