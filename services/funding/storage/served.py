"""Which divisions somebody has to do with: one's own, and for a league those below it."""

from __future__ import annotations

from casework.division_paths import divisions_served
from chassis.db.transaction import Reading
from contracts.actor import Actor


def served_by(reading: Reading, actor: Actor) -> tuple[str, ...]:
    """The codes that `may_see` asks for; empty for whom a division does not narrow to what is below it."""
    if actor.division is None or actor.may("funding.read_city") or not actor.may("funding.read_division"):
        return ()
    return divisions_served(reading, actor.division)
