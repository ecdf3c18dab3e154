"""What a pack says of the way into the pool: the stage with its form, slots, route and gate, and when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.dossier import Dossier
from casework.pack_rules import seal_of
from casework.seals import stale_pages
from contracts.refusal import Problem
from policy.attachments import Slots
from policy.forms import Form
from policy.gates import Gate
from policy.lifecycle import Stage, closed_for_all
from policy.packs import Pack
from policy.providers import ProviderRules
from policy.routes import Route, Step


@dataclass(frozen=True, kw_only=True)
class EnrolmentRules:
    """One stage of the registry in one pack version."""

    pack: Pack
    stage: Stage
    form: Form
    slots: Slots
    route: Route
    gate: Gate | None

    @classmethod
    def of(cls, pack: Pack, stage: str) -> EnrolmentRules:
        """KeyError for a stage that the pack does not have, or that lacks form or route."""
        found = pack.stage(stage)
        return cls(
            pack=pack,
            stage=found,
            form=pack.form(found.form or stage),
            slots=pack.slots(found.attachments) if found.attachments else Slots(stage, ()),
            route=pack.route(found.route or stage),
            gate=pack.gate(found.gate) if found.gate else None,
        )

    @property
    def providers(self) -> ProviderRules:
        return self.pack.providers

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def stale_pages(self, dossier: Dossier) -> tuple[str, ...]:
        """The pages to print and stamp again."""
        seal = seal_of(dossier, self.form, self.slots)
        return stale_pages(dossier, seal) if seal else ()

    def closed(self, at: datetime) -> list[Problem]:
        """Why nobody can begin now, with the article; empty: the stage is open."""
        return closed_for_all(self.pack, self.stage.name, (), at)
