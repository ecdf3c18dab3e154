"""What holds for every pack in `packs/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.events import acceptance, declaration, funding, project, registry
from contracts.events.base import Event
from contracts.permissions.funding import PERMISSIONS
from policy.cases import read_cases, run_cases
from policy.check import check_folder
from policy.packs import Pack, compile_folder, load_folder

PACKS = Path(__file__).resolve().parents[2] / "packs"
FOLDERS = sorted(path.parent for path in PACKS.glob("*/*/pack.yaml"))
ACTS = {
    "recommendation": "funding.recommend",
    "allocation_plan": "funding.draw_up_plan",
    "meeting_decision": "funding.decide_plan",
    "public_notice": "funding.publish_plan",
    "release": "funding.release",
    "payment_instruction": "funding.make_payment",
    "payment_check": "funding.check_payment",
    "bank_result": "funding.import_results",
}
"""Step of a pack's `payment` route -> the permission of its operation."""

EVENT_MODULES = (acceptance, declaration, funding, project, registry)


@pytest.fixture(params=FOLDERS, ids=[folder.relative_to(PACKS).as_posix() for folder in FOLDERS])
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_folder(folder)


def test_there_are_packs() -> None:
    assert FOLDERS


def test_a_pack_stands_in_the_folder_of_its_name(folder: Path, pack: Pack) -> None:
    assert (pack.city, pack.programme_year) == (folder.parent.name, folder.name)


def test_every_worked_case_comes_out(folder: Path) -> None:
    results = run_cases(folder)

    assert [str(result) for result in results if not result.passed] == []
    assert results


def test_every_part_of_a_pack_can_be_used(pack: Pack) -> None:
    assert pack.stages
    assert pack.routes
    assert pack.gates
    assert pack.lines
    assert pack.calls
    assert pack.notices
    assert pack.texts
    assert pack.size_table
    assert pack.split
    assert [pack.slots(stage.attachments) for stage in pack.stages if stage.attachments]


def test_compiling_twice_gives_the_same_bytes(folder: Path) -> None:
    assert compile_folder(folder) == compile_folder(folder)


def test_every_assumption_says_why(folder: Path) -> None:
    assert all(len(assumed.reason) > 5 for assumed in check_folder(folder).assumed)


def test_every_refusal_of_a_gate_has_a_case_that_shows_its_article(folder: Path, pack: Pack) -> None:
    shown = {(code, article) for articles in _expected(folder, "articles") for code, article in articles.items()}

    rules = {rule.code: rule for gate in pack.gates.values() for rule in gate.rules if rule.severity == "blocks"}
    missing = [code for code, rule in rules.items() if rule.basis.article and (code, rule.basis.article) not in shown]
    assert missing == []


def test_every_warning_has_a_case(folder: Path, pack: Pack) -> None:
    warned = {code for codes in _expected(folder, "warns") for code in codes}

    rules = {rule.code for gate in pack.gates.values() for rule in gate.rules if rule.severity == "warns"}
    assert rules - warned == set()


def test_stages_open_and_close_by_events_that_somebody_publishes(pack: Pack) -> None:
    published = {event.NAME for module in EVENT_MODULES for event in vars(module).values() if _is_named(event)}

    approved = {f"{stage.name}_approved" for stage in pack.stages}

    named = {name for stage in pack.stages for name in stage.opens_when | stage.closes_when}
    assert named - published - approved == set()


def test_tranches_are_due_on_events_that_somebody_publishes_or_stages_that_are_approved(pack: Pack) -> None:
    published = {event.NAME for module in EVENT_MODULES for event in vars(module).values() if _is_named(event)}
    approved = {f"{stage.name}_approved" for stage in pack.stages}

    named = {event for line in pack.lines for tranche in line.tranches for event in tranche.triggers}
    assert named - published - approved == set()


def test_whoever_takes_a_step_of_the_moneys_way_is_let_in_to_take_it(pack: Pack) -> None:
    shut_out = [step.step for step in pack.route("payment").steps if step.role not in PERMISSIONS[ACTS[step.step]]]

    assert shut_out == []


def _is_named(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Event) and hasattr(found, "NAME")


def _expected(folder: Path, member: str) -> Iterator[dict[str, str]]:
    documents, _ = read_cases(folder)
    for document in documents:
        for case in document.content["cases"]:
            if member in case["expect"]:
                yield case["expect"][member]
