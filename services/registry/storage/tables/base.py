"""The one description that all tables of the registry belong to, and what they have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, MetaData, PrimaryKeyConstraint, Text, Uuid

metadata = MetaData()


def identity(table: str) -> list[Column[Any] | CheckConstraint | PrimaryKeyConstraint]:
    """`id`, `city`, `version`: what every aggregate has."""
    return [
        Column("id", Uuid, nullable=False),
        Column("city", Text, nullable=False),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("city", "id", name=f"{table}_pkey"),
        CheckConstraint("version > 0", name=f"{table}_version_positive"),
    ]


def instant(name: str, *, nullable: bool = False) -> Column[Any]:
    """A moment in UTC."""
    return Column(name, DateTime(timezone=True), nullable=nullable)
