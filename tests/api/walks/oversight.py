"""What happened to a case across all services, targets with the cases behind them, and a quarter that is frozen."""

from __future__ import annotations

from typing import Any

from console.demo.client import after_news
from tests.api.stage import Stage
from tests.api.walks.declaration import release_changed

ROW: dict[str, Any] = {"aspect": "replication", "unit": "个", "values": {"whole": "2"}, "total": "2", "assumed": "试验"}


def walk_oversight(stage: Stage) -> None:
    """An enterprise looks at what happened to its case, an officer at the targets and at a quarter."""
    project = stage.enterprise.get("/projects")["items"][0]
    after_news(lambda: stage.enterprise.get(f"/cases/{project['case_id']}/timeline"), "not_found")
    release_changed(stage, "20", change=_with_targets)
    programme = f"/programmes/{project['programme_year']}"
    after_news(lambda: stage.city.officer.get(f"{programme}/targets"), "not_found")
    report = {"amount": "1", "on": stage.clock.today().isoformat(), "source": "市工信局统计"}
    stage.city.officer.post(f"{programme}/targets/white_papers/reports", report)
    stage.city.officer.post(f"{programme}/quarters/2024-q1/freeze")
    about = {"case_id": project["case_id"], "programme_year": project["programme_year"]}
    about |= {"happened_from": "2024-01-01", "happened_until": "2030-12-31"}
    stage.know("oversight", target="pilots", quarter="2024-q1", **about)


def _with_targets(compiled: Any) -> None:
    period = {"code": "whole", "title": "试点期", "until": "2030-12-31", "assumed": "试验"}
    pilots = {**ROW, "code": "pilots", "title": "试点企业数量", "measure": "pilots_listed"}
    papers = {**ROW, "code": "white_papers", "title": "发布白皮书", "measure": "reported"}
    compiled["targets"] = {"periods": [period], "rows": [pilots, papers]}
