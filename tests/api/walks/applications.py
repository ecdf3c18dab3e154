"""Awards that are asked for, in a programme of its own: taken back, returned, and approved."""

from __future__ import annotations

import orjson

from console.demo.client import after_news
from console.demo.declaring import attach
from policy.packs import compile_folder
from tests.api.stage import Stage
from tests.builders_asking import NAME, PROGRAMME, ask_for


def walk_applications(stage: Stage) -> None:
    """One application that is taken back with its file, and one that is returned, corrected and approved."""
    _release(stage)
    client, officer, wanted = stage.enterprise, stage.city.officer, {"stage": NAME, "programme_year": PROGRAMME}
    wrong = after_news(lambda: client.post("/award-applications", wanted), "invalid")
    client.post(f"/award-applications/{wrong['id']}/withdrawal", {"text": "填错"})

    draft = client.post("/award-applications", wanted, key="again")
    where = f"/award-applications/{draft['id']}"
    filled = attach(client, where, "proofs", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['proofs'][0]['id']}")
    client.put(f"{where}/answers/request", {"answers": {"summary": "诊断服务"}})
    proved = attach(client, where, "proofs", "proof")
    client.post(f"{where}/submission")
    item = {"kind": "field", "name": "request.summary", "reason_code": "unclear", "text": "请写明"}
    officer.post(f"{where}/review", {"verdict": "returned", "opinion": "请补正", "items": [item]})
    client.post(f"{where}/submission", key="again")
    officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意"})

    file_id = proved["attachments"]["proofs"][0]["id"]
    stage.know("funding", application_id=draft["id"], attachment_id=file_id, page="request")


def _release(stage: Stage) -> None:
    """The demonstration's pack as a programme in which one more line can be asked for."""
    compiled = orjson.loads(compile_folder(stage.demonstration.pack))
    ask_for(compiled)
    administrator = stage.city.administrator
    file = administrator.upload(orjson.dumps(compiled), "pack.json", "application/json")
    administrator.post("/packs", {"file": file})
