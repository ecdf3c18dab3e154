"""What is where, and how it is named."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, is_kept, python_files, shown

LONGEST_FILE_LINES = 300

PACKAGES = {"contracts", "policy", "casework", "chassis", "services", "gateway", "console"}
FOLDERS = PACKAGES | {"packs", "deploy", "benchmarks", "docs", "tests", "requirements"}
"""What may lie at the top. Anything else has a place below one of these."""

VAGUE_WITHIN = {
    *("data", "handle", "handler", "handlers", "helper", "helpers", "info", "manager", "managers", "obj"),
    *("process", "temp", "tmp", "util", "utils", "utilities"),
}
VAGUE_ALONE = {"core", "lib", "misc", "shared", "stuff", "tools"}
"""Words that say nothing about what a file holds, as a part of its name or as all of it."""


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


def test_only_the_decided_folders_lie_at_the_top() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and is_kept(path)}

    assert folders - FOLDERS == {".ci"}


def test_no_module_lies_beside_the_packages() -> None:
    assert [path.name for path in ROOT.glob("*.py")] == []


def test_the_layers_are_held_for_every_package() -> None:
    layers = ConfigParser()
    layers.read(ROOT / ".importlinter")

    assert set(layers["importlinter"]["root_packages"].split()) == PACKAGES


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_every_package_says_what_it_is_for(package: str) -> None:
    assert '"""' in (ROOT / package / "__init__.py").read_text(encoding="utf-8")


def test_every_folder_with_code_is_a_package() -> None:
    bare = {shown(path.parent) for path in python_files(*PACKAGES) if not (path.parent / "__init__.py").exists()}

    assert {folder for folder in bare if "/migrations" not in folder} == set()


def test_no_file_and_no_folder_has_a_name_that_says_nothing() -> None:
    paths = {part for path in python_files(*PACKAGES, "benchmarks", "tests") for part in (path, path.parent)}

    assert {shown(path) for path in paths if _is_vague(path.stem)} == set()


@pytest.mark.parametrize("name", ["utils", "case_helper", "test_helpers", "process", "misc"])
def test_a_vague_name_is_found(name: str) -> None:
    assert _is_vague(name)


def test_files_that_git_would_not_keep_are_not_looked_at(tmp_path: Path) -> None:
    for name in ("kept/a.py", ".venv/b.py", "x.egg-info/c.py", "assets/vendor/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert [path.name for path in files(tmp_path, "*.py")] == ["a.py"]


def _is_vague(name: str) -> bool:
    return name in VAGUE_ALONE or bool(VAGUE_WITHIN & set(re.split(r"[^a-z]+", name.lower())))
