"""Sentences for the refusals of the oversight service."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "too_many_records": ("超过 {at_most} 条，请缩短期间", "more than {at_most} records: ask for a shorter period"),
}
