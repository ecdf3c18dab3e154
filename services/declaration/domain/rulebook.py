"""What a pack says about the stage of declaration: its form, slots, route, gate and statement, at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from casework.dossier import Dossier
from casework.seals import Seal, stale_pages
from policy.attachments import Slot, Slots
from policy.forms import Form
from policy.gates import Gate
from policy.lifecycle import Stage
from policy.packs import Pack
from policy.public_lists import ListRule
from policy.routes import Route, Step
from policy.texts import Text
from services.declaration.domain.declaration import STAGE

STATEMENT: Final = "truthfulness_statement"
SIGN_OFF: Final = "declaration_sign_off"


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """`gate` and `statement` are None where the pack has none."""

    pack: Pack
    stage: Stage
    form: Form
    slots: Slots
    route: Route
    gate: Gate | None
    statement: Text | None

    @classmethod
    def of(cls, pack: Pack) -> Rulebook:
        """The rules of a pack. KeyError for a pack that knows no declarations."""
        return cls.at(pack, pack.stage(STAGE))

    @classmethod
    def at(cls, pack: Pack, stage: Stage) -> Rulebook:
        """The rules of a stage: of a declaration, or for a call of whatever begins a case."""
        return cls(
            pack=pack,
            stage=stage,
            form=pack.form(stage.form or stage.name),
            slots=pack.slots(stage.attachments) if stage.attachments else Slots(stage.name, ()),
            route=pack.route(stage.route or stage.name),
            gate=pack.gate(stage.gate) if stage.gate else None,
            statement=pack.texts.get(STATEMENT) if stage.name == STAGE else None,
        )

    @property
    def statement_version(self) -> str | None:
        """The wording that has to be confirmed (XA4)."""
        return self.statement.sha256 if self.statement else None

    @property
    def stamped_slot(self) -> Slot | None:
        """Where the scan of the printed and stamped form goes."""
        return next((slot for slot in self.slots.stamped if slot.stamps == self.form.key), None)

    def seal(self, dossier: Dossier) -> Seal | None:
        """What the stamped pages say now; None where nothing is stamped."""
        slot = self.stamped_slot
        return Seal(slot=slot.code, pages=self.form.stamped_digest(dossier.answers)) if slot else None

    def stale_pages(self, dossier: Dossier) -> tuple[str, ...]:
        """The pages to print and stamp again."""
        seal = self.seal(dossier)
        return stale_pages(dossier, seal) if seal else ()

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def assigner(self, dossier: Dossier) -> str | None:
        """The role that picks the institution for the step that the dossier is in."""
        step = self.step(dossier)
        return step.assigned_by if step else None

    @property
    def list_rule(self) -> ListRule | None:
        """The public list that an approved declaration leads to."""
        return self.pack.round.list_of_declarations

    @property
    def needs_notice(self) -> bool:
        """Whether that list is published before it takes effect."""
        return self.list_rule is not None and self.list_rule.notice is not None
