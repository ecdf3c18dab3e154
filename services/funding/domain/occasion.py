"""What makes money due: an event of another service, what it says of the project, and which tranche it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import Applicant
from contracts.money import Money
from policy.claims import SpendLine
from policy.refs import PackRef
from policy.tranches import WHOLE, Tranche, triggered

if TYPE_CHECKING:
    from policy.subsidy import SubsidyLine
    from services.funding.domain.award import Award

PROJECT_AWARD, PLATFORM_AWARD = "project", "platform"
"""What an award can be for, beside what may be asked for (`policy.subsidy.SUBJECTS`)."""

ACCEPTANCES: Final = frozenset({AcceptancePassed.NAME, AcceptanceFailed.NAME})


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The word of another service that an award rests on."""

    event: str
    aggregate_id: UUID
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which tranche of its line an award is for, and what the others of the same line and subject brought before.

    `run` counts the settlements of a line that is settled again whenever more is granted (`OF_ORGANISATION`).
    """

    key: str = WHOLE
    granted: Mapping[str, Money] = field(default_factory=dict)
    run: int = 1

    @property
    def name(self) -> str:
        """What tells it from the others of the line and subject."""
        return self.key if self.run == 1 else f"{self.key}.{self.run}"


WHOLE_LINE: Final = Part()
"""For a line that is paid at once."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """`facts` and `spend` are what policy computes by, as far as the event and what was heard before tell it.

    `project_id` is what the money is for, `subject_kind` what that is: a project, the declaration that made the
    applicant a pilot platform, an award application, or an organisation. `lines` are those that can be due; None: any.
    """

    ground: Ground
    city: str
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    pack: PackRef
    facts: Mapping[str, Any]
    spend: tuple[SpendLine, ...] = ()
    subject_kind: str = PROJECT_AWARD
    lines: frozenset[str] | None = None

    def is_about(self, line: SubsidyLine) -> bool:
        """Whether it can make something of the line due."""
        return self.lines is None or line.key in self.lines


def tranche_for(line: SubsidyLine, ground: Ground, computed: Mapping[str, Award]) -> Tranche | None:
    """The tranche that the event is about; None where it makes nothing of the line due.

    `computed` are the awards of the line and project by tranche. An event that made one due before computes that one
    again; else the next of its trigger is due; else the last of its trigger is computed by the newer word.
    """
    named = [tranche for tranche in line.tranches if ground.event in (tranche.triggers or (AcceptancePassed.NAME,))]
    for tranche in named:
        if tranche.key in computed and computed[tranche.key].ground_id == ground.aggregate_id:
            return tranche
    following = next((each for each in named if not each.triggers and each.key not in computed), None)
    following = following or triggered(line, ground.event, computed.keys())
    return following or (named[-1] if named and named[-1].key in computed else None)
