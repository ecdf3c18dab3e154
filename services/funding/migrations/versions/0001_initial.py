"""The chassis' tables, the copies of common facts, and everything that moves money.

What must never be false about money is held here and not only in code: shares that add up, caps and budgets that
are not exceeded, one live instruction per tranche, a ledger that balances and only grows.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from casework import common_facts
from chassis.db.schema import v1
from services.funding.migrations.v1 import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in chain(v1.upgrade("funding"), common_facts.create_v1("funding"), guards.build("funding")):
        op.execute(statement)
