"""The repository works on any machine, and gets its packages from wherever that machine gets them."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, shown

LISTS = sorted((ROOT / "requirements").glob("*.txt"))

# Written in parts, because this file is looked at too.
_MACHINE_PATH = re.compile(r"(?<![\w.<>{}$~-])/(?:root|home|Users|work|mnt)/" + r"[\w.-]+")
_INDEX_HOST = re.compile(
    r"pypi\." + r"org|pythonhosted\." + r"org|(?:extra-)?index" + r"-url\s*=|find" + r"-links|npmjs\." + r"(?:org|com)"
)
_PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,._-]+\])?==\S+( ; .+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def test_no_file_knows_a_path_of_one_machine() -> None:
    assert _lines_with(_MACHINE_PATH) == []


def test_no_file_knows_where_packages_come_from() -> None:
    assert _lines_with(_INDEX_HOST) == []


@pytest.mark.parametrize("text", ["see /home/" + "li/x.py", "'/root/" + "clone'", "cd /work/" + "main"])
def test_a_path_of_one_machine_is_found(text: str) -> None:
    assert _MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["~/work/x", "a/home/b", "docs.example/home/page", "/usr/sbin/policy-rc.d"])
def test_a_path_that_every_machine_has_is_left_alone(text: str) -> None:
    assert not _MACHINE_PATH.search(text)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_hashes_and_without_a_host(path: Path) -> None:
    lines = path.read_text().splitlines()
    code = [line for line in lines if not line.lstrip().startswith("#")]
    packages = [line for line in code if _PINNED.match(line)]
    followers = [code[number + 1] for number, line in enumerate(code) if _PINNED.match(line)]

    assert len(packages) > 20
    assert [line for line in code if not _PINNED.match(line) and not _HASH.match(line)] == []
    assert [line for line in followers if not _HASH.match(line)] == []
    assert "://" not in "\n".join(lines)


def test_the_lists_agree_about_every_version() -> None:
    pinned = [
        dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", path.read_text(), re.MULTILINE)) for path in LISTS
    ]
    largest = max(pinned, key=len)

    assert [list_ for list_ in pinned if not list_.items() <= largest.items()] == []


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path in files()
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def _text(path: Path) -> str:
    """What a file says; nothing for pictures, fonts and other things that are not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
