"""Reading who is served next from a budget: the whole order for officers, one's own place for an enterprise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from casework.common_facts import CommonFacts
from chassis.db.transaction import Reading
from contracts.actor import Actor
from policy.pack import Pack
from policy.packs import Packs
from policy.refs import PackRef
from services.funding.domain.budget_queue import Place, places
from services.funding.domain.trial import newest_valid
from services.funding.storage.budget_queue import BudgetQueue
from services.funding.storage.read_awards import seen_award

Shown = dict[str, Any]


def list_budget_queue(
    reading: Reading, packs: Packs, *, programme_year: str, fund_category: str, fund_year: int, on: date
) -> Shown:
    """Everything recommended of a category in the pack's order; empty where the pack leaves it to whoever plans."""
    released = (PackRef.parse(each.pack, each.sha256) for each in CommonFacts(reading).packs())
    of_programme = (packs.get(ref) for ref in released if ref.programme_year == programme_year)
    pack = newest_valid(of_programme, on=on).get(programme_year)
    found = _places(reading, pack, fund_category, fund_year=fund_year, on=on) if pack is not None else ()
    return {"items": [place.as_wire() for place in found], "next": None}


def places_of_award(reading: Reading, packs: Packs, actor: Actor, award_id: UUID, *, fund_year: int, on: date) -> Shown:
    """Where an award that one may see stands in the order: one item while it is recommended, else none."""
    award = seen_award(reading, actor, award_id)
    pack = packs.get(award.pack)
    category = pack.line(award.line).fund_category
    found = _places(reading, pack, category, fund_year=fund_year, on=on)
    return {"items": [each.as_wire() for each in found if each.waiting.award.id == award_id], "next": None}


def _places(reading: Reading, pack: Pack, fund_category: str, *, fund_year: int, on: date) -> Iterable[Place]:
    queue = BudgetQueue(reading)
    waiting, pools = queue.waiting(pack.programme_year, fund_category), queue.pools(fund_year, fund_category)
    return places(pack, waiting, pools, fund_year=fund_year, on=on)
