"""Sealed values on their way out: the box stays inside, people see the last four characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.fields import is_sealed_value


def masked(value: Any) -> Any:
    """JSON with every sealed value in it (`contracts.sealed`) reduced to `{"last4": …}`."""
    if is_sealed_value(value):
        return {"last4": value["last4"]}
    if isinstance(value, Mapping):
        return {name: masked(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    return value
