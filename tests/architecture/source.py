"""The files of the repository, as the architecture tests see them: what is kept, not what tools leave behind."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

_NOT_KEPT = {"__pycache__", "build", "dist", "node_modules"}
_HIDDEN_AND_KEPT = {".ci", ".github"}
_WRITTEN_BY_OTHERS = {"vendor", "LICENSE", ".git"}
"""`.git` is a file where the checkout is a linked work tree."""


def files(folder: Path = ROOT, pattern: str = "*") -> Iterator[Path]:
    """Every kept file below `folder` whose name matches `pattern`, without vendored ones."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and is_kept(path):
            yield from files(path, pattern)
        elif path.is_file() and path.match(pattern) and path.name not in _WRITTEN_BY_OTHERS:
            yield path


def is_kept(folder: Path) -> bool:
    """Whether a folder belongs to the repository and was written for it."""
    if folder.name.startswith("."):
        return folder.name in _HIDDEN_AND_KEPT
    return folder.name not in _NOT_KEPT | _WRITTEN_BY_OTHERS and not folder.name.endswith(".egg-info")


def python_files(*folders: str) -> Iterator[Path]:
    """The Python files of the repository, or of some of its folders."""
    for folder in [ROOT / name for name in folders] or [ROOT]:
        if folder.is_dir():
            yield from files(folder, "*.py")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path) -> str:
    """The path as a person would look for it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
