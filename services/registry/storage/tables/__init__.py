"""The registry's tables, built by its migrations; these descriptions are what statements are made from.

A test compares the two. Every table has its city in its key, and row-level security on it.
"""

from __future__ import annotations

from services.registry.storage.tables import (
    accounts,
    delegations,
    lists,
    matching,
    organisations,
    people,
    performance,
    pool,
    webhooks,
)
from services.registry.storage.tables.base import metadata

__all__ = [
    "accounts",
    "delegations",
    "lists",
    "matching",
    "metadata",
    "organisations",
    "people",
    "performance",
    "pool",
    "webhooks",
]
