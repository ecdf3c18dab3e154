"""The desk of a programme with several stages, on fakes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.common_facts import ReleasedPack
from tests.builders_project import packs_with
from tests.builders_staged import CALL, StagedActs, a_call, staged
from tests.desk_project import Desk, Shown


class StagedDesk(Desk, StagedActs):
    """The fakes, with a call under which projects are started."""

    def open(self) -> None:
        super().open()
        self.use(staged())
        self.uow.known.calls[CALL] = a_call()

    def use(self, pack: Any) -> None:
        """The pack that is valid today."""
        self.packs = packs_with(pack)
        self.uow.facts.released = [ReleasedPack(pack=pack.ref.text, sha256=pack.ref.sha256)]

    def diagnosed(self, shown: Shown) -> Shown:
        """The acceptance service told of a confirmed diagnosis."""
        self.uow.known.heard.setdefault(UUID(shown["id"]), set()).add("diagnosis_confirmed")
        return shown

    def under_contract(self) -> Shown:
        """Filed, diagnosed, with a provider and a contract."""
        started = self.start_under_call()
        self.go_through(started, "filing")
        self.go_through(self.diagnosed(started), "provider_choice", "contract")
        return started


def told(desk: Desk, kind: type) -> Any:
    """The newest event of a kind."""
    return next(event for event in reversed(desk.uow.outbox.events) if isinstance(event, kind))
