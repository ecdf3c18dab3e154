"""The states of a dossier and the one table of its moves. Steps of a review are data of the pack, not states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from contracts.refusal import ActionNotAllowed


class State(StrEnum):
    """Closed: a new city brings new steps, never a new state."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


class Action(StrEnum):
    """What somebody does to a dossier."""

    SAVE = "save"
    SUBMIT = "submit"
    PASS_STEP = "pass_step"
    APPROVE = "approve"
    RETURN = "return_for_correction"
    REJECT = "reject"
    RECORD_FINDING = "record_finding"
    WITHDRAW = "withdraw"
    VOID = "void"
    MOVE_TO_PACK = "move_to_pack"


TRANSITIONS: Final[Mapping[tuple[State, Action], State]] = {
    (State.DRAFT, Action.SAVE): State.DRAFT,
    (State.DRAFT, Action.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Action.WITHDRAW): State.WITHDRAWN,
    (State.DRAFT, Action.VOID): State.VOIDED,
    (State.DRAFT, Action.MOVE_TO_PACK): State.DRAFT,
    (State.IN_REVIEW, Action.PASS_STEP): State.IN_REVIEW,  # 通过, and the route has another step
    (State.IN_REVIEW, Action.APPROVE): State.APPROVED,  # 通过 at the last step
    (State.IN_REVIEW, Action.RETURN): State.RETURNED,  # 退回: the applicant may correct
    (State.IN_REVIEW, Action.REJECT): State.REJECTED,  # 不通过: final for this round
    (State.IN_REVIEW, Action.RECORD_FINDING): State.IN_REVIEW,
    (State.IN_REVIEW, Action.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Action.VOID): State.VOIDED,
    (State.IN_REVIEW, Action.MOVE_TO_PACK): State.IN_REVIEW,
    (State.RETURNED, Action.SAVE): State.RETURNED,
    (State.RETURNED, Action.SUBMIT): State.IN_REVIEW,
    (State.RETURNED, Action.RECORD_FINDING): State.RETURNED,
    (State.RETURNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Action.VOID): State.VOIDED,
    (State.RETURNED, Action.MOVE_TO_PACK): State.RETURNED,
    (State.APPROVED, Action.VOID): State.VOIDED,  # 作废: an approval that turns out to be wrong
}

LIVE: Final = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED})
"""Somebody still has to act. All other states have ended, and say so by an `Ending`."""

AnyState = TypeVar("AnyState", bound=StrEnum)
AnyAction = TypeVar("AnyAction", bound=StrEnum)


def next_state(state: State, action: Action) -> State:
    """Where the action leads; `ActionNotAllowed` with the facts `state` and `action` when it leads nowhere."""
    return move(TRANSITIONS, state, action)


def is_allowed(state: State, action: Action) -> bool:
    """Whether the table knows the move."""
    return (state, action) in TRANSITIONS


def move(table: Mapping[tuple[AnyState, AnyAction], AnyState], state: AnyState, action: AnyAction) -> AnyState:
    """`next_state` for any table of moves; services with states of their own use it as well."""
    try:
        return table[state, action]
    except KeyError:
        raise ActionNotAllowed(state=state.value, action=action.value) from None


def state_diagram(table: Mapping[tuple[AnyState, AnyAction], AnyState], start: AnyState) -> str:
    """The table as a Mermaid state diagram, in the order of the table; `docs/states/` is generated from it."""
    left = {state for state, _ in table}
    ends = [state for state in type(start) if state not in left and state in table.values()]
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {state} --> {target}: {action}" for (state, action), target in table.items()]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"


def diagrams() -> dict[str, str]:
    """Title -> Mermaid."""
    return {"Dossier (申报卷宗)": state_diagram(TRANSITIONS, State.DRAFT)}
