"""The summary of a recommendation (汇总表): what it prints of each case, its totals, and what its code proves (NM6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from casework.days import local_date
from casework.ports import Answers
from casework.print_codes import Marker, PrintCode
from casework.prints import Covers, PrintStatus
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from contracts.wire import to_json
from policy.award import compute_award
from policy.claims import Claim, platform_facts
from policy.documents import DocumentRule, Summary
from policy.field_types import UNIT_TITLES
from policy.fields import Field
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.listing import platform_rows
from services.declaration.domain.recommendation import Recommendation, RecommendationState, RecommendedCase
from services.declaration.domain.rulebook import Rulebook

Shown = dict[str, Any]
KIND: Final = "recommendation_summary"
AWARD, AWARD_UNIT = "奖补资金额", "wan_yuan"
_STATUS: Final = {
    RecommendationState.DRAFT: PrintStatus.NOT_SUBMITTED,
    RecommendationState.SUBMITTED: PrintStatus.CURRENT,
    RecommendationState.WITHDRAWN: PrintStatus.ENDED,
}


def summary_digest(recommendation: Recommendation) -> str:
    """sha256 in hex over what the summary says: which filings, in which order, with which opinion."""
    content = [recommendation.step, recommendation.opinion, [to_json(each) for each in recommendation.cases]]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def shown_summary_print(
    recommendation: Recommendation,
    declarations: Sequence[Declaration],
    rules: Rulebook,
    sealer: Sealer,
    *,
    recommender: str,
) -> Shown:
    """A document for the gateway to print; `recommender` is what the division is called."""
    document, summary = _rule(recommendation, rules)
    title = summary.title if summary else document.title
    rows = [["推荐单位", recommender], ["推荐意见", recommendation.opinion], ["联合行文单位", _departments(document)]]
    tables = list(_tables(recommendation, declarations, rules, summary)) if summary else []
    return {
        "letter": None,
        "attachments": None,
        "statement": None,
        "sign_off": f"{_departments(document)}（盖章）\n　　　　年　　月　　日",
        "programme": rules.pack.title,
        "title": title,
        "reference": number_of(recommendation),
        "batch": recommendation.batch,
        "applicant": recommender,
        "pages": [{"title": title, "rows": rows, "tables": tables}],
        "file_name": f"{title}-{number_of(recommendation)}.pdf",
        "is_draft": False,
        "code": _marker(recommendation, sealer).code(summary_digest(recommendation)),
        "covers": Covers.FORM.value,
        "submitted_at": to_json(recommendation.submitted_at),
        "dated_at": to_json(recommendation.submitted_at or recommendation.drafted_at),
    }


def must_be_its_summary(recommendation: Recommendation, sealer: Sealer, text: str | None) -> None:
    """`Invalid` where the code on the sealed scan is not that of this summary, or none is told."""
    code = PrintCode.read(text) if text else None
    if code is None or not _marker(recommendation, sealer).is_of(code, summary_digest(recommendation)):
        raise Invalid(problems=[Problem(code="print_outdated" if text else "required", field="print_code")])


def checked_summary(recommendation: Recommendation, rules: Rulebook, sealer: Sealer, code: PrintCode) -> Shown | None:
    """What anybody may know who has the code; None where it is not of this summary."""
    if not _marker(recommendation, sealer).is_of(code, summary_digest(recommendation)):
        return None
    document, summary = _rule(recommendation, rules)
    return {
        "kind": KIND,
        "title": summary.title if summary else document.title,
        "number": number_of(recommendation),
        "applicant_name": f"{len(recommendation.cases)}家",
        "status": _STATUS[recommendation.state].value,
        "covers": Covers.FORM.value,
        "submitted_at": to_json(recommendation.submitted_at),
    }


def number_of(recommendation: Recommendation) -> str:
    """What it is called on paper."""
    return recommendation.id.hex[:8].upper()


def _marker(recommendation: Recommendation, sealer: Sealer) -> Marker:
    return Marker(sealer=sealer, kind=KIND, city=recommendation.city, id=recommendation.id)


def _rule(recommendation: Recommendation, rules: Rulebook) -> tuple[DocumentRule, Summary | None]:
    document = rules.route.step(rules.route.index_of(recommendation.step)).document
    if document is None:
        raise LookupError(recommendation.step)
    return document, document.summary


def _departments(document: DocumentRule) -> str:
    return "、".join(document.departments.values())


def _tables(
    recommendation: Recommendation, declarations: Sequence[Declaration], rules: Rulebook, summary: Summary
) -> Iterator[Shown]:
    """A table for each case with its sums, and the sums of them all.

    Awards are by the values of the day on which it was drawn up: what is sealed does not move afterwards.
    """
    found, on = {each.id: each for each in declarations}, local_date(recommendation.drafted_at)
    table = _field(rules, summary.table)
    columns = [*(column.title for column in table.columns), *([AWARD] if summary.award else [])]
    units = _summed_units(table, summary)
    totals = dict.fromkeys(units, ZERO)
    for number, case in enumerate(recommendation.cases, start=1):
        answers = _as_recommended(found[case.declaration_id], case)
        lines, sums = _lines(answers, rules, table), _sums(answers, rules, summary, table)
        if summary.award:
            awards = _awards(answers, rules, summary.award, on=on)
            lines = [[*line, _amount(award, AWARD_UNIT)] for line, award in zip(lines, awards, strict=True)]
            sums[AWARD] = sum(awards, ZERO)
        totals = {title: total + sums[title] for title, total in totals.items()}
        numbered = [[str(row), *line] for row, line in enumerate(lines, start=1)]
        if units:
            cells = (_amount(sums[title], units[title]) if title in units else "" for title in columns)
            numbered.append(["小计", *cells])
        beside = "，".join(_beside(answers, rules, summary))
        title = f"{number}. {case.applicant}" + (f"（{beside}）" if beside else "")
        yield {"title": title, "columns": ["序号", *columns], "lines": numbered}
    if units:
        amounts = [_amount(total, units[title]) for title, total in totals.items()]
        title = f"合计（{len(recommendation.cases)}家）"
        yield {"title": title, "columns": ["项目", *totals], "lines": [["合计", *amounts]]}


def _summed_units(table: Field, summary: Summary) -> dict[str, str]:
    """Title -> unit of each column that is added up, in their order."""
    units = {column.title: column.unit or "yuan" for column in table.columns if column.key in summary.totals}
    return {**units, AWARD: AWARD_UNIT} if summary.award else units


def _awards(answers: Answers, rules: Rulebook, line: str, *, on: date) -> list[Money]:
    """What each enterprise would bring its platform, after all caps, were it recognised that day (NM5)."""
    claim = Claim(line=line, facts=platform_facts(platform_rows(answers, rules), on=on))
    return [Money(row.award_fen) for row in compute_award(rules.pack, claim).rows]


def _as_recommended(declaration: Declaration, case: RecommendedCase) -> Answers:
    """What was submitted then: a correction that came later is not what was sealed."""
    return next(filing.answers for filing in declaration.dossier.filings if filing.digest == case.digest)


def _field(rules: Rulebook, fact: str) -> Field:
    _, page_key, field_key = fact.split(".")
    page = next(page for page in rules.form.pages if page.key == page_key)
    return next(field for field in page.fields if field.key == field_key)


def _lines(answers: Answers, rules: Rulebook, table: Field) -> Sequence[Sequence[str]]:
    page_key = table.path.partition(".")[0]
    page = next(page for page in rules.form.shown(answers) if page.key == page_key)
    return next((lines for title, _, lines in page.tables if title == table.title), ())


def _beside(answers: Answers, rules: Rulebook, summary: Summary) -> Iterator[str]:
    words = rules.form.blanks(answers)
    for fact in summary.beside:
        field = _field(rules, fact)
        text = words.get(field.path.replace(".", "_"))
        if text:
            yield f"{field.title}：{text}"


def _sums(answers: Answers, rules: Rulebook, summary: Summary, table: Field) -> dict[str, Money]:
    """Title -> sum. A blank amount adds nothing, and stays blank in its line."""
    rows = rules.form.facts(answers).get(summary.table, ())
    summed = (column for column in table.columns if column.key in summary.totals)
    return {
        column.title: sum((row[column.key] for row in rows if row[column.key] is not None), ZERO) for column in summed
    }


def _amount(money: Money, unit: str) -> str:
    amount = Decimal(money.fen).scaleb(-6 if unit == "wan_yuan" else -2).normalize()
    return f"{amount:f}{UNIT_TITLES[unit]}"
