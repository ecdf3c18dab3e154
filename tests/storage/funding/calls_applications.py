"""An award is asked for over the bus, in a programme of its own: every operation of an application."""

from __future__ import annotations

import copy
from typing import Any

from casework.shelf import put_on_shelf
from contracts.events.declaration import PackReleased
from policy.canonical import canonical_json
from policy.pack import Pack
from tests import builders_funding as build
from tests.builders_asking import NAME, PROGRAMME, ask_for
from tests.builders_funding import OFFICER
from tests.storage.funding.running import Caller, waited_for

PDF = b"%PDF-1.7 proof"
ANSWERS = {"summary": "诊断服务"}


def applications(call: Caller) -> None:
    """One is taken back, one approved; its award is that of the line."""
    _release(call)
    by, wanted = build.enterprise(build.an_applicant("甲")), {"stage": NAME, "programme_year": PROGRAMME}
    wrong = call("start_award_application", by, **wanted)
    call("withdraw_award_application", by, application_id=wrong["id"], text="填错")
    draft = call("start_award_application", by, **wanted)
    one = {"application_id": draft["id"]}
    call("save_award_application_answers", by, page="request", answers=ANSWERS, **one)
    first, second = (_attached(call, by, one) for _ in range(2))
    call("remove_award_application_attachment", by, attachment_id=first, **one)
    call("download_award_application_attachment", by, attachment_id=second, **one)
    assert call("check_award_application", by, **one)["problems"] == []
    call("get_award_application_form", by, **one)
    call("submit_award_application", by, **one)

    assert [each["id"] for each in call("list_waiting_award_applications", OFFICER)["items"]] == [draft["id"]]
    call("review_award_application", OFFICER, verdict="approved", **one)
    assert call("get_award_application", by, **one)["state"] == "approved"
    assert len(call("list_award_applications", by, stage=NAME)["items"]) == 2
    assert [each["award_fen"] for each in call("list_awards_of_application", by, **one)["items"]] == [100_000]
    assert call("get_award_application_history", by, **one)["items"][0]["action"] == "start"


def _release(call: Caller) -> None:
    compiled = copy.deepcopy(dict(build.dalian().compiled))
    ask_for(compiled)
    content = canonical_json(compiled)
    ref = Pack.from_json(content).ref
    put_on_shelf(call.blobs, content)
    call.publish(PackReleased(**build.heard(build.an_id("asked for")), pack=ref.text, sha256=ref.sha256))
    waited_for(lambda: NAME in [each["stage"] for each in call("list_award_stages", None)["items"]])


def _attached(call: Caller, by: Any, one: dict[str, Any]) -> str:
    found = call("attach_to_award_application", by, slot="proofs", file=call.upload(PDF), **one)
    return str(found["attachments"]["proofs"][-1]["id"])
