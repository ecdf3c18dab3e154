"""Reading the subsidy lines of the packs that are valid today."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.common_facts import CommonFacts
from chassis.db.transaction import Reading
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.trial import line_view, newest_valid


def list_lines(reading: Reading, packs: Packs, *, on: date) -> dict[str, Any]:
    """Every line of the newest version of every programme, in the order of the packs."""
    released = [PackRef.parse(each.pack, each.sha256) for each in CommonFacts(reading).packs()]
    valid = newest_valid((packs.get(ref) for ref in released), on=on)
    items = [line_view(pack, line) for _, pack in sorted(valid.items()) for line in pack.lines]
    return {"items": items, "next": None}
