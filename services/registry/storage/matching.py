"""Rows of needs and of interest in them, or in products."""

from __future__ import annotations

from services.registry.domain.interests import Interest, InterestState
from services.registry.domain.needs import Need, NeedState
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.matching import interest, need


class NeedRepository(Repository[Need]):
    """What enterprises need."""

    mapped = Mapped(need, Need, {"state": NeedState, "scenarios": tuple})
    kind = "need"


class InterestRepository(Repository[Interest]):
    """Who is interested in whom."""

    mapped = Mapped(interest, Interest, {"state": InterestState})
    kind = "interest"
