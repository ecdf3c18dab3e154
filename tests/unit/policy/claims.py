"""Claims on the lines of the pack of every construct, as hypothesis draws them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from contracts.money import Money
from policy.claims import Claim, SpendLine

DAYS = st.dates(date(2023, 6, 1), date(2026, 6, 1))
AMOUNTS = st.integers(min_value=0, max_value=10**11).map(Money)
SMALL = st.integers(min_value=0, max_value=10**9).map(Money)

SUPPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(["transformation", "transformation", "cloud", "cloud", "export"]),
            "granted_by": st.sampled_from(["city", "city", "province"]),
            "year": st.sampled_from([2024, 2025]),
            "amount": SMALL,
            "is_returned": st.booleans(),
        }
    ),
    max_size=4,
).map(tuple)

SPEND = st.builds(
    SpendLine,
    code=st.sampled_from(["1", "2", "3"]),
    category=st.sampled_from(["software", "software", "gateway", "cloud", "office"]),
    amount=AMOUNTS,
    ceiling=st.none() | AMOUNTS,
    quantity=st.integers(1, 999).map(Decimal),
    link=st.sampled_from(["production", "production", None]),
    dates=st.fixed_dictionaries({"invoice_on": st.dates(date(2023, 12, 1), date(2026, 1, 31))}) | st.just({}),
)

FACTS: dict[str, st.SearchStrategy[Any]] = {
    "applicant.other_projects": st.sampled_from([0, 0, 0, 1]),
    "acceptance.level": st.integers(0, 4),
    "acceptance.fee": AMOUNTS,
    "chain.completed_enterprises": st.integers(0, 500),
    "cloud.fee": AMOUNTS,
    "cloud.is_first_use": st.booleans(),
    "cloud.is_registered_platform": st.just(True),
    "contract.amount": AMOUNTS,
    "contract.down_payment": AMOUNTS,
    "declaration.growth.this_year": AMOUNTS,
    "declaration.growth.last_year": AMOUNTS,
    "declaration.growth.average_percent": st.decimals(-100, 1000, places=2),
    "diagnosis.fee": AMOUNTS,
    "equipment.investment_last_year": AMOUNTS,
    "evaluation.score": st.decimals(0, 100, places=3),
    "platform.is_nationally_recognised": st.booleans(),
    "platform.service_revenue": AMOUNTS,
    "standing.lists": st.just(frozenset()),
    "supports.elsewhere": SUPPORTS,
    "training.person_days": st.decimals(0, 10_000, places=1),
    "applied_on": st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    "assessed_on": DAYS,
    "contract_on": st.dates(date(2024, 1, 1), date(2025, 6, 30)),
    "diagnosed_on": DAYS,
    "held_on": DAYS,
    "recognised_on": DAYS,
}

ROWS = st.lists(
    st.fixed_dictionaries({"actual_cost": SMALL}, optional={"is_evidenced": st.booleans(), "awarded_before": SMALL}),
    min_size=6,
    max_size=20,
).map(tuple)


def claims(*lines: str) -> st.SearchStrategy[Claim]:
    """Claims on one of the lines: facts, spend and rows of every kind, and what was awarded before."""
    keys = ("yearly", "cumulative", "platform", "support_in_a_year")
    return st.builds(
        Claim,
        line=st.sampled_from(lines),
        facts=st.fixed_dictionaries({**FACTS, "platform.enterprises": ROWS}),
        spend=st.lists(SPEND, max_size=4).map(tuple),
        awarded_before=st.just(Money(0)) | SMALL,
        awarded_by_cap=st.dictionaries(st.sampled_from(keys), SMALL),
    )
