"""The one description that all tables of funding belong to, and what they have in common."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

from policy.subsidy import INSTRUMENTS

metadata = MetaData()


def identity(table: str) -> list[SchemaItem]:
    """`id`, `city`, `version`: what every aggregate has."""
    return [
        *part(table),
        Column("version", Integer, nullable=False),
        CheckConstraint("version > 0", name=f"{table}_version_positive"),
    ]


def part(table: str) -> list[SchemaItem]:
    """`id` and `city`, for what belongs to an aggregate, or never changes."""
    return [
        Column("id", Uuid, nullable=False),
        Column("city", Text, nullable=False),
        PrimaryKeyConstraint("city", "id", name=f"{table}_pkey"),
    ]


def pack_columns() -> list[Column[Any]]:
    """The pinned pack; the programme year again, to ask for."""
    return [
        Column("pack", Text, nullable=False),
        Column("pack_sha256", Text, nullable=False),
        Column("programme_year", Text, nullable=False),
    ]


def applicant_columns() -> list[Column[Any]]:
    """Who it is for; id, credit code and name again, to ask for."""
    return [
        Column("applicant", JSONB, nullable=False),
        Column("applicant_id", Uuid, nullable=False),
        Column("credit_code", Text, nullable=False),
        Column("applicant_name", Text, nullable=False),
    ]


def money(name: str, *, nullable: bool = False) -> Column[Any]:
    """Whole fen."""
    return Column(name, BigInteger, nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> Column[Any]:
    """A moment in UTC."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def state_check(table: str, states: type[StrEnum]) -> CheckConstraint:
    """Only the states of the code."""
    return CheckConstraint(f"state in ({', '.join(repr(str(each)) for each in states)})", name=f"{table}_state_known")


def shares_check(table: str, amount: str) -> CheckConstraint:
    """ALL2: the parts add up to the amount, to the fen."""
    return CheckConstraint(f"sum_of_shares(shares) = {amount}", name=f"{table}_shares_add_up")


def instrument_check(table: str) -> CheckConstraint:
    """Only the instruments that packs may name (XB12)."""
    return CheckConstraint(
        f"instrument in ({', '.join(repr(each) for each in INSTRUMENTS)})", name=f"{table}_instrument_known"
    )
