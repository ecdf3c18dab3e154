"""What a pack says of an award application: the stage with its form, slots, route, gate, and the lines it asks for."""

from __future__ import annotations

from collections.abc import Collection
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
from policy.pack import Pack
from policy.routes import Route, Step
from policy.subsidy import OF_PROJECT, SubsidyLine
from services.funding.domain.honour import Honour, must_want_money


@dataclass(frozen=True, kw_only=True)
class ApplicationRules:
    """One stage of funding in one pack version."""

    pack: Pack
    stage: Stage
    form: Form
    slots: Slots
    route: Route
    gate: Gate | None

    @classmethod
    def of(cls, pack: Pack, stage: str) -> ApplicationRules:
        """KeyError for a stage that the pack does not have, or by which nobody asks for an award."""
        found = pack.stage(stage)
        if not found.awards:
            raise KeyError(stage)
        return cls(
            pack=pack,
            stage=found,
            form=pack.form(found.form or stage),
            slots=pack.slots(found.attachments) if found.attachments else Slots(stage, ()),
            route=pack.route(found.route or stage),
            gate=pack.gate(found.gate) if found.gate else None,
        )

    @property
    def lines(self) -> tuple[SubsidyLine, ...]:
        """What its approval makes due."""
        return tuple(self.pack.line(key) for key in self.stage.awards)

    @property
    def is_about_project(self) -> bool:
        """Whether it is asked for under a project (`policy.links_applications`: then each of its lines is)."""
        return any(line.subject == OF_PROJECT for line in self.lines)

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def stale_pages(self, dossier: Dossier) -> tuple[str, ...]:
        """The pages to print and stamp again."""
        seal = seal_of(dossier, self.form, self.slots)
        return stale_pages(dossier, seal) if seal else ()

    def closed(self, milestones: Collection[str], at: datetime) -> list[Problem]:
        """Why nobody can ask now, with the article; empty: the stage is open."""
        return closed_for_all(self.pack, self.stage.name, milestones, at)


def must_ask_for_money(rules: ApplicationRules, honour: Honour | None) -> None:
    """HonourOnly for a project whose honour gave up a line that is asked for."""
    for line in rules.stage.awards:
        must_want_money(rules.pack, line, honour)
