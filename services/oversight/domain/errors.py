"""What oversight refuses."""

from __future__ import annotations

from contracts.refusal import Refusal


class NotReported(Refusal):
    """The row is counted from what happened; nobody reports it by hand: facts `target`, `measure`."""

    code = "not_reported"


class QuarterNotOver(Refusal):
    """Its last day has not passed: facts `quarter`, `ends_on`."""

    code = "quarter_not_over"


class QuarterFrozen(Refusal):
    """It, or a later one, is frozen already: facts `quarter`, `frozen`."""

    code = "quarter_frozen"
