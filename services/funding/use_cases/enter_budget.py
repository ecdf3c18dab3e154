"""A budget line is entered from its allocation document (预算指标文件)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from policy.refs import PackRef
from services.funding.domain.budget import BudgetLine
from services.funding.domain.documents import FileReference, document
from services.funding.domain.views_payment import budget_line_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def enter_budget(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    *,
    fund_source: str,
    fund_year: int,
    category: str,
    amount: Money,
    document_number: str,
    document_on: date,
    file: FileReference | None,
) -> dict[str, Any]:
    """Counts once somebody else confirmed it. Source and category are those that a released pack of the city names."""
    _must_be_named(uow, packs, fund_source, category)
    if amount <= ZERO:
        raise Invalid(problems=[Problem(code="below_minimum", field="amount", inputs={"at_least": 1})])
    line = BudgetLine(
        id=uuid4(),
        city=uow.city,
        version=1,
        fund_source=fund_source,
        fund_year=fund_year,
        category=category,
        amount=amount,
        document=document(document_number, document_on, file, today=clock.today()),
        entered_by=actor.account_id,
        entered_at=clock.now(),
    )
    uow.budget.add_line(line)
    uow.audit.record(actor, "enter", line, amount_fen=amount.fen, document_number=line.document.number)
    return budget_line_view(line)


def _must_be_named(uow: Unit, packs: Packs, fund_source: str, category: str) -> None:
    released = [packs.get(PackRef.parse(each.pack, each.sha256)) for each in uow.facts.packs()]
    sources = {source for pack in released for source in pack.fund_sources}
    categories = {code for pack in released for code in pack.fund_categories}
    given = (("fund_source", fund_source, sources), ("category", category, categories))
    problems = [
        Problem(code="not_an_option", field=name, inputs={"options": sorted(options)})
        for name, value, options in given
        if value not in options
    ]
    if problems:
        raise Invalid(problems=problems)
