"""Number formats: `DL-{year}-{sequence:05}` and the scope in which the sequence counts.

    numbers:
      filing: {title: 备案号, format: "DLZX{year}{sequence:04}", counts_per: year, assumed: 手册未规定编号规则}

Placeholders: year, month (two digits), division, sequence (with a width). The owner of the number
draws the sequence from its own counter of the scope; nothing here counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.refs import Basis

GIVEN = ("filing", "award", "allocation_plan", "payment")
"""What is given a number, and so needs a format in every pack."""
SCOPES = ("programme", "year", "division", "year_and_division")
PLACEHOLDERS = re.compile(r"\{(year|month|division|sequence(?::0[1-9])?)\}")


@dataclass(frozen=True)
class NumberFormat:
    """`counts_per` is the scope of the sequence."""

    key: str
    title: str
    format: str
    counts_per: str
    basis: Basis

    def scope_of(self, on: date, division: str | None = None) -> str:
        """The name of the counter that the next sequence is drawn from."""
        parts = {"programme": "", "year": str(on.year), "division": division or ""}
        return parts.get(self.counts_per, f"{on.year}-{division or ''}")

    def text(self, *, on: date, sequence: int, division: str | None = None) -> str:
        """The number as it is printed."""
        return self.format.format(year=on.year, month=f"{on.month:02}", division=division or "", sequence=sequence)


def unseen_scope(text: str, counts_per: str) -> tuple[str, ...]:
    """The placeholders that the format lacks: a sequence that starts anew each year prints the same number twice
    unless the year is in it."""
    needed = {"year": ("{year}",), "division": ("{division}",), "year_and_division": ("{year}", "{division}")}
    return tuple(each for each in needed.get(counts_per, ()) if each not in text)


def is_format(text: str) -> bool:
    """Whether the format has a sequence and nothing but known placeholders."""
    rest = PLACEHOLDERS.sub("", text)
    return "{sequence" in text and "{" not in rest and "}" not in rest


def read_number(key: str, spec: Mapping[str, Any], sources: Mapping[str, str]) -> NumberFormat:
    """A format from its compiled form."""
    return NumberFormat(key, spec["title"], spec["format"], spec["counts_per"], Basis.read(spec, sources))
