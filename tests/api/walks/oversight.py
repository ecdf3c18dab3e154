"""What happened to a case, across all services."""

from __future__ import annotations

from console.demo.client import after_news
from tests.api.stage import Stage


def walk_oversight(stage: Stage) -> None:
    """An enterprise looks at what happened to its case."""
    case = stage.enterprise.get("/projects")["items"][0]["case_id"]
    after_news(lambda: stage.enterprise.get(f"/cases/{case}/timeline"), "not_found")
    stage.know("oversight", case_id=case, happened_from="2024-01-01", happened_until="2030-12-31")
