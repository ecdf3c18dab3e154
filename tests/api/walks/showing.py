"""What the city shows of its programme: a benchmark is picked, typical cases are told, sent back and published."""

from __future__ import annotations

from typing import Any

from console.demo.building import filed
from console.demo.documents import pdf
from tests.api.stage import Stage
from tests.api.walks.declaration import release_changed
from tests.api.walks.project import pilot

_CHOICE = {"kind": "lighthouse", "subsector": "auto_parts", "reason": "成效突出"}


def walk_showing(stage: Stage) -> None:
    """A version of the pack picks benchmarks from enrolled projects; the next one no more."""
    release_changed(stage, "8", change=_picking)
    enterprise, client, declaration = pilot(stage)
    where = f"/projects/{filed(stage.city, client, declaration, enterprise)['id']}"
    stage.city.officer.post(f"{where}/benchmark", _CHOICE)
    told = {"title": "设备联网的一年", "text": "产线数据全部接入", "files": [client.upload(pdf("story"), "story.pdf")]}
    case = f"/typical-cases/{client.post(f'{where}/typical-cases', told)['id']}"
    stage.city.officer.post(f"{case}/review", {"verdict": "return", "opinion": "请补充成效数据"})
    corrected = client.put(case, told | {"text": "产线数据全部接入，能耗下降一成"})
    stage.city.officer.post(f"{case}/review", {"verdict": "publish"})
    stage.know("project", typical_case_id=corrected["id"])
    download = f"{case}/attachments/{corrected['files'][0]['id']}/content"
    stage.city.visitor.download(download)
    release_changed(stage, "9")


def _picking(compiled: Any) -> None:
    kind = {"code": "lighthouse", "title": "“小灯塔”企业", "at_most": 1, "assumed": "试验"}
    compiled["benchmarks"] = {"picked_when": ["project_enrolled"], "kinds": [kind], "assumed": "试验"}
