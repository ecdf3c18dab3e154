"""What is offered as a product of the N+X catalogue, and whether the pack's classes know it (DL5, XB3, XB4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from contracts.money import Money
from contracts.refusal import Problem
from policy.providers import ProviderRules

_CATEGORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MOST_CODES: Final = 100


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`category` is a class of the catalogue, the price is per `unit`; the rest are codes of the pack.

    `scenarios` are those of the national indicators, `is_light_solution` says that it is 小快轻准.
    """

    category: str
    title: str
    unit: str
    description: str
    price: Money
    scenarios: tuple[str, ...] = ()
    subsectors: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_light_solution: bool = False

    def problems(self, rules: ProviderRules, *, within: str = "") -> list[Problem]:
        """Everything that is wrong with it; `within` begins the names of the fields."""
        problems = [*self._of_shape(within), *self._of_category(rules, within)]
        known = {
            "scenarios": rules.scenarios,
            "subsectors": rules.subsectors,
            "aims": rules.aims,
            "links": rules.links,
        }
        for name, options in known.items():
            problems += _unknown(getattr(self, name), options, f"{within}{name}")
        return problems

    def _of_shape(self, within: str) -> Iterator[Problem]:
        for name, longest in (("title", 200), ("unit", 20)):
            value = getattr(self, name)
            if not 1 <= len(value.strip()) <= longest:
                yield Problem(code="malformed", field=f"{within}{name}")
        if self.price.fen <= 0:
            yield Problem(code="out_of_range", field=f"{within}proposed_price_fen")

    def _of_category(self, rules: ProviderRules, within: str) -> Iterator[Problem]:
        if not _CATEGORY.fullmatch(self.category):
            yield Problem(code="malformed", field=f"{within}category")
        elif rules.categories and self.category not in rules.categories:
            yield Problem(code="not_an_option", field=f"{within}category", inputs={"value": self.category})


def _unknown(codes: Collection[str], options: Collection[str], field: str) -> Iterator[Problem]:
    """Codes that come twice, or that the pack does not list; where it lists none, none can be named."""
    if len(codes) > MOST_CODES or len(set(codes)) != len(codes):
        yield Problem(code="out_of_range", field=field)
    for index, code in enumerate(codes):
        if code not in options:
            yield Problem(code="not_an_option", field=f"{field}.{index}", inputs={"value": code})
