"""What a hundred times as many stored cases cost: a command, and a page of each list, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from benchmarks.load import Asked, Request, ask
from benchmarks.stage import DECLARATIONS, Stage
from console.demo import cast

FEW, MANY = 1_000, 100_000
ROUNDS = 3
PAGES = 300
COMMANDS = 600


def grown(stage: Stage) -> Mapping[str, tuple[float, float]]:
    """Milliseconds (p50, one connection) with few and with many stored cases, by what was asked."""
    filed = _file_one(stage)
    stored = len(stage.copies(filed, FEW))
    stage.tidy()
    before = _measured(stage)
    stage.copies(filed, MANY - stored)
    stage.tidy()
    after = _measured(stage)
    return {name: (before[name], after[name]) for name in before}


def _file_one(stage: Stage) -> str:
    """A declaration that was handed in."""
    path = stage.submissions(1)[0]
    ask(Asked(stage.address, [path, path], connections=1))
    return path[1].split("/")[-2]


def _measured(stage: Stage) -> dict[str, float]:
    reviewer = str(stage.city.reviewer_of(cast.ZHONGSHAN_DISTRICT).token)
    officer = str(stage.city.officer.token)
    asked: dict[str, tuple[int, Request | None]] = {
        "submit a declaration": (COMMANDS, None),
        "a district's declarations, newest first": (PAGES, ("GET", DECLARATIONS, reviewer)),
        "what waits for a district": (PAGES, ("GET", f"/api/v1/cities/{cast.CITY}/to-do/declarations", reviewer)),
        "the city's declarations, one state": (PAGES, ("GET", f"{DECLARATIONS}?state=in_review", officer)),
        "search by name": (PAGES, ("GET", f"{DECLARATIONS}?text=%E5%A4%A7%E8%BF%9E", officer)),
    }
    took: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, (count, request) in asked.items():
            requests = stage.submissions(count) if request is None else [request] * count
            took[name].append(ask(Asked(stage.address, requests, connections=1)).must_be_all("200").p50)
    return {name: median(values) for name, values in took.items()}
