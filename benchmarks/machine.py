"""What a run costs the machine, process by process, and what machine it was."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil


@dataclass
class Spent:
    """CPU seconds and peak memory (MB) by group of processes."""

    cpu_seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, float] = field(default_factory=dict)


@contextmanager
def watched(groups: Mapping[str, int | None]) -> Iterator[Spent]:
    """Fill in a `Spent` over a block; `groups` gives the root process of each group."""
    trees = {name: _tree(pid) for name, pid in groups.items() if pid is not None}
    before = {name: _cpu(tree) for name, tree in trees.items()}
    for tree in trees.values():
        _forget_peaks(tree)
    spent = Spent()
    yield spent
    for name, pid in groups.items():
        if pid is not None:
            tree = _tree(pid)
            spent.cpu_seconds[name] = _cpu(tree) - before[name]
            spent.peak_mb[name] = sum(map(_peak_mb, tree))


def described() -> str:
    """One line about the machine."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = psutil.virtual_memory().total / 2**30
    system = f"Linux {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {system}"


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _cpu(tree: list[psutil.Process]) -> float:
    total = 0.0
    for process in tree:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _forget_peaks(tree: list[psutil.Process]) -> None:
    for process in tree:
        try:
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")
        except OSError:
            continue  # somebody else's process: its peak is that of its life


def _peak_mb(process: psutil.Process) -> float:
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
