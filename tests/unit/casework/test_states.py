"""The one table of moves: what is not in it is refused, whatever somebody tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from casework.attachments import attach, remove_attachment
from casework.dossier import Dossier
from casework.drafting import confirm_statement, move_to_pack, save_answers
from casework.endings import void, withdraw
from casework.reviews import record_finding
from casework.states import LIVE, TRANSITIONS, Action, State, next_state, state_diagram
from contracts.refusal import ActionNotAllowed
from tests.unit.casework.builders import (
    ASSESSOR,
    CALENDAR,
    CLERK,
    DISTRICT,
    MONDAY,
    OFFICER,
    PACK,
    REJECTION,
    RETURN,
    ROUTE,
    SCAN_SLOT,
    STATEMENT,
    a_dossier,
    a_file,
    a_scan,
    in_review,
    reviewed,
    submitted,
)

EVERY_STATE_WITH_EVERY_ACTION = [(state, action) for state in State for action in Action]

WAYS_TO: dict[Action, list[Callable[[Dossier], Dossier]]] = {
    Action.SAVE: [
        lambda dossier: save_answers(dossier, "basic", dossier.answers["basic"]),
        lambda dossier: attach(dossier, SCAN_SLOT, a_scan(5, {"basic": "changed"})),
        lambda dossier: remove_attachment(dossier, "free", a_file(77).id),
        lambda dossier: confirm_statement(dossier, by=CLERK.account_id, at=MONDAY, text_version=STATEMENT),
    ],
    Action.SUBMIT: [submitted],
    Action.RETURN: [lambda dossier: reviewed(dossier, RETURN)],
    Action.REJECT: [lambda dossier: reviewed(dossier, REJECTION)],
    Action.RECORD_FINDING: [
        lambda dossier: record_finding(
            dossier, by=DISTRICT, at=MONDAY, found_on=MONDAY.date(), place="厂房", text="设备在用"
        )
    ],
    Action.WITHDRAW: [lambda dossier: withdraw(dossier, by=CLERK, at=MONDAY)],
    Action.VOID: [lambda dossier: void(dossier, by=OFFICER, at=MONDAY, reason_code="revoked", text="撤销")],
    Action.MOVE_TO_PACK: [lambda dossier: move_to_pack(dossier, ROUTE, CALENDAR, pack=PACK)],
}


@pytest.mark.parametrize(("state", "action"), EVERY_STATE_WITH_EVERY_ACTION)
def test_a_move_leads_to_a_known_state_or_is_refused_with_its_facts(state: State, action: Action) -> None:
    if (state, action) in TRANSITIONS:
        assert next_state(state, action) in State
    else:
        with pytest.raises(ActionNotAllowed) as refused:
            next_state(state, action)
        assert refused.value.facts == {"state": state.value, "action": action.value}


@pytest.mark.parametrize(("state", "action"), [pair for pair in EVERY_STATE_WITH_EVERY_ACTION if pair[1] in WAYS_TO])
def test_what_people_do_follows_the_table(state: State, action: Action) -> None:
    dossier = a_dossier(state)
    dossier = replace(dossier, attachments={**dossier.attachments, "free": (a_file(77),)})

    for act in WAYS_TO[action]:
        if (state, action) in TRANSITIONS:
            assert act(dossier).state is TRANSITIONS[state, action]
        else:
            with pytest.raises(ActionNotAllowed):
                act(dossier)


@pytest.mark.parametrize("state", [state for state in State if state is not State.IN_REVIEW])
def test_only_a_dossier_in_review_can_be_approved(state: State) -> None:
    with pytest.raises(ActionNotAllowed):
        reviewed(a_dossier(state), by=ASSESSOR)


def test_an_approval_passes_a_step_and_the_last_one_approves() -> None:
    at_recheck = reviewed(in_review())

    assert at_recheck.state is TRANSITIONS[State.IN_REVIEW, Action.PASS_STEP]
    assert reviewed(at_recheck, by=ASSESSOR).state is TRANSITIONS[State.IN_REVIEW, Action.APPROVE]


def test_every_state_can_be_reached_and_every_live_one_can_be_left() -> None:
    assert {State.DRAFT, *TRANSITIONS.values()} == set(State)
    assert {state for state, _ in TRANSITIONS} >= LIVE


def test_a_rejected_a_withdrawn_and_a_voided_dossier_stay_what_they_are() -> None:
    final = {State.REJECTED, State.WITHDRAWN, State.VOIDED}

    assert not [move for move in TRANSITIONS if move[0] in final]


def test_the_diagram_is_drawn_from_the_table() -> None:
    diagram = state_diagram(TRANSITIONS, start=State.DRAFT)

    assert diagram.startswith("stateDiagram-v2\n    [*] --> draft\n")
    assert "    in_review --> returned: return_for_correction\n" in diagram
    assert diagram.endswith("    rejected --> [*]\n    withdrawn --> [*]\n    voided --> [*]\n")
    assert diagram.count("--> [*]") == 3
    assert diagram.count(": ") == len(TRANSITIONS)
