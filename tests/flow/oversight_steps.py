"""Oversight in a story: the rest does without it, then it tells what happened and what was reached."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from console.demo.client import after_news
from console.installation import Installation
from tests.flow.stories import Case, Story, refused
from tests.flow.town import eventually

PROGRAMME = "/programmes/sme-digital-2023"
QUARTER = f"{PROGRAMME}/quarters/2023-q4"
NEXT = f"{PROGRAMME}/quarters/2024-q1"


@contextmanager
def oversight_halted(installation: Installation) -> Iterator[None]:
    """Where it has a process of its own, that does nothing meanwhile: everything else has to run without it."""
    pid = installation.supervisor.pid("oversight") if installation.is_real else None
    if pid is not None:
        os.kill(pid, signal.SIGSTOP)
    yield
    if pid is not None:
        os.kill(pid, signal.SIGCONT)


def overseen(story: Story, case: Case, other: Case) -> None:
    """绩效目标及其明细、案件时间线、季度冻结；冻结后移出名单只作为下一季度的更正。"""
    officer = story.town.officer
    story.seen["timeline"] = eventually(lambda: _timeline(case))
    address = f"/cases/{case.declaration['case_id']}/timeline"
    story.seen["timeline of others"] = refused(lambda: other.client.get(address))
    story.seen["targets"] = _targets(story)
    story.seen["behind"] = {
        code: officer.get(f"{PROGRAMME}/targets/{code}/cases", limit=1)
        for code in ("pilots", "second_level_above_scale")
    }
    officer.post(f"{QUARTER}/freeze")
    story.seen["frozen"] = [officer.get(QUARTER), officer.get(f"{QUARTER}/targets/pilots/cases")]
    officer.post(f"/pilots/{other.declaration['id']}/delisting", {"reason": "改造后只达到一级"})
    story.seen["corrections"] = eventually(lambda: _corrections(story))
    story.seen["frozen still"] = [officer.get(QUARTER), officer.get(f"{QUARTER}/targets/pilots/cases")]


def _timeline(case: Case) -> list[dict[str, str]]:
    """All of it, once the second payment is told."""
    address = f"/cases/{case.declaration['case_id']}/timeline"
    told: list[dict[str, str]] = after_news(lambda: case.client.get(address, limit=200), "not_found")["items"]
    events = [item["event"] for item in told]
    return told if events.count("tranche_paid") > 1 and "acceptance_passed" in events else []


def _targets(story: Story) -> dict[str, dict[str, str]]:
    rows = story.town.officer.get(f"{PROGRAMME}/targets")["items"]
    return {row["code"]: row["periods"][0] for row in rows}


def _corrections(story: Story) -> list[dict[str, str]]:
    found: list[dict[str, str]] = story.town.officer.get(f"{NEXT}/targets/pilots/cases", part="corrections")["items"]
    return found
