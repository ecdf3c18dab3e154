"""A project that was begun under a call is moved to another version of its pack: an officer's act with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from casework.common_facts import ReleasedPack
from contracts.events.project import ContractFiled, ProjectMovedToPack, ProjectStageApproved
from contracts.refusal import ActionNotAllowed, Invalid
from policy.pack import Pack
from services.project.domain.errors import MovedWithItsCase
from services.project.use_cases.move_project_to_pack import move_project_to_pack
from tests.builders_project import DISTRICT, OFFICER, REJECTION, asked, packs_with
from tests.builders_staged import staged
from tests.desk_project import Desk, Shown
from tests.unit.project.staged_desk import StagedDesk, told


def newer(change: Any = lambda compiled: None) -> Pack:
    """The programme's second version."""

    def changed(compiled: dict[str, Any]) -> None:
        compiled["pack"]["version"] = "2"
        change(compiled)

    return staged(changed)


def release(desk: StagedDesk, pack: Pack) -> Pack:
    desk.packs = packs_with(staged(), pack)
    desk.uow.facts.released.append(ReleasedPack(pack=pack.ref.text, sha256=pack.ref.sha256))
    return pack


def move(desk: Desk, shown: Shown, pack: str, *, reason: str = "条款更正") -> Shown:
    who = asked(OFFICER, shown["id"])
    return move_project_to_pack(desk.uow, desk.packs, desk.clock, who, pack=pack, reason=reason)


def handed_in(desk: StagedDesk) -> Shown:
    """With the first reviewer of its first stage."""
    shown = desk.start_under_call()
    desk.fill_in(shown, "filing")
    desk.hand_in(shown, "filing")
    return shown


def test_it_is_judged_by_the_new_version_and_keeps_what_was_approved(staged_desk: StagedDesk) -> None:
    shown = staged_desk.under_contract()
    pack = release(staged_desk, newer())

    moved = move(staged_desk, shown, pack.ref.text)

    assert (moved["pack"], moved["state"], moved["filing_number"]) == (
        pack.ref.text,
        "enrolled",
        staged_desk.project(shown).filing_number,
    )
    assert {stage.dossier.pack for stage in staged_desk.project(shown).stages.values()} == {pack.ref}
    assert staged_desk.uow.audit.actions[-1] == "move_to_pack"


def test_the_others_are_told_and_the_contract_with_it_because_money_follows_it(staged_desk: StagedDesk) -> None:
    shown = staged_desk.under_contract()
    pack = release(staged_desk, newer())

    move(staged_desk, shown, pack.ref.text)

    event, contract = told(staged_desk, ProjectMovedToPack), told(staged_desk, ContractFiled)
    assert (event.pack, event.pack_sha256, event.reason) == (pack.ref.text, pack.ref.sha256, "条款更正")
    assert (contract.pack, contract.contract_number) == (pack.ref.text, "QY-001")
    assert contract.sequence == event.sequence == staged_desk.project(shown).version


def test_a_project_that_nobody_else_knows_yet_is_moved_silently(staged_desk: StagedDesk) -> None:
    shown = handed_in(staged_desk)
    pack = release(staged_desk, newer())
    before = len(staged_desk.uow.outbox.events)

    move(staged_desk, shown, pack.ref.text)

    assert len(staged_desk.uow.outbox.events) == before
    staged_desk.judge(shown, "filing", DISTRICT)
    staged_desk.judge(shown, "filing", OFFICER)
    assert told(staged_desk, ProjectStageApproved).pack == pack.ref.text


def test_a_version_that_was_never_released_and_a_missing_reason_are_refused(staged_desk: StagedDesk) -> None:
    shown = handed_in(staged_desk)
    pack = release(staged_desk, newer())

    with pytest.raises(Invalid) as unknown:
        move(staged_desk, shown, "haizhou/staged-2025@3")
    with pytest.raises(Invalid) as unexplained:
        move(staged_desk, shown, pack.ref.text, reason=" ")

    assert [(each.code, each.field) for each in unknown.value.problems] == [("unknown_pack", "pack")]
    assert [(each.code, each.field) for each in unexplained.value.problems] == [("required", "reason")]


def test_a_version_without_a_stage_that_the_project_is_in_is_refused_by_name(staged_desk: StagedDesk) -> None:
    def without_choice(compiled: dict[str, Any]) -> None:
        compiled["lifecycle"] = [each for each in compiled["lifecycle"] if each["name"] != "provider_choice"]

    shown = staged_desk.under_contract()
    pack = release(staged_desk, newer(without_choice))

    with pytest.raises(Invalid) as refused:
        move(staged_desk, shown, pack.ref.text)

    assert [(each.code, each.inputs) for each in refused.value.problems] == [
        ("stage_not_in_pack", {"stage": "provider_choice"})
    ]


def test_what_has_ended_or_is_judged_by_that_version_already_is_not_moved(staged_desk: StagedDesk) -> None:
    shown = handed_in(staged_desk)
    with pytest.raises(ActionNotAllowed):
        move(staged_desk, shown, staged().ref.text)
    pack = release(staged_desk, newer())
    staged_desk.judge(shown, "filing", DISTRICT, REJECTION)

    with pytest.raises(ActionNotAllowed):
        move(staged_desk, shown, pack.ref.text)


def test_a_project_of_the_pilot_list_is_moved_with_its_declaration(desk: Desk) -> None:
    enrolled = desk.enrolled()
    pack = desk.project(enrolled).pack
    desk.uow.facts.released = [ReleasedPack(pack=pack.text, sha256=pack.sha256)]

    with pytest.raises(MovedWithItsCase) as refused:
        move(desk, enrolled, pack.text)

    assert refused.value.facts["declaration_id"] == str(desk.project(enrolled).pilot_id)
