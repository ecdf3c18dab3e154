"""Every refusal and every problem is told to people in a sentence, Chinese and English, that the edge owns."""

from __future__ import annotations

import string
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from contracts.events.subscriptions import SERVICES
from contracts.refusal import Invalid, Problem
from gateway.errors import PROBLEMS, SENTENCES
from tests.architecture.declared import refusals
from tests.architecture.problem_codes import codes_in
from tests.architecture.source import python_files, shown

BELOW = ("contracts", "policy", "casework", "chassis", "gateway")
MODULES = [import_module(f"gateway.errors.{name}") for name in ("common", "policy", *SERVICES)]

NOT_TOLD = {
    "refused": "the code of the base class, which nobody raises",
}
"""Codes that no client ever sees, with the reason."""

_ASIDE = (
    "policy/shapes",
    "policy/condition_reader",
    "policy/schema",
    "policy/folder",
    "policy/yaml_source",
    "policy/pack_problems",
)
"""Problems of a pack folder are told by `shuzhuan packs check`, by file and line."""


@pytest.mark.parametrize("package", [*BELOW, *(f"services.{service}" for service in SERVICES)])
def test_every_refusal_has_a_sentence(package: str) -> None:
    declared = refusals([package])

    assert {code: kind for code, kind in declared.items() if code not in SENTENCES and code not in NOT_TOLD} == {}


@pytest.mark.parametrize(
    "folder", ["policy", "casework", "gateway", "chassis", *(f"services/{each}" for each in SERVICES)]
)
def test_every_problem_has_a_sentence(folder: str) -> None:
    paths = [path for path in python_files(folder) if not shown(path).startswith(_ASIDE)]
    told = codes_in(paths)

    assert {code: place for code, place in told.items() if code not in PROBLEMS} == {}


@pytest.mark.parametrize("catalogue", ["SENTENCES", "PROBLEMS"])
def test_no_code_has_two_sentences(catalogue: str) -> None:
    written = Counter(code for module in MODULES for code in getattr(module, catalogue))

    assert sorted(code for code, count in written.items() if count > 1) == []


def test_every_sentence_is_said_in_both_languages() -> None:
    said = {code: sentences[-2:] for code, sentences in (PROBLEMS | SENTENCES).items()}

    assert [
        code for code, (chinese, _) in said.items() if not any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
    ] == []
    assert [code for code, (_, english) in said.items() if any("\u4e00" <= sign <= "\u9fff" for sign in english)] == []


def test_both_languages_name_facts_that_the_other_can_name() -> None:
    differing = {
        code: (chinese, english)
        for code, (chinese, english) in ((code, each[-2:]) for code, each in (PROBLEMS | SENTENCES).items())
        if not _facts(english) <= _facts(chinese)
    }

    assert differing == {}


def test_every_status_is_one_of_http_for_what_a_client_did_or_the_platform_lacks() -> None:
    assert {code: status for code, (status, *_) in SENTENCES.items() if not 400 <= status <= 599} == {}


def test_a_code_is_found_wherever_it_is_written(tmp_path: Path) -> None:
    written = tmp_path / "rules.py"
    written.write_text(
        'NONE = "no_rule"\n'
        "def told(stage, code): return Problem(code=code, field=stage)\n"
        "class Fault(ValueError):\n"
        "    def __init__(self, code): self.code = code\n"
        'def decide(): return [Problem(code="directly"), told(1, "handed_in"), Problem(code=NONE)]\n'
        'def read(): raise Fault("kept_by_an_error")\n'
    )

    assert set(codes_in([written])) == {"directly", "handed_in", "no_rule", "kept_by_an_error"}


def test_a_refusal_carries_problems_that_have_sentences() -> None:
    refused = Invalid(problems=[Problem(code="required", field="name")])

    assert refused.code in SENTENCES
    assert {problem.code for problem in refused.problems} <= PROBLEMS.keys()


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
