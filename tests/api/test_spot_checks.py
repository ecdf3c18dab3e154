"""Spot checks over HTTP: whoever may read a draw can draw it again from what it says (XB8)."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest

from tests.api.stage import SETTING_SECONDS, Stage

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB8")
def test_a_draw_is_repeated_by_anybody_who_reads_its_seed_and_its_candidates(stage: Stage) -> None:
    officer = stage.city.officer

    drawn = [officer.post("/spot-checks", {"size": 2, "seed": "第三季度抽查"}, key=key) for key in ("one", "two")]
    unseeded = officer.post("/spot-checks", {"size": 2})
    read = [officer.get(f"/spot-checks/{each['id']}") for each in (*drawn, unseeded)]

    assert drawn[0]["id"] != drawn[1]["id"]
    assert len(read[0]["candidates"]) > len(projects_of(read[0])) == 2
    assert projects_of(read[0]) == projects_of(read[1])
    for check in read:
        assert projects_of(check) == drawn_by_hand(check)
        assert check["candidates_sha256"] == sha256("\n".join(check["candidates"]).encode()).hexdigest()
    assert unseeded["seed"] not in ("", "第三季度抽查")


def projects_of(check: Mapping[str, Any]) -> list[str]:
    """What was drawn, in the order of the draw."""
    return [line["project_id"] for line in check["lines"]]


def drawn_by_hand(check: Mapping[str, Any]) -> list[str]:
    """As docs/api.md tells to do it."""

    def rank(project_id: str) -> str:
        return sha256(f"{check['seed']}:{project_id}".encode()).hexdigest()

    return sorted(check["candidates"], key=rank)[: check["size"]]
