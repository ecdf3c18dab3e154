"""The desk of a programme with several stages, on fakes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.common_facts import ReleasedPack
from contracts.events.acceptance import DiagnosisConfirmed, LevelConfirmed
from contracts.events.base import Event
from services.project.domain.known import names_heard
from tests.builders_project import CITY, NOON, an_applicant, an_id, packs_with
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

    def diagnosed(self, shown: Shown, method: str = "self") -> Shown:
        """The acceptance service told of a confirmed diagnosis."""
        found = {"institution_id": None, "method": method, "level": 1, "edition": "2024"}
        return self._told_of(shown, DiagnosisConfirmed(**_head(shown), **found))

    def evaluated(self, shown: Shown, recommended_for: str | None = None) -> Shown:
        """The acceptance service told of a confirmed level."""
        found = {"level": 2, "edition": "2024", "recommended_for": recommended_for}
        return self._told_of(shown, LevelConfirmed(**_head(shown), **found))

    def _told_of(self, shown: Shown, event: Event) -> Shown:
        self.uow.known.heard.setdefault(UUID(shown["id"]), set()).update(names_heard(event))
        return shown

    def under_contract(self) -> Shown:
        """Filed, diagnosed, with a provider and a contract."""
        started = self.start_under_call()
        self.go_through(started, "filing")
        self.go_through(self.diagnosed(started), "provider_choice", "contract")
        return started


def _head(shown: Shown) -> dict[str, Any]:
    about = {"applicant": an_applicant(), "project_id": UUID(shown["id"]), "case_id": UUID(shown["case_id"])}
    return {"city": CITY, "aggregate_id": an_id("assessment"), "sequence": 1, "at": NOON, "actor": None, **about}


def told(desk: Desk, kind: type) -> Any:
    """The newest event of a kind."""
    return next(event for event in reversed(desk.uow.outbox.events) if isinstance(event, kind))
