"""The contract of a project (改造合同): who sold what at which price, with the ceilings of the day it was filed.

Later changes of the catalogue do not move it: what was listed and at which ceiling is a snapshot that
is taken when the contract is submitted for the first time, and kept for the same product ever after.
The three shares (XB11): the provider concedes a part of the list price, the enterprise pays the contract's
amount, and of that the government subsidises what the award comes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from contracts.events.project import ContractLine
from contracts.money import ZERO, Money
from contracts.refusal import Problem
from services.project.domain.known import Known, KnownProduct
from services.project.domain.stage_forms import (
    AMOUNT,
    COMPLETE_BY,
    CONCESSION,
    DOWN_PAYMENT,
    GROUP_LEAD,
    LINES,
    LIST_PRICE,
    NUMBER,
    PAYEE,
    PROVIDER,
    SIGNED_ON,
    Said,
)

NEEDED: Final = {
    PAYEE: "payee_account_id",
    PROVIDER: "provider_id",
    NUMBER: "number",
    SIGNED_ON: "signed_on",
    AMOUNT: "amount",
    LINES: "lines",
}
"""What a contract cannot be told without, whatever a pack's form calls compulsory: path -> member."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One product. `price` and `ceiling` are per unit; `ceiling` None: not in the catalogue, or without one.

    `category` is the catalogue's class, `cost_category` and `link` are the pack's.
    """

    line: int
    product_id: UUID
    product_name: str
    category: str
    cost_category: str
    link: str
    quantity: Decimal
    price: Money
    ceiling: Money | None
    is_listed: bool

    @property
    def amount(self) -> Money:
        return self.price.at_rate(self.quantity)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """As it was filed. `list_price` None: no form asks for it; `group_lead_id` leads a group purchase (XB7).

    `complete_by` is the day that it promises; None where no form asks for it.
    """

    number: str
    signed_on: date
    amount: Money
    down_payment: Money
    provider_id: UUID
    provider_name: str
    payee_account_id: UUID
    lines: tuple[Line, ...]
    list_price: Money | None = None
    concession: Money | None = None
    group_lead_id: UUID | None = None
    complete_by: date | None = None

    def product(self, product_id: UUID) -> Line | None:
        """The line of this product, if it was filed."""
        return next((line for line in self.lines if line.product_id == product_id), None)


@dataclass(frozen=True, kw_only=True)
class DraftContract:
    """What the answers say so far; None is what they do not say, or not readably."""

    number: str | None
    signed_on: date | None
    amount: Money | None
    down_payment: Money | None
    provider_id: UUID | None
    payee_account_id: UUID | None
    lines: tuple[Line, ...]
    list_price: Money | None
    concession: Money | None
    group_lead_id: UUID | None
    complete_by: date | None

    @property
    def lines_amount(self) -> Money:
        return sum((line.amount for line in self.lines), ZERO)


def draft_contract(said: Said, known: Known, filed: Contract | None) -> DraftContract:
    """From the answers, with what the catalogue says now, or said when the same product was `filed`."""
    amount, list_price, concession = said.value(AMOUNT), said.value(LIST_PRICE), said.value(CONCESSION)
    if concession is None and amount is not None and list_price is not None and list_price >= amount:
        concession = list_price - amount
    return DraftContract(
        number=(said.value(NUMBER) or "").strip() or None,
        signed_on=said.value(SIGNED_ON),
        amount=amount,
        down_payment=said.value(DOWN_PAYMENT),
        provider_id=_id(said.value(PROVIDER)),
        payee_account_id=_id(said.value(PAYEE)),
        lines=tuple(_lines(said.value(LINES) or (), known, filed)),
        list_price=list_price,
        concession=concession,
        group_lead_id=_id(said.value(GROUP_LEAD)),
        complete_by=said.value(COMPLETE_BY),
    )


def contract_of(draft: DraftContract, known: Known) -> Contract:
    """The contract to be filed. ValueError for a draft in which something is missing: check it before."""
    whole = (draft.number, draft.signed_on, draft.amount, draft.provider_id, draft.payee_account_id)
    number, signed_on, amount, provider_id, payee_account_id = whole
    if not (number and signed_on and amount is not None and provider_id and payee_account_id):
        raise ValueError("the contract is not complete")
    return Contract(
        number=number,
        signed_on=signed_on,
        amount=amount,
        down_payment=draft.down_payment or ZERO,
        provider_id=provider_id,
        provider_name=known.name_of(provider_id) or "",
        payee_account_id=payee_account_id,
        lines=draft.lines,
        list_price=draft.list_price,
        concession=draft.concession,
        group_lead_id=draft.group_lead_id,
        complete_by=draft.complete_by,
    )


def contract_facts(draft: DraftContract) -> dict[str, Any]:
    """The facts of the pack's gate that a contract gives, by the names of `policy.facts`."""
    return {
        "contract_on": draft.signed_on,
        "contract.amount": draft.amount,
        "contract.down_payment": draft.down_payment,
        "contract.list_price": draft.list_price,
        "contract.concession": draft.concession,
        "contract.is_group_purchase": draft.group_lead_id is not None,
        "contract.lines": tuple(
            {
                "product": str(line.product_id),
                "category": line.cost_category,
                "link": line.link,
                "is_listed": line.is_listed,
                "quantity": line.quantity,
                "unit_price": line.price,
                "ceiling": line.ceiling,
                "amount": line.amount,
            }
            for line in draft.lines
        ),
    }


def missing_of(draft: DraftContract, found: Iterable[Problem]) -> Iterator[Problem]:
    """What the contract lacks, as far as the form did not complain of it already (`found`)."""
    wrong = {problem.field or "" for problem in found}
    for path, member in NEEDED.items():
        is_told = getattr(draft, member) not in (None, ())
        if not is_told and not any(field.startswith(f"answers.{path}") for field in wrong):
            yield Problem(code="required", field=f"answers.{path}")


def contract_problems(draft: DraftContract, known: Known, *, today: date, article: str | None) -> Iterator[Problem]:
    """What does not fit together inside the contract; eligibility is the gate's. `article` asks for the contract."""
    yield from _date_problems(draft, today)
    yield from _amount_problems(draft, article)
    for line in draft.lines:
        product = known.product(line.product_id)
        if product is not None and draft.provider_id is not None and product.provider_id != draft.provider_id:
            field = f"answers.{LINES}.{line.line - 1}.product"
            yield Problem(code="product_of_another_provider", field=field, inputs={"product": product.name})


def _date_problems(draft: DraftContract, today: date) -> Iterator[Problem]:
    if draft.signed_on is not None and draft.signed_on > today:
        inputs = {"found_on": draft.signed_on.isoformat()}
        yield Problem(code="in_the_future", field=f"answers.{SIGNED_ON}", inputs=inputs)
    if draft.signed_on is not None and draft.complete_by is not None and draft.complete_by < draft.signed_on:
        inputs = {"signed_on": draft.signed_on.isoformat(), "complete_by": draft.complete_by.isoformat()}
        yield Problem(code="completed_before_signed", field=f"answers.{COMPLETE_BY}", inputs=inputs)


def _amount_problems(draft: DraftContract, article: str | None) -> Iterator[Problem]:
    amount, down_payment = draft.amount, draft.down_payment
    if amount is not None and down_payment is not None and down_payment > amount:
        inputs = {"down_payment_fen": down_payment.fen, "amount_fen": amount.fen}
        field = f"answers.{DOWN_PAYMENT}"
        yield Problem(code="down_payment_above_contract", field=field, article=article, inputs=inputs)
    if amount is not None and draft.lines and draft.lines_amount != amount:
        inputs = {"lines_fen": draft.lines_amount.fen, "amount_fen": amount.fen}
        yield Problem(code="lines_differ_from_contract", field=f"answers.{AMOUNT}", article=article, inputs=inputs)
    if amount is not None and draft.list_price is not None and draft.list_price != amount + (draft.concession or ZERO):
        inputs = {
            "list_price_fen": draft.list_price.fen,
            "concession_fen": (draft.concession or ZERO).fen,
            "amount_fen": amount.fen,
        }
        yield Problem(code="shares_do_not_add_up", field=f"answers.{LIST_PRICE}", inputs=inputs)


def event_lines(contract: Contract) -> tuple[ContractLine, ...]:
    """The lines as they are announced."""
    return tuple(
        ContractLine(
            line=line.line,
            product_id=line.product_id,
            product_name=line.product_name,
            category=line.category,
            cost_category=line.cost_category,
            price_fen=line.price.fen,
            ceiling_fen=(line.ceiling or ZERO).fen,
            link=line.link,
            quantity=str(line.quantity),
        )
        for line in contract.lines
    )


def _lines(rows: Iterable[dict[str, Any]], known: Known, filed: Contract | None) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        product_id = _id(row.get("product"))
        if product_id is None:
            continue
        product = _snapshot(product_id, filed) or known.product(product_id)
        yield Line(
            line=number,
            product_id=product_id,
            product_name=product.name if product else "",
            category=product.category if product else "",
            cost_category=row.get("cost_category") or "",
            link=row.get("link") or "",
            quantity=row.get("quantity") or Decimal(1),
            price=row.get("price") or ZERO,
            ceiling=product.ceiling if product else None,
            is_listed=product is not None and product.is_listed,
        )


def _snapshot(product_id: UUID, filed: Contract | None) -> KnownProduct | None:
    line = filed.product(product_id) if filed else None
    if line is None or filed is None:
        return None
    return KnownProduct(
        id=product_id,
        provider_id=filed.provider_id,
        name=line.product_name,
        category=line.category,
        ceiling_fen=line.ceiling.fen if line.ceiling is not None else None,
        is_listed=line.is_listed,
    )


def _id(text: Any) -> UUID | None:
    return UUID(text) if text and type(text) is str else None
