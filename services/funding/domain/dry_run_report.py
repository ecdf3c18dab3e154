"""The report of a dry run: who gains and who loses, who becomes eligible or is no more, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts.money import ZERO, Money
from services.funding.domain.dry_run import DryRun, Effect, LeftOut, StoredAward
from services.funding.domain.shares import Shares, as_fen, totals_by_source
from services.funding.domain.sheets import Sheet

if TYPE_CHECKING:
    from policy.pack import Pack

SHEET_NAME: Final = "预演.xlsx"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Cases that fare alike, and what their differences add up to."""

    cases: tuple[Effect, ...]

    @property
    def difference(self) -> Money:
        return sum((each.difference for each in self.cases), ZERO)

    def as_wire(self) -> dict[str, int]:
        return {"cases": len(self.cases), "difference_fen": self.difference.fen}


@dataclass(frozen=True, kw_only=True)
class Report:
    """Every stored case is in `effects` or in `left_out`. `sources` are the titles of the fund sources."""

    programme: str
    pack: str
    sources: Mapping[str, str]
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def gains(self) -> Group:
        return Group(cases=tuple(each for each in self.effects if each.difference > ZERO))

    @property
    def losses(self) -> Group:
        return Group(cases=tuple(each for each in self.effects if each.difference < ZERO))

    @property
    def newly_eligible(self) -> Group:
        return Group(cases=tuple(each for each in self.effects if each.becomes_eligible))

    @property
    def no_longer_eligible(self) -> Group:
        return Group(cases=tuple(each for each in self.effects if each.becomes_ineligible))

    @property
    def before(self) -> Money:
        return sum((each.before.amount for each in self.effects), ZERO)

    @property
    def after(self) -> Money:
        return sum((each.after.amount for each in self.effects), ZERO)

    @property
    def difference(self) -> Money:
        return self.after - self.before

    @property
    def by_line(self) -> dict[str, Group]:
        """Title of the subsidy line -> its cases."""
        titles = dict.fromkeys(each.case.title for each in self.effects)
        return {
            title: Group(cases=tuple(each for each in self.effects if each.case.title == title)) for title in titles
        }

    @property
    def by_source(self) -> Shares:
        """Fund source -> difference; they add up to `difference`."""
        return totals_by_source(each.differences for each in self.effects)

    def source_title(self, source: str) -> str:
        return self.sources.get(source, source)

    def as_wire(self) -> dict[str, Any]:
        """As JSON, every case by name."""
        return {
            "programme": self.programme,
            "pack": self.pack,
            "cases": len(self.effects) + len(self.left_out),
            "before_fen": self.before.fen,
            "after_fen": self.after.fen,
            "difference_fen": self.difference.fen,
            "gains": self.gains.as_wire(),
            "losses": self.losses.as_wire(),
            "newly_eligible": self.newly_eligible.as_wire(),
            "no_longer_eligible": self.no_longer_eligible.as_wire(),
            "by_line": {title: group.as_wire() for title, group in self.by_line.items()},
            "by_source_fen": as_fen(self.by_source),
            "effects": [_effect_as_wire(each) for each in self.effects],
            "left_out": [
                {**_case_as_wire(each), "reason": each.reason, "sentence": each.sentence} for each in self.left_out
            ],
        }


def dry_run(new: Pack, run: DryRun, cases: Iterable[list[StoredAward]], *, programme: str) -> Report:
    """The report over all cases."""
    found = [run.of(case) for case in cases]
    return Report(
        programme=programme,
        pack=new.ref.text,
        sources=dict(new.fund_sources),
        effects=tuple(each for each in found if isinstance(each, Effect)),
        left_out=tuple(each for each in found if isinstance(each, LeftOut)),
    )


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    """Every case with its difference, what they come to by line and by source, and what was left out and why."""
    by_line = {title: group.difference for title, group in report.by_line.items()}
    by_source = {report.source_title(source): part for source, part in report.by_source.items()}
    return (
        _cases_sheet(report),
        _totals_sheet("按补助事项", by_line),
        _totals_sheet("按资金来源", by_source),
        _left_out_sheet(report),
    )


def change_of(effect: Effect) -> str:
    """In words whether the case becomes eligible, or is no more and by which rules."""
    if effect.becomes_eligible:
        return "新符合条件"
    if effect.becomes_ineligible:
        return f"不再符合条件：{'；'.join(_rules(effect.after.problems))}"
    return ""


def _rules(problems: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for problem in problems:
        article = f"（{problem['article']}）" if problem.get("article") else ""
        yield f"{problem.get('requirement') or problem['code']}{article}"


def _totals_sheet(title: str, totals: Mapping[str, Money]) -> Sheet:
    return Sheet(
        name=SHEET_NAME,
        title=title,
        columns=("序号", "名称", "差额（元）"),
        amounts=frozenset({"差额（元）"}),
        lines=tuple((str(number), name, amount) for number, (name, amount) in enumerate(totals.items(), 1)),
    )


def _cases_sheet(report: Report) -> Sheet:
    sources = {source: f"{report.source_title(source)}差额（元）" for source in report.by_source}
    amounts = ("原金额（元）", "新金额（元）", "差额（元）", *sources.values())
    return Sheet(
        name=SHEET_NAME,
        title="案件",
        columns=(
            "序号",
            "奖补编号",
            "单位名称",
            "统一社会信用代码",
            "区划代码",
            "补助事项",
            "原版本",
            "资格变化",
            *amounts,
        ),
        amounts=frozenset(amounts),
        lines=tuple(
            (
                str(number),
                "、".join(each.case.numbers),
                each.case.applicant_name,
                each.case.credit_code,
                each.case.division,
                each.case.title,
                "、".join(each.case.packs),
                change_of(each),
                *(each.before.amount, each.after.amount, each.difference),
                *(each.differences.get(source, ZERO) for source in sources),
            )
            for number, each in enumerate(report.effects, 1)
        ),
    )


def _left_out_sheet(report: Report) -> Sheet:
    return Sheet(
        name=SHEET_NAME,
        title="未能预演",
        columns=("序号", "奖补编号", "单位名称", "统一社会信用代码", "补助事项", "原因"),
        amounts=frozenset(),
        lines=tuple(
            (
                str(number),
                "、".join(each.case.numbers),
                each.case.applicant_name,
                each.case.credit_code,
                each.case.title,
                each.sentence,
            )
            for number, each in enumerate(report.left_out, 1)
        ),
    )


def _case_as_wire(each: Effect | LeftOut) -> dict[str, Any]:
    case = each.case
    return {
        "numbers": list(case.numbers),
        "applicant_name": case.applicant_name,
        "credit_code": case.credit_code,
        "division": case.division,
        "line": case.line,
        "packs": list(case.packs),
    }


def _effect_as_wire(each: Effect) -> dict[str, Any]:
    return {
        **_case_as_wire(each),
        "before_fen": each.before.amount.fen,
        "after_fen": each.after.amount.fen,
        "difference_fen": each.difference.fen,
        "by_source_fen": as_fen(each.differences),
        "becomes_eligible": each.becomes_eligible,
        "becomes_ineligible": each.becomes_ineligible,
        "problems": list(each.after.problems),
    }
