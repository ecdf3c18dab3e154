"""What the end of a run says, and when it turns a run into a failed one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PASSES = "def test_one(): pass\n"
LEFT_OUT = "import pytest\n@pytest.mark.skip\ndef test_two(): pass\n"
DESELECTS = (
    "def pytest_collection_modifyitems(config, items):\n    config.hook.pytest_deselected(items=[items.pop()])\n"
)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of `folder` with our summary, as in a repository of their own."""
    (folder / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.plugin_summary",
        "--import-mode=importlib",
        *arguments,
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for folder in ("unit", "flow"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / "test_things.py").write_text(PASSES)
    return tmp_path


def test_a_whole_run_counts_its_tests_per_folder(repository: Path) -> None:
    done = run(repository)

    assert done.returncode == 0
    assert "     1  tests/flow\n     1  tests/unit\n     2  in all, 0 skipped, 0 deselected\n" in done.stdout
    assert "spoke to: no server" in done.stdout


def test_a_skipped_test_fails_the_run_and_is_named(repository: Path) -> None:
    (repository / "tests" / "unit" / "test_more.py").write_text(LEFT_OUT)

    done = run(repository)

    assert done.returncode == 1
    assert "NOT RUN: tests/unit/test_more.py::test_two" in done.stdout


def test_a_test_that_a_plugin_left_out_fails_the_run_and_is_named(repository: Path) -> None:
    (repository / "tests" / "conftest.py").write_text(DESELECTS)

    done = run(repository)

    assert done.returncode == 1
    assert "NOT RUN: tests/unit/test_things.py::test_one" in done.stdout


@pytest.mark.parametrize("selection", [["-k", "one"], ["tests/unit"], ["--deselect", "tests/flow"]])
def test_who_selects_on_the_command_line_is_not_told_off(repository: Path, selection: list[str]) -> None:
    (repository / "tests" / "unit" / "test_more.py").write_text(LEFT_OUT)

    assert run(repository, *selection).returncode == 0


def test_naming_all_tests_is_no_selection(repository: Path) -> None:
    (repository / "tests" / "unit" / "test_more.py").write_text(LEFT_OUT)

    assert run(repository, "tests").returncode == 1
