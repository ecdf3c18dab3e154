"""A pack with both loan whitelists, made of any pack (XB23)."""

from __future__ import annotations

from typing import Any


def with_loans(compiled: Any) -> None:
    """Both lists, the project list open to every project."""
    compiled["conditions"]["gates"]["loan"] = []
    enterprises = {"title": "企业白名单", "assumed": "试验"}
    compiled["loans"] = {"enterprises": enterprises, "projects": {**enterprises, "title": "项目白名单", "gate": "loan"}}
